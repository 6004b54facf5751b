// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace pairscape {

/// What the program has to say, as lines below the header: never a dialog. Information goes by itself after a
/// while; warnings and failures stay until somebody closes them. More than three wait their turn and are
/// counted, the gravest first. The log keeps them all.
class MessageBar : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// The same text again is counted at its line.
    void show(pairscape::MessageKind kind, const QString& text);
    void closeAll();
    /// All messages that are not closed yet, in the order in which they are shown.
    QStringList texts() const;
    /// How long information stays; 0: until it is closed.
    void setInformationTime(int milliseconds) { informationTime_ = milliseconds; }

    void applyTheme(const Theme& theme) override;

  private:
    class Line;
    struct Message {
        int id;
        MessageKind kind;
        QString text;
        int times;
    };

    void close(int id);
    void showLines();

    QList<Message> messages_;
    QList<Line*> lines_;
    QWidget* more_;
    QLabel* moreText_;
    QPushButton* closeAll_;
    QVBoxLayout* column_;
    int nextId_ = 1;
    int informationTime_ = 8000;
    Theme theme_;
};

} // namespace pairscape
