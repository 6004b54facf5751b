// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/platform_editor.h"

#include "core/base/resources.h"
#include "ui/shell/fit_button.h"
#include "ui/shell/pe_cost_edit.h"
#include "ui/shell/platform_field_edit.h"
#include "ui/theme/wrapped_label.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pairscape {

PlatformEditor::PlatformEditor(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(tr("Platform editor"))),
      intro_(wrappedLabel(
          tr("A platform of your own is a JSON file. Begin with a copy of one that is there; new studies "
             "take the file."))),
      summary_(wrappedLabel()), from_(new QComboBox), fromTitle_(new QLabel(tr("Begin &with a copy of"))),
      peCosts_(new PeCostEdit), load_(new QPushButton(tr("Load\u2026"))),
      save_(new QPushButton(tr("Save as\u2026"))), revert_(new QPushButton(tr("Undo all changes"))),
      back_(new QPushButton(tr("Back"))), sheet_(new QWidget) {
    for (const std::string& name : Platform::presetNames())
        from_->addItem(QString::fromStdString(name), QString::fromStdString(name));
    from_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    fromTitle_->setBuddy(from_);
    load_->setAccessibleName(tr("Load a platform from a JSON file"));
    const std::pair<QWidget*, const char*> names[] = {{from_, "from"}, {load_, "load"},
                                                      {save_, "save"}, {revert_, "revert"},
                                                      {back_, "back"}, {summary_, "summary"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QLatin1String(name));

    auto* start = new QHBoxLayout;
    start->addWidget(fromTitle_);
    start->addWidget(from_);
    start->addWidget(load_);
    start->addStretch(1);
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    for (QVBoxLayout* half : {left, right}) // the columns' own spacing is the gap between them
        half->setSpacing(6);
    columns_->addLayout(left, 1);
    columns_->addLayout(right, 1);
    const auto addGroup = [this](QVBoxLayout* to, const QString& title, int first, int last) {
        addHeading(to, title);
        auto* grid = new QGridLayout;
        grid->setColumnStretch(1, 1);
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(3); // above and below a complaint
        to->addLayout(grid);
        for (int i = first; i <= last; ++i)
            addRow(grid, platformFields()[i]);
    };
    addGroup(left, tr("What it is"), 0, 3);
    addGroup(left, tr("What the device has"), 4, 8);
    left->addStretch(1);
    addGroup(right, tr("Clock, memory and energy"), 9, 13);
    addHeading(right, tr("What one PE costs"));
    right->addWidget(peCosts_);
    right->addStretch(1);

    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {save_, revert_, back_})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(sheet_);
    column->addWidget(heading_);
    column->addWidget(intro_);
    column->addLayout(start);
    column->addLayout(columns_);
    column->addWidget(summary_);
    column->addLayout(buttons);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto* centred = new QWidget;
    auto* row = new QHBoxLayout(centred);
    row->addStretch(1);
    row->addWidget(sheet_, 12);
    row->addStretch(1);
    scroll->setWidget(centred);
    sheet_->installEventFilter(this);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connect(from_, &QComboBox::activated, this, [this](int index) {
        if (const auto platform = Platform::preset(from_->itemData(index).toString().toStdString()))
            begin(*platform, folder_);
    });
    connect(peCosts_, &PeCostEdit::edited, this, &PlatformEditor::edited);
    connect(load_, &QPushButton::clicked, this, &PlatformEditor::chooseFile);
    connect(save_, &QPushButton::clicked, this, &PlatformEditor::chooseSaveFile);
    connect(revert_, &QPushButton::clicked, this, [this] { setForm(duplicateOf(original_)); });
    connect(back_, &QPushButton::clicked, this, &PlatformEditor::left);
    setFocusProxy(rows_.front().field->widget());
    if (const auto platform = Platform::preset("kv260"))
        begin(*platform, QDir::currentPath());
    pairscape::PlatformEditor::applyTheme(Theme::make(ThemeMode::Light));
}

QLabel* PlatformEditor::addHeading(QBoxLayout* to, const QString& text) {
    auto* label = new QLabel(text);
    to->addWidget(label);
    headings_ << label;
    return label;
}

void PlatformEditor::addRow(QGridLayout* grid, const PlatformField& field) {
    Row row;
    row.id = field.id;
    row.title = new QLabel(field.title);
    row.field = new PlatformFieldEdit(field, this);
    row.title->setBuddy(row.field->widget());
    row.unit = new QLabel(field.unit, this);
    row.unit->setVisible(field.number());
    row.was = new QLabel;
    row.complaint = wrappedLabel();
    const int at = grid->rowCount();
    grid->addWidget(row.title, at, 0);
    // Words have no unit and need the room.
    grid->addWidget(row.field->widget(), at, 1, 1, field.number() ? 1 : 2);
    if (field.number())
        grid->addWidget(row.unit, at, 2);
    grid->addWidget(row.was, at, 3);
    grid->addWidget(row.complaint, at + 1, 1, 1, 3);
    connect(row.field, &PlatformFieldEdit::edited, this, &PlatformEditor::edited);
    rows_.push_back(row);
}

void PlatformEditor::begin(const Platform& platform, const QString& folder) {
    folder_ = folder;
    original_ = platform;
    reference_ = platformForm(platform);
    from_->setCurrentIndex(from_->findData(QString::fromStdString(platform.name)));
    if (from_->currentIndex() < 0)
        from_->setPlaceholderText(QString::fromStdString(platform.name));
    setForm(duplicateOf(platform));
}

PlatformForm PlatformEditor::form() const {
    PlatformForm form;
    for (const Row& row : rows_)
        form.text[row.id] = row.field->text();
    peCosts_->fillIn(&form);
    return form;
}

void PlatformEditor::setForm(const PlatformForm& form) {
    filling_ = true;
    for (const Row& row : rows_)
        row.field->setText(form.text.value(row.id));
    peCosts_->setForm(form);
    filling_ = false;
    edited();
}

void PlatformEditor::edited() {
    if (filling_)
        return;
    peCosts_->showMeasured(rows_[3].field->text());
    check_ = checkPlatform(form(), original_);
    showCheck();
}

void PlatformEditor::showCheck() {
    const auto colour = [this](QLabel* label, const QColor& ink) {
        QPalette palette = theme_.palette();
        palette.setColor(QPalette::WindowText, ink);
        label->setPalette(palette);
    };
    const auto mark = [&](const Row& row) {
        const bool changed = check_.changed.contains(row.id);
        const QString was = check_.changed.value(row.id);
        const bool words = row.unit && row.unit->text().isEmpty() && was.size() > 20;
        row.was->setText(!changed ? QString() : words ? tr("\u25cf changed") : tr("\u25cf was %1").arg(was));
        row.was->setToolTip(changed ? tr("%1 has: %2").arg(QString::fromStdString(original_.name), was)
                                    : QString());
        row.was->setVisible(changed);
        colour(row.was, theme_.accent);
        row.field->setFont(theme_.font(theme_.normal, changed ? QFont::Bold : QFont::Normal));
    };
    for (const Row& row : rows_) {
        mark(row);
        const QString complaint = check_.complaints.value(row.id);
        row.complaint->setText(complaint);
        row.complaint->setVisible(!complaint.isEmpty());
        row.complaint->setProperty("complaint", !complaint.isEmpty());
        colour(row.complaint, theme_.bad);
    }
    peCosts_->showCheck(check_, QString::fromStdString(original_.name));

    const auto changes = check_.changed.size();
    const QString original = QString::fromStdString(original_.name);
    const auto wrong = check_.complaints.size();
    summary_->setText(wrong == 1     ? tr("One field must be put right before it can be saved.")
                      : wrong > 1    ? tr("%1 fields must be put right before it can be saved.").arg(wrong)
                      : changes == 0 ? tr("The same as %1.").arg(original)
                      : changes == 1 ? tr("One field differs from %1.").arg(original)
                                     : tr("%1 fields differ from %2.").arg(changes).arg(original));
    colour(summary_, check_.platform ? theme_.mutedText : theme_.bad);
    save_->setEnabled(check_.platform.has_value());
    revert_->setEnabled(form() != duplicateOf(original_));
}

bool PlatformEditor::load(const QString& path) {
    const auto platform = Platform::load(path.toStdString());
    if (!platform) {
        emit failed(QString::fromStdString(platform.error().message));
        return false;
    }
    begin(*platform, QFileInfo(path).absolutePath());
    setForm(platformForm(*platform)); // it is the user's own: its name stays
    return true;
}

bool PlatformEditor::save(const QString& path) {
    edited();
    if (!check_.platform)
        return false;
    if (const Status written = writeTextFile(path.toStdString(), check_.platform->toJson()); !written) {
        emit failed(QString::fromStdString(written.error().message));
        return false;
    }
    folder_ = QFileInfo(path).absolutePath();
    emit saved(path);
    return true;
}

void PlatformEditor::chooseFile() {
    auto* dialog =
        new QFileDialog(this, tr("Load a platform"), folder_, tr("Platform files (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PlatformEditor::load);
    dialog->open();
}

void PlatformEditor::chooseSaveFile() {
    edited();
    if (!check_.platform)
        return;
    const QString name = QString::fromStdString(check_.platform->name) + QStringLiteral(".json");
    auto* dialog = new QFileDialog(this, tr("Save the platform"), QDir(folder_).filePath(name),
                                   tr("Platform files (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, &PlatformEditor::save);
    dialog->open();
}

/// Side by side where both columns have room for their fields.
void PlatformEditor::arrange() {
    const bool wide = width() >= 980 * (theme_.scale > 1 ? 1.9 : 1);
    columns_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    columns_->setSpacing(wide ? 40 : 8);
}

void PlatformEditor::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool PlatformEditor::eventFilter(QObject* watched, QEvent* event) {
    // Complaints take more lines where there is less width; the page scrolls rather than cuts them.
    if (watched == sheet_ && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        sheet_->setMinimumHeight(sheet_->layout()->totalHeightForWidth(sheet_->width()));
    return QWidget::eventFilter(watched, event);
}

void PlatformEditor::applyTheme(const Theme& theme) {
    theme_ = theme;
    const bool large = theme.scale > 1;
    heading_->setFont(theme.font(theme.huge, QFont::DemiBold));
    intro_->setFont(theme.font(theme.normal));
    summary_->setFont(theme.font(theme.normal));
    for (QLabel* label : headings_)
        label->setFont(theme.font(theme.normal, QFont::DemiBold));
    for (QWidget* widget : {static_cast<QWidget*>(fromTitle_), static_cast<QWidget*>(from_)})
        widget->setFont(theme.font(theme.normal));
    for (const Row& row : rows_) {
        row.title->setFont(theme.font(theme.normal));
        row.field->setFont(theme.font(theme.normal));
        row.unit->setFont(theme.font(theme.small));
        row.was->setFont(theme.font(theme.small, QFont::DemiBold));
        row.complaint->setFont(theme.font(theme.small));
        QPalette muted = theme.palette();
        muted.setColor(QPalette::WindowText, theme.mutedText);
        row.unit->setPalette(muted);
    }
    peCosts_->setTheme(theme);
    for (QPushButton* button : {load_, save_, revert_, back_})
        fitButton(*button, theme.font(theme.normal));
    sheet_->setMaximumWidth(large ? 1700 : 1180);
    sheet_->layout()->setSpacing(large ? 15 : 10);
    arrange();
    showCheck();
}

} // namespace pairscape
