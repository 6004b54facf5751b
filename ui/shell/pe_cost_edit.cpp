// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pe_cost_edit.h"

#include "core/accelerator/pe_cost_table.h"
#include "ui/detail/layer_facts.h"
#include "ui/theme/wrapped_label.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

namespace {

/// Where a figure of peCostFields() stands, and "alone.lut" below "lut".
int columnOf(const PlatformField& field) {
    const QString figure = field.id.section(QLatin1Char('.'), -1);
    const QList<PlatformField>& columns = peCostFields();
    const auto at = std::ranges::find(columns, figure, &PlatformField::id);
    return static_cast<int>(at - columns.begin()) + 1;
}

} // namespace

PeCostEdit::PeCostEdit(QWidget* parent)
    : QWidget(parent), own_(new QCheckBox(tr("PE costs of my own, not those measured for the family"))),
      complaint_(wrappedLabel()) {
    own_->setObjectName(QStringLiteral("ownPeCosts"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(3);
    int column = 1;
    for (const PlatformField& field : peCostFields()) {
        auto* title = wrappedLabel(field.title);
        title->setAlignment(Qt::AlignRight | Qt::AlignBottom);
        grid->addWidget(title, 0, column++);
        titles_ << title;
    }
    int line = 1;
    const auto addLine = [&](OperatorType op, const QString& title, const QList<PlatformField>& fields) {
        auto* name = new QLabel(title);
        grid->addWidget(name, line, 0);
        titles_ << name;
        for (const PlatformField& field : fields) // each below the title of its figure
            addField(op, title, field, grid, line, columnOf(field));
        line += 2;
    };
    for (const OperatorType op : allOperatorTypes) {
        addLine(op, operatorWord(op), peCostFields());
        if (op == OperatorType::Conv)
            addLine(op, tr("%1, unpacked").arg(operatorWord(op)), unpackedPeFields());
    }
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(6);
    whole->addWidget(own_);
    whole->addLayout(grid);
    whole->addWidget(complaint_);
    connect(own_, &QCheckBox::toggled, this, [this] {
        if (!filling_)
            emit edited();
    });
}

void PeCostEdit::addField(OperatorType op, const QString& pe, const PlatformField& field, QGridLayout* grid,
                          int line, int column) {
    Row row;
    row.id = peCostId(op, field.id);
    row.field = new QLineEdit;
    row.field->setObjectName(row.id);
    row.field->setAlignment(Qt::AlignRight);
    row.field->setAccessibleName(tr("%1 of a %2 PE").arg(field.title, pe));
    row.was = new QLabel;
    row.was->setAlignment(Qt::AlignRight);
    grid->addWidget(row.field, line, column);
    grid->addWidget(row.was, line + 1, column);
    connect(row.field, &QLineEdit::textChanged, this, [this] {
        if (!filling_)
            emit edited();
    });
    rows_.push_back(row);
}

void PeCostEdit::fillIn(PlatformForm* form) const {
    for (const Row& row : rows_)
        form->text[row.id] = row.field->text();
    form->ownPeCosts = own_->isChecked();
}

void PeCostEdit::setForm(const PlatformForm& form) {
    filling_ = true;
    for (const Row& row : rows_) {
        row.field->setText(form.text.value(row.id));
        row.field->setCursorPosition(0);
    }
    own_->setChecked(form.ownPeCosts);
    filling_ = false;
}

void PeCostEdit::showMeasured(const QString& family) {
    const auto measured = peCostsOfFamily(family.toStdString());
    if (own_->isChecked() || !measured)
        return;
    Platform platform;
    platform.pe = measured->pe;
    PlatformForm costs = platformForm(platform);
    costs.ownPeCosts = false;
    setForm(costs);
}

void PeCostEdit::showCheck(const PlatformCheck& check, const QString& original) {
    QPalette accent = theme_.palette();
    accent.setColor(QPalette::WindowText, theme_.accent);
    QString complaint;
    for (const Row& row : rows_) {
        const bool changed = check.changed.contains(row.id);
        const QString was = check.changed.value(row.id);
        row.was->setText(changed ? tr("\u25cf was %1").arg(was) : QString());
        row.was->setToolTip(changed ? tr("%1 has: %2").arg(original, was) : QString());
        row.was->setVisible(changed);
        row.was->setPalette(accent);
        QFont font = row.field->font();
        font.setBold(changed);
        row.field->setFont(font);
        row.field->setReadOnly(!own_->isChecked());
        row.field->setEnabled(own_->isChecked());
        if (complaint.isEmpty())
            complaint = check.complaints.value(row.id);
    }
    complaint_->setText(complaint);
    complaint_->setVisible(!complaint.isEmpty());
    QPalette bad = theme_.palette();
    bad.setColor(QPalette::WindowText, theme_.bad);
    complaint_->setPalette(bad);
}

void PeCostEdit::setTheme(const Theme& theme) {
    theme_ = theme;
    own_->setFont(theme.font(theme.normal));
    for (const Row& row : rows_) {
        row.field->setFont(theme.font(theme.normal));
        row.was->setFont(theme.font(theme.small, QFont::DemiBold));
    }
    for (QLabel* label : titles_)
        label->setFont(theme.font(theme.small));
    complaint_->setFont(theme.font(theme.small));
}

} // namespace pairscape
