// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/line_prompt.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace pairscape {

LinePrompt::LinePrompt(QWidget* parent)
    : OverlayPanel(parent), question_(new QLabel(this)), input_(new QLineEdit(this)) {
    question_->setBuddy(input_);
    auto* column = new QVBoxLayout(this);
    column->addWidget(question_);
    column->addWidget(input_);
    connect(input_, &QLineEdit::returnPressed, this, [this] {
        const QString text = input_->text().trimmed();
        if (text.isEmpty())
            return;
        const auto use = use_;
        closePanel();
        use(text);
    });
    pairscape::LinePrompt::applyTheme(Theme::make(ThemeMode::Light));
}

void LinePrompt::ask(const QString& question, const QString& suggestion,
                     std::function<void(const QString&)> use) {
    question_->setText(question);
    input_->setAccessibleName(question);
    input_->setText(suggestion);
    use_ = std::move(use);
    open();
}

QWidget* LinePrompt::prepare() {
    input_->selectAll();
    return input_;
}

QSize LinePrompt::wantedSize() const {
    return {qRound(460 * (theme().scale > 1 ? 1.5 : 1)), layout()->sizeHint().height()};
}

void LinePrompt::applyTheme(const Theme& theme) {
    const int margin = qRound(12 * theme.scale);
    layout()->setContentsMargins(margin, margin, margin, margin);
    question_->setFont(theme.font(theme.normal));
    input_->setFont(theme.font(theme.normal));
    OverlayPanel::applyTheme(theme);
}

} // namespace pairscape
