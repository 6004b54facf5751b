// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/design_detail.h"
#include "core/study/records.h"
#include "ui/detail/difference.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace pairscape {

/// "zero-shot rank, nothing trained": what an accuracy figure is, in words.
QString accuracyWords(AccuracyKind kind);

/// The figures one quotes: accuracy and FPS in large type, then latency, energy and the rest, each with its
/// unit and its kind; below each the difference to another design, where one is given.
class Headline : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit Headline(QWidget* parent = nullptr);

    /// `steady` has what the record has not: FPS with the DRAM contended for, latency in the steady state;
    /// null where that is not known yet.
    void setRecord(const std::optional<PairingRecord>& record, const std::optional<PairingRecord>& base,
                   const DesignDetail* steady);
    /// So many of the small figures, for a page that is short of room.
    void setSmallFigures(std::size_t most);
    static constexpr std::size_t allFigures = 100;
    /// The same in lines of text.
    QString text() const;

    void applyTheme(const Theme& theme) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Tile {
        QString name, figure, unit, kind;
        Difference difference;
    };

    /// Draws, or only measures; returns the height.
    double draw(QPainter* painter, double width) const;
    double drawRow(QPainter* painter, const std::vector<const Tile*>& tiles, double y, double column,
                   int points) const;
    double tileWidth(const Tile& tile, int points) const;

    /// What is drawn of the small figures.
    std::vector<const Tile*> smallShown() const;

    std::vector<Tile> large_, small_; ///< the most important first
    bool compared_ = false;
    std::size_t most_ = allFigures;
    Theme theme_;
};

} // namespace pairscape
