// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/log_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextDocument>
#include <QVBoxLayout>

namespace pairscape {

namespace {

constexpr std::size_t maxEntries = 5000;

/// The kind as a word before the text; what went as it should needs none.
QString kindWord(MessageKind kind) {
    switch (kind) {
    case MessageKind::Information:
        return {};
    case MessageKind::Warning:
        return QObject::tr("Note: ");
    case MessageKind::Failure:
        return QObject::tr("Problem: ");
    }
    return {};
}

} // namespace

LogView::LogView(Session* session, QWidget* parent) : QWidget(parent) {
    caption_ = new QLabel(tr("Messages of this sitting"), this);
    lines_ = new QPlainTextEdit(this);
    lines_->setObjectName(QStringLiteral("lines"));
    lines_->setReadOnly(true);
    lines_->setUndoRedoEnabled(false);
    lines_->setMaximumBlockCount(static_cast<int>(maxEntries));
    lines_->setFrameShape(QFrame::NoFrame);
    lines_->setTabChangesFocus(true);
    lines_->setAccessibleName(tr("Log"));
    lines_->setPlaceholderText(
        tr("What happens appears here: studies opened, runs started and ended, exports, problems."));
    copy_ = new QPushButton(tr("Copy all"), this);
    copy_->setObjectName(QStringLiteral("copy"));
    clear_ = new QPushButton(tr("Clear"), this);
    clear_->setObjectName(QStringLiteral("clear"));

    auto* header = new QHBoxLayout;
    header->setContentsMargins(8, 4, 8, 0);
    header->addWidget(caption_);
    header->addStretch(1);
    header->addWidget(copy_);
    header->addWidget(clear_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(header);
    column->addWidget(lines_, 1);
    setFocusProxy(lines_);
    setAutoFillBackground(true);

    connect(session, &Session::message, this, &LogView::add);
    connect(copy_, &QPushButton::clicked, this, &LogView::copyAll);
    connect(clear_, &QPushButton::clicked, this, &LogView::clear);
    pairscape::LogView::applyTheme(Theme::make(ThemeMode::Light));
}

QString LogView::text() const {
    return lines_->toPlainText();
}

void LogView::copyAll() const {
    QGuiApplication::clipboard()->setText(text());
}

void LogView::clear() {
    entries_.clear();
    lines_->clear();
    copy_->setEnabled(false);
    clear_->setEnabled(false);
}

void LogView::add(MessageKind kind, const QString& text) {
    if (entries_.size() >= maxEntries)
        entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(maxEntries / 10));
    entries_.push_back({QDateTime::currentDateTime(), kind, text});
    show(entries_.back());
}

void LogView::show(const Entry& entry) {
    // Follows the newest line unless somebody has scrolled back to read.
    QScrollBar* bar = lines_->verticalScrollBar();
    const bool following = bar->value() >= bar->maximum() - 1;
    QTextCharFormat time;
    time.setForeground(theme_.mutedText);
    time.setFont(theme_.numberFont(theme_.small));
    QTextCharFormat words;
    words.setForeground(entry.kind == MessageKind::Information ? theme_.text : theme_.bad);
    QTextCursor cursor(lines_->document());
    cursor.movePosition(QTextCursor::End);
    if (!lines_->document()->isEmpty())
        cursor.insertBlock();
    const QString stamp = entry.at.toString(QStringLiteral("HH:mm:ss")) + QStringLiteral("   ");
    cursor.insertText(stamp, time);
    cursor.insertText(kindWord(entry.kind) + entry.text, words);
    if (following)
        bar->setValue(bar->maximum());
    copy_->setEnabled(true);
    clear_->setEnabled(true);
}

void LogView::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    lines_->setPalette(palette);
    lines_->setFont(theme.font(theme.small));
    lines_->document()->setDocumentMargin(8);
    for (QWidget* widget :
         {static_cast<QWidget*>(caption_), static_cast<QWidget*>(copy_), static_cast<QWidget*>(clear_)})
        widget->setFont(theme.font(theme.small));
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    caption_->setPalette(muted);
    lines_->clear();
    copy_->setEnabled(false);
    clear_->setEnabled(false);
    for (const Entry& entry : entries_)
        show(entry);
}

} // namespace pairscape
