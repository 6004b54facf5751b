// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/platform_field_edit.h"

#include "core/accelerator/pe_cost_table.h"

#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextDocument>

#include <algorithm>

namespace pairscape {

namespace {
constexpr int mostLines = 4;
}

PlatformFieldEdit::PlatformFieldEdit(const PlatformField& field, QObject* parent) : QObject(parent) {
    switch (field.kind) {
    case PlatformField::Kind::Number:
    case PlatformField::Kind::Word:
        line_ = new QLineEdit;
        connect(line_, &QLineEdit::textChanged, this, &PlatformFieldEdit::edited);
        break;
    case PlatformField::Kind::Sentence:
        sentence_ = new QPlainTextEdit;
        sentence_->setTabChangesFocus(true);
        sentence_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        sentence_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        sentence_->installEventFilter(this);
        connect(sentence_, &QPlainTextEdit::textChanged, this, [this] {
            fitHeight();
            emit edited();
        });
        break;
    case PlatformField::Kind::Family:
        choice_ = new QComboBox;
        for (const std::string& name : peCostFamilies())
            choice_->addItem(QString::fromStdString(name));
        connect(choice_, &QComboBox::currentTextChanged, this, &PlatformFieldEdit::edited);
        break;
    }
    widget()->setObjectName(field.id);
    widget()->setAccessibleName(field.unit.isEmpty() ? field.title
                                                     : tr("%1, %2").arg(field.title, field.unit));
}

QWidget* PlatformFieldEdit::widget() const {
    return line_ ? static_cast<QWidget*>(line_) : sentence_ ? static_cast<QWidget*>(sentence_) : choice_;
}

QString PlatformFieldEdit::text() const {
    return line_ ? line_->text() : sentence_ ? sentence_->toPlainText().simplified() : choice_->currentText();
}

void PlatformFieldEdit::setText(const QString& text) {
    if (line_) {
        line_->setText(text);
        line_->setCursorPosition(0);
    } else if (sentence_) {
        sentence_->setPlainText(text);
    } else {
        if (choice_->findText(text) < 0)
            choice_->addItem(text);
        choice_->setCurrentIndex(choice_->findText(text));
    }
}

void PlatformFieldEdit::setFont(const QFont& font) {
    widget()->setFont(font);
    if (sentence_)
        fitHeight();
}

void PlatformFieldEdit::fitHeight() {
    // The document of a plain text edit counts its height in lines.
    const int needed = static_cast<int>(sentence_->document()->size().height());
    const int lines = std::clamp(needed, 1, mostLines);
    sentence_->setVerticalScrollBarPolicy(needed > mostLines ? Qt::ScrollBarAsNeeded
                                                             : Qt::ScrollBarAlwaysOff);
    const int around =
        2 * (sentence_->frameWidth() + static_cast<int>(sentence_->document()->documentMargin()));
    sentence_->setFixedHeight(lines * sentence_->fontMetrics().lineSpacing() + around);
}

bool PlatformFieldEdit::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        fitHeight();
    return QObject::eventFilter(watched, event);
}

} // namespace pairscape
