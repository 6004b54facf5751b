// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/design_header.h"

#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace pairscape {

DesignHeader::DesignHeader(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), title_(new QLabel(this)), remarks_(new QLabel(this)),
      star_(new QToolButton(this)), name_(new QLineEdit(this)), architecture_(new QLabel(this)),
      copy_(new QToolButton(this)), export_(new QToolButton(this)), train_(new QToolButton(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* first = new QHBoxLayout;
    first->addWidget(title_, 1);
    first->addWidget(star_);
    column->addLayout(first);
    column->addWidget(name_);
    column->addWidget(remarks_);
    column->addWidget(architecture_);
    auto* last = new QHBoxLayout;
    last->addWidget(copy_);
    last->addWidget(export_);
    last->addWidget(train_);
    last->addStretch(1);
    column->addLayout(last);

    title_->setAccessibleName(tr("Design"));
    remarks_->setWordWrap(true);
    star_->setCheckable(true);
    star_->setAutoRaise(true);
    name_->setAccessibleName(tr("Name of the pinned design"));
    name_->setMaxLength(80);
    architecture_->setWordWrap(true);
    architecture_->setTextFormat(Qt::PlainText);
    architecture_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    architecture_->setAccessibleName(tr("Architecture"));
    architecture_->setCursor(Qt::IBeamCursor);
    copy_->setText(tr("Copy architecture"));
    export_->setText(tr("Export design\u2026"));
    train_->setText(tr("Train\u2026"));
    train_->setToolTip(tr("Train its network on images and keep the accuracy (Ctrl+T)"));

    connect(star_, &QToolButton::clicked, this, [this] {
        session_->togglePin(record_.id);
        showPin(); // until the snapshot with the new pin is here, the button says what is stored
    });
    connect(name_, &QLineEdit::editingFinished, this, &DesignHeader::rename);
    connect(copy_, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(architecture_->text()); });
    connect(export_, &QToolButton::clicked, this, [this] { emit exportWanted(record_.id); });
    connect(train_, &QToolButton::clicked, this, [this] { emit trainWanted(record_.id); });
    pairscape::DesignHeader::applyTheme(Theme::make(ThemeMode::Light));
}

void DesignHeader::setRecord(const PairingRecord& record) {
    const bool other = record.id != record_.id;
    record_ = record;
    title_->setText(tr("Design %1").arg(countText(record.id)));
    showRemarks();
    const QString text = QString::fromStdString(record.architecture);
    if (text != architecture_->text()) // or what is selected in it would be lost twenty times a second
        architecture_->setText(text);
    if (other || !name_->hasFocus())
        name_->setText(QString::fromStdString(record.pin));
    showPin();
}

void DesignHeader::showRemarks() {
    QStringList remarks;
    if (record_.onFront && brief_)
        remarks << tr("On the Pareto front");
    else if (record_.onFront)
        remarks << tr("On the Pareto front: more FPS only at lower %1.")
                       .arg(record_.accuracyKind == AccuracyKind::ZeroShotRank ? tr("rank") : tr("accuracy"));
    if (!record_.feasible)
        remarks << tr("Does not fit the platform: %1.").arg(QString::fromStdString(record_.infeasibleReason));
    remarks_->setText(remarks.join(QLatin1Char(' ')));
    remarks_->setVisible(!remarks.isEmpty());
}

void DesignHeader::setBrief(bool brief) {
    brief_ = brief;
    copy_->setVisible(!brief);
    export_->setVisible(!brief);
    train_->setVisible(!brief);
    showRemarks();
}

void DesignHeader::setArchitectureShown(bool shown) {
    architecture_->setVisible(shown);
}

void DesignHeader::showPin() {
    const bool pinned = record_.pinned();
    const bool writable = !session_->snapshot()->readOnly;
    star_->setChecked(pinned);
    star_->setText(pinned ? tr("\u2605 Pinned") : tr("\u2606 Pin"));
    star_->setToolTip(pinned ? tr("Take the pin off (P)") : tr("Pin this design (P)"));
    star_->setAccessibleName(pinned ? tr("Pinned, press to take the pin off") : tr("Pin this design"));
    star_->setEnabled(writable);
    train_->setEnabled(writable); // the accuracy is kept in the study
    name_->setVisible(pinned);
    name_->setReadOnly(!writable);
    QPalette palette = theme_.palette();
    palette.setColor(QPalette::ButtonText, pinned ? theme_.pinnedText : theme_.text);
    star_->setPalette(palette);
}

void DesignHeader::rename() {
    const QString name = name_->text().simplified();
    if (name.isEmpty())
        name_->setText(QString::fromStdString(record_.pin));
    else if (record_.pinned() && name != QString::fromStdString(record_.pin))
        session_->pin(record_.id, name);
}

void DesignHeader::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    title_->setFont(theme.font(theme.large, QFont::DemiBold));
    star_->setFont(theme.font(theme.normal, QFont::DemiBold));
    name_->setFont(theme.font(theme.normal));
    for (QWidget* widget :
         {static_cast<QWidget*>(remarks_), static_cast<QWidget*>(architecture_), static_cast<QWidget*>(copy_),
          static_cast<QWidget*>(export_), static_cast<QWidget*>(train_)})
        widget->setFont(theme.font(theme.small));
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    remarks_->setPalette(muted);
    showPin();
}

} // namespace pairscape
