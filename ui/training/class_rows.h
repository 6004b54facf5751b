// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/data_set.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QImage>

#include <cstdint>
#include <memory>
#include <vector>

namespace pairscape {

class BackgroundQueue;

/// Numbers of the first so many images of each class, by label. Any thread; looks at labels only.
std::vector<std::vector<std::int64_t>> firstOfEachClass(const ImageSet& images, int classes,
                                                        std::size_t perClass);

/// A data set as a person looks at it: a row for each class with its name and some of its images. Images are
/// read beside the GUI thread, and only those that are seen.
class ClassRows : public QAbstractScrollArea, public Themed {
    Q_OBJECT

  public:
    explicit ClassRows(QWidget* parent = nullptr);
    ~ClassRows() override;

    /// `images` of `set`, by label; null and empty for nothing.
    void show(std::shared_ptr<const ImageSet> set, std::vector<std::string> labels, int imageSize,
              std::vector<std::vector<std::int64_t>> images);
    /// Reads what is seen now, without waiting for the other thread: for pictures.
    void readNow();
    /// What is said where an image would be that cannot be read; empty while all can.
    QString failure() const { return failure_; }
    /// "apple: image 17 of the file ..." at a place; empty beside images.
    QString textAt(const QPoint& at) const;

    void applyTheme(const Theme& theme) override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

  private:
    struct Read {
        std::int64_t image = 0;
        QImage picture;
        std::string failure;
    };
    static std::vector<Read> read(const ImageSet& set, int imageSize,
                                  const std::vector<std::int64_t>& images);
    void take(const std::vector<Read>& pictures);
    std::vector<std::int64_t> missing() const;
    void fetch();
    void fitScrollBar();
    int rowHeight() const;
    int nameWidth() const;
    int side() const;
    std::size_t columns() const;
    std::pair<std::size_t, std::size_t> visibleRows() const; ///< from, to (not included)
    std::int64_t imageAt(const QPoint& at) const;            ///< -1: none

    std::shared_ptr<const ImageSet> set_;
    std::vector<std::string> labels_;
    int imageSize_ = 0;
    std::vector<std::vector<std::int64_t>> images_;
    QHash<std::int64_t, QImage> pictures_;
    QString failure_;
    quint64 generation_ = 0; ///< of what is shown: what was read for another is dropped
    bool fetching_ = false;
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
