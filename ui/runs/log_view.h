// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QWidget>

#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace pairscape {

/// What happened and when: every message of the session as a line of text that can be copied.
class LogView : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit LogView(Session* session, QWidget* parent = nullptr);

    /// All lines as plain text.
    QString text() const;
    void applyTheme(const Theme& theme) override;

  public slots:
    void copyAll() const;
    void clear();

  private:
    struct Entry {
        QDateTime at;
        MessageKind kind = MessageKind::Information;
        QString text;
    };

    void add(MessageKind kind, const QString& text);
    void show(const Entry& entry);

    std::vector<Entry> entries_;
    QLabel* caption_ = nullptr;
    QPlainTextEdit* lines_ = nullptr;
    QPushButton* copy_ = nullptr;
    QPushButton* clear_ = nullptr;
    Theme theme_;
};

} // namespace pairscape
