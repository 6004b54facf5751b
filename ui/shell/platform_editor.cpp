// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/platform_editor.h"

#include "core/accelerator/pe_cost_table.h"
#include "core/base/resources.h"
#include "ui/detail/layer_facts.h"
#include "ui/shell/fit_button.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pairscape {

namespace {

QLabel* wrapped(const QString& text = {}) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

PlatformEditor::PlatformEditor(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(tr("Platform editor"))),
      intro_(wrapped(
          tr("A platform of your own is a JSON file. Begin with a copy of one that is there; new studies "
             "take the file."))),
      summary_(wrapped()), from_(new QComboBox), fromTitle_(new QLabel(tr("Begin &with a copy of"))),
      ownPeCosts_(new QCheckBox(tr("PE costs of my own, not those measured for the family"))),
      peComplaint_(wrapped()), load_(new QPushButton(tr("Load\u2026"))),
      save_(new QPushButton(tr("Save as\u2026"))), revert_(new QPushButton(tr("Undo all changes"))),
      back_(new QPushButton(tr("Back"))), sheet_(new QWidget) {
    for (const std::string& name : Platform::presetNames())
        from_->addItem(QString::fromStdString(name), QString::fromStdString(name));
    from_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    fromTitle_->setBuddy(from_);
    load_->setAccessibleName(tr("Load a platform from a JSON file"));
    const std::pair<QWidget*, const char*> names[] = {
        {from_, "from"}, {ownPeCosts_, "ownPeCosts"}, {load_, "load"}, {save_, "save"}, {revert_, "revert"},
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
    right->addWidget(ownPeCosts_);
    right->addWidget(peCostTable());
    right->addWidget(peComplaint_);
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
    connect(ownPeCosts_, &QCheckBox::toggled, this, &PlatformEditor::edited);
    connect(load_, &QPushButton::clicked, this, &PlatformEditor::chooseFile);
    connect(save_, &QPushButton::clicked, this, &PlatformEditor::chooseSaveFile);
    connect(revert_, &QPushButton::clicked, this, [this] { setForm(duplicateOf(original_)); });
    connect(back_, &QPushButton::clicked, this, &PlatformEditor::left);
    setFocusProxy(rows_.front().field);
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
    row.field = new QLineEdit;
    row.field->setObjectName(field.id);
    row.field->setAccessibleName(field.unit.isEmpty() ? field.title
                                                      : tr("%1, %2").arg(field.title, field.unit));
    row.title->setBuddy(row.field);
    row.unit = new QLabel(field.unit, this);
    row.unit->setVisible(field.number);
    row.was = new QLabel;
    row.complaint = wrapped();
    const int at = grid->rowCount();
    grid->addWidget(row.title, at, 0);
    grid->addWidget(row.field, at, 1, 1, field.number ? 1 : 2); // words have no unit and need the room
    if (field.number)
        grid->addWidget(row.unit, at, 2);
    grid->addWidget(row.was, at, 3);
    grid->addWidget(row.complaint, at + 1, 1, 1, 3);
    connect(row.field, &QLineEdit::textChanged, this, &PlatformEditor::edited);
    rows_.push_back(row);
}

QWidget* PlatformEditor::peCostTable() {
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(3);
    int column = 1;
    for (const PlatformField& field : peCostFields()) {
        auto* title = wrapped(field.title);
        title->setAlignment(Qt::AlignRight | Qt::AlignBottom);
        grid->addWidget(title, 0, column++);
        peTitles_ << title;
    }
    int line = 1;
    for (const OperatorType op : allOperatorTypes) {
        auto* name = new QLabel(operatorWord(op));
        grid->addWidget(name, line, 0);
        peTitles_ << name;
        column = 1;
        for (const PlatformField& field : peCostFields()) {
            Row row;
            row.id = peCostId(op, field.id);
            row.field = new QLineEdit;
            row.field->setObjectName(row.id);
            row.field->setAlignment(Qt::AlignRight);
            row.field->setAccessibleName(tr("%1 of a %2 PE").arg(field.title, operatorWord(op)));
            row.was = new QLabel;
            row.was->setAlignment(Qt::AlignRight);
            grid->addWidget(row.field, line, column);
            grid->addWidget(row.was, line + 1, column++);
            connect(row.field, &QLineEdit::textChanged, this, &PlatformEditor::edited);
            peRows_.push_back(row);
        }
        line += 2;
    }
    return table;
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
    for (const Row& row : peRows_)
        form.text[row.id] = row.field->text();
    form.ownPeCosts = ownPeCosts_->isChecked();
    return form;
}

void PlatformEditor::setForm(const PlatformForm& form) {
    filling_ = true;
    for (const std::vector<Row>* rows : {&rows_, &peRows_})
        for (const Row& row : *rows) {
            row.field->setText(form.text.value(row.id));
            row.field->setCursorPosition(0);
        }
    ownPeCosts_->setChecked(form.ownPeCosts);
    filling_ = false;
    edited();
}

void PlatformEditor::edited() {
    if (filling_)
        return;
    if (!ownPeCosts_->isChecked())
        showMeasuredCosts();
    check_ = checkPlatform(form(), original_);
    showCheck();
}

/// What stands in the fields of PE costs is what counts: the family's, until somebody has own ones.
void PlatformEditor::showMeasuredCosts() {
    const QString family = rows_[3].field->text().trimmed();
    const auto measured = peCostsOfFamily(family.toStdString());
    if (!measured)
        return;
    Platform platform = original_;
    platform.pe = measured->pe;
    const PlatformForm costs = platformForm(platform);
    filling_ = true;
    for (const Row& row : peRows_)
        row.field->setText(costs.text.value(row.id));
    filling_ = false;
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
        QFont font = row.field->font();
        font.setBold(changed);
        row.field->setFont(font);
    };
    for (const Row& row : rows_) {
        mark(row);
        const QString complaint = check_.complaints.value(row.id);
        row.complaint->setText(complaint);
        row.complaint->setVisible(!complaint.isEmpty());
        row.complaint->setProperty("complaint", !complaint.isEmpty());
        colour(row.complaint, theme_.bad);
    }
    QString peComplaint;
    for (const Row& row : peRows_) {
        mark(row);
        row.field->setReadOnly(!ownPeCosts_->isChecked());
        row.field->setEnabled(ownPeCosts_->isChecked());
        if (peComplaint.isEmpty())
            peComplaint = check_.complaints.value(row.id);
    }
    peComplaint_->setText(peComplaint);
    peComplaint_->setVisible(!peComplaint.isEmpty());
    colour(peComplaint_, theme_.bad);

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
    for (QWidget* widget : {static_cast<QWidget*>(fromTitle_), static_cast<QWidget*>(from_),
                            static_cast<QWidget*>(ownPeCosts_)})
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
    for (const Row& row : peRows_) {
        row.field->setFont(theme.font(theme.normal));
        row.was->setFont(theme.font(theme.small, QFont::DemiBold));
    }
    for (QLabel* label : peTitles_)
        label->setFont(theme.font(theme.small));
    peComplaint_->setFont(theme.font(theme.small));
    for (QPushButton* button : {load_, save_, revert_, back_})
        fitButton(*button, theme.font(theme.normal));
    sheet_->setMaximumWidth(large ? 1700 : 1180);
    sheet_->layout()->setSpacing(large ? 15 : 10);
    arrange();
    showCheck();
}

} // namespace pairscape
