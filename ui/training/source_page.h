// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <utility>
#include <vector>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace pairscape {

/// A page that looks into a file or folder which the user names: a field for its path, what was found, what
/// there is to say, and the content. Everything is read beside the GUI thread; until there is something to
/// see, a sentence says what will be.
class SourcePage : public QWidget, public Themed {
    Q_OBJECT

  public:
    ~SourcePage() override;

    /// Looks into a file or folder; what it finds is shown when it is known.
    void open(const QString& source);
    QString source() const;
    /// Waits for what was asked for: for pictures.
    virtual void finish();
    /// What is shown as text: the facts, and what is wrong.
    QString text() const;

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(const QString& source); ///< one that could be read
    void left();

  protected:
    struct Texts {
        QString heading, intro;
        QString name;    ///< before the field: "Folder"
        QString hint;    ///< in the empty field
        QString purpose; ///< of the field and of the dialog that chooses: "Folder of a data set"
        QString empty;   ///< what will appear on the page, and how
        QString filter;  ///< of the dialog; empty where a folder is meant
    };
    SourcePage(const Texts& texts, QWidget* parent);

    /// Starts to read with readBeside(); called when a source is opened.
    virtual void look(const QString& source) = 0;
    /// Calls `read` beside the GUI thread, then `take` with its result, unless another source was opened
    /// since.
    template <class Read, class Take>
    void readBeside(Read read, Take take) {
        queue_->add([this, generation = ++generation_, read = std::move(read),
                     take = std::move(take)]() -> BackgroundQueue::Then {
            return [this, generation, take, found = read()] {
                if (generation == generation_)
                    take(found);
            };
        });
    }
    BackgroundQueue& queue() { return *queue_; }
    /// Waits for all jobs; for destructors of pages whose jobs use their members.
    void endJobs();

    /// A widget of the row below the facts, there while something was found.
    void addTool(QWidget* tool, int stretch = 0);
    void setContent(QWidget* content);
    void showFound(const QString& facts);
    void showNothing(const QString& failure);
    void tell(const QString& sentence, bool bad);
    const Theme& theme() const { return theme_; }

  private:
    void choose(const Texts& texts);

    QLabel *heading_, *intro_, *name_, *facts_, *words_, *empty_;
    QLineEdit* source_;
    QPushButton *browse_, *back_;
    QHBoxLayout* toolRow_;
    std::vector<QWidget*> tools_;
    QStackedWidget* stack_; ///< the sentence on what will be, or the content
    quint64 generation_ = 0;
    bool bad_ = false;
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
