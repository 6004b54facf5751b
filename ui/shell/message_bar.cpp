// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include "ui/shell/shell_icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

namespace {

constexpr int linesShown = 3;

QColor colourOf(MessageKind kind, const Theme& theme) {
    switch (kind) {
    case MessageKind::Information:
        return theme.accent;
    case MessageKind::Warning:
        return theme.pinned;
    case MessageKind::Failure:
        return theme.bad;
    }
    return theme.text;
}

ShellIcon iconOf(MessageKind kind) {
    switch (kind) {
    case MessageKind::Information:
        return ShellIcon::Information;
    case MessageKind::Warning:
        return ShellIcon::Warning;
    case MessageKind::Failure:
        return ShellIcon::Failure;
    }
    return ShellIcon::Information;
}

} // namespace

/// One message: a sign for its kind, its sentence, a button that closes it.
class MessageBar::Line : public QWidget {
  public:
    explicit Line(MessageBar* bar)
        : QWidget(bar), bar_(bar), text_(new QLabel(this)), close_(new QToolButton(this)) {
        text_->setWordWrap(true);
        text_->setTextFormat(Qt::PlainText);
        text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        close_->setAutoRaise(true);
        close_->setAccessibleName(QObject::tr("Close this message"));
        close_->setToolTip(QObject::tr("Close this message"));
        row_ = new QHBoxLayout(this);
        row_->addWidget(text_, 1);
        row_->addWidget(close_, 0, Qt::AlignTop);
        connect(close_, &QToolButton::clicked, this, [this] { bar_->close(message_.id); });
    }

    void show(const Message& message, const Theme& theme) {
        message_ = message;
        theme_ = theme;
        const QFont font = theme.font(theme.small);
        sign_ = QFontMetrics(font).height();
        row_->setContentsMargins(sign_ * 2, qRound(4 * theme.scale), sign_ / 2, qRound(4 * theme.scale));
        text_->setFont(font);
        text_->setText(message.times > 1 ? QObject::tr("%1 (%2 times)").arg(message.text).arg(message.times)
                                         : message.text);
        close_->setIcon(shellIcon(ShellIcon::Close, theme.mutedText, theme.mutedText));
        close_->setIconSize({sign_, sign_});
        setVisible(true);
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QColor tint = colourOf(message_.kind, theme_);
        const QColor ink = tint;
        painter.fillRect(rect(), theme_.background);
        tint.setAlphaF(theme_.mode == ThemeMode::Dark ? 0.18F : 0.12F);
        painter.fillRect(rect(), tint);
        paintShellIcon(painter, QRectF(sign_ * 0.6, text_->y() + 1, sign_, sign_), iconOf(message_.kind),
                       ink);
    }

  private:
    MessageBar* bar_;
    QLabel* text_;
    QToolButton* close_;
    QHBoxLayout* row_ = nullptr;
    Message message_{};
    int sign_ = 16;
    Theme theme_;
};

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent), more_(new QWidget(this)), moreText_(new QLabel(more_)),
      closeAll_(new QPushButton(tr("Close all"), more_)), column_(new QVBoxLayout(this)) {
    setAccessibleName(tr("Messages"));
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(1);
    for (int i = 0; i < linesShown; ++i) {
        lines_ << new Line(this);
        lines_.back()->setVisible(false);
        column_->addWidget(lines_.back());
    }
    auto* row = new QHBoxLayout(more_);
    row->setContentsMargins(12, 2, 12, 2);
    row->addWidget(moreText_);
    row->addWidget(closeAll_);
    row->addStretch(1);
    column_->addWidget(more_);
    connect(closeAll_, &QPushButton::clicked, this, &MessageBar::closeAll);
    pairscape::MessageBar::applyTheme(Theme::make(ThemeMode::Light));
}

void MessageBar::show(MessageKind kind, const QString& text) {
    const auto same = std::find_if(messages_.begin(), messages_.end(), [&](const Message& message) {
        return message.kind == kind && message.text == text;
    });
    const int id = nextId_++;
    if (same != messages_.end()) {
        same->id = id;
        ++same->times;
    } else {
        messages_.append({id, kind, text, 1});
        std::stable_sort(messages_.begin(), messages_.end(),
                         [](const Message& a, const Message& b) { return a.kind > b.kind; });
    }
    if (kind == MessageKind::Information && informationTime_ > 0)
        QTimer::singleShot(informationTime_, this, [this, id] { close(id); });
    showLines();
}

void MessageBar::close(int id) {
    messages_.removeIf([id](const Message& message) { return message.id == id; });
    showLines();
}

void MessageBar::closeAll() {
    messages_.clear();
    showLines();
}

QStringList MessageBar::texts() const {
    QStringList texts;
    for (const Message& message : messages_)
        texts << message.text;
    return texts;
}

void MessageBar::showLines() {
    for (int i = 0; i < linesShown; ++i) {
        if (i < messages_.size())
            lines_[i]->show(messages_[i], theme_);
        else
            lines_[i]->setVisible(false);
    }
    const qsizetype waiting = messages_.size() - linesShown;
    more_->setVisible(waiting > 0);
    moreText_->setText(waiting == 1 ? tr("1 more message") : tr("%1 more messages").arg(waiting));
    setVisible(!messages_.isEmpty());
}

void MessageBar::applyTheme(const Theme& theme) {
    theme_ = theme;
    moreText_->setFont(theme.font(theme.small));
    closeAll_->setFont(theme.font(theme.small));
    showLines();
}

} // namespace pairscape
