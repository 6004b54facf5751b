// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/new_study_page.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/platform.h"
#include "core/base/rank_metric.h"
#include "core/search/strategy.h"
#include "core/space/search_space.h"
#include "ui/runs/run_text.h"
#include "ui/shell/fit_button.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace pairscape {

namespace {

QStringList namesOf(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names)
        list << QString::fromStdString(name);
    return list;
}

QString methodTitle(const QString& name) {
    if (name == QLatin1String("coarse-to-fine"))
        return QObject::tr("Coarse to fine");
    if (name == QLatin1String("exact"))
        return QObject::tr("Exact");
    if (name == QLatin1String("nasa"))
        return QObject::tr("NASA: split in proportion to operations");
    return name;
}

QString methodNote(const QString& name) {
    if (name == QLatin1String("coarse-to-fine"))
        return QObject::tr(
            "Split and unrolls by roofline, then buffers and mappings of the best few: our reading of NASH.");
    if (name == QLatin1String("exact"))
        return QObject::tr("Proven best of the modelled space, by bounds.");
    if (name == QLatin1String("nasa"))
        return QObject::tr("PEs of each chunk in proportion to its operation counts, as in NASA.");
    return {};
}

void choose(QComboBox* box, const QString& data) {
    int at = box->findData(data);
    if (at < 0) {
        box->addItem(QFileInfo(data).fileName(), data);
        at = box->count() - 1;
        box->setItemData(at, data, Qt::ToolTipRole);
    }
    box->setCurrentIndex(at);
}

} // namespace

NewStudyPage::NewStudyPage(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(tr("New study"))),
      intro_(new QLabel(tr("A study is one file. Space, platform and seed are fixed in it, so that all its "
                           "pairings compare."))),
      space_(presetChoice(namesOf(SearchSpace::presetNames()), tr("search space"))),
      platform_(presetChoice(namesOf(Platform::presetNames()), tr("platform"))), method_(new QComboBox),
      objective_(new QComboBox), strategy_(new QComboBox), rankMetric_(new QComboBox), seed_(new QLineEdit),
      path_(new QLineEdit), maxBatch_(new QSpinBox), createAndStart_(new QPushButton(tr("Create and start"))),
      create_(new QPushButton(tr("Create"))), cancel_(new QPushButton(tr("Back"))), sheet_(new QWidget) {
    for (const std::string& name : acceleratorMethodNames())
        method_->addItem(methodTitle(QString::fromStdString(name)), QString::fromStdString(name));
    objective_->addItem(tr("Most FPS"), QStringLiteral("fps"));
    objective_->addItem(tr("Least latency"), QStringLiteral("latency"));
    objective_->addItem(tr("Least energy"), QStringLiteral("energy"));
    objective_->addItem(tr("Least energy-delay product"), QStringLiteral("edp"));
    for (const Strategy& strategy : strategies()) {
        strategy_->addItem(strategyTitle(strategy), QString::fromStdString(strategy.name));
        strategy_->setItemData(strategy_->count() - 1, QString::fromStdString(strategy.description),
                               Qt::ToolTipRole);
    }
    for (const RankMetric& metric : rankMetrics()) {
        rankMetric_->addItem(QString::fromStdString(metric.title), QString::fromStdString(metric.name));
        rankMetric_->setItemData(rankMetric_->count() - 1, QString::fromStdString(metric.reference),
                                 Qt::ToolTipRole);
    }
    maxBatch_->setRange(1, 16);
    const std::pair<QWidget*, const char*> names[] = {
        {space_, "space"},         {platform_, "platform"}, {method_, "method"},
        {objective_, "objective"}, {seed_, "seed"},         {path_, "path"},
        {maxBatch_, "maxBatch"},   {strategy_, "strategy"}, {createAndStart_, "createAndStart"},
        {create_, "create"},       {cancel_, "back"},       {rankMetric_, "rankMetric"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QLatin1String(name));
    intro_->setWordWrap(true);

    auto* grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    const auto fileButton = [this](QComboBox* choice, const QString& what) {
        auto* button = new QPushButton(tr("File\u2026"));
        button->setAccessibleName(tr("Choose a file for the %1").arg(what));
        connect(button, &QPushButton::clicked, this, [this, choice, what] { chooseFile(choice, what); });
        browse_ << button;
        return button;
    };
    spaceNote_ = addRow(grid, tr("Search &space"), space_, fileButton(space_, tr("search space")));
    auto* ownPlatform = new QWidget;
    auto* ownRow = new QHBoxLayout(ownPlatform);
    ownRow->setContentsMargins(0, 0, 0, 0);
    auto* edit = new QPushButton(tr("Edit\u2026"));
    edit->setObjectName(QStringLiteral("editPlatform"));
    edit->setAccessibleName(tr("Make a platform of your own of this one"));
    connect(edit, &QPushButton::clicked, this,
            [this] { emit editWanted(platform_->currentData().toString()); });
    ownRow->addWidget(fileButton(platform_, tr("platform")));
    ownRow->addWidget(edit);
    browse_ << edit;
    platformNote_ = addRow(grid, tr("&Platform"), platform_, ownPlatform);
    methodNote_ = addRow(grid, tr("&Accelerator search"), method_);
    objectiveNote_ = addRow(grid, tr("&Objective"), objective_);
    maxBatchNote_ = addRow(grid, tr("Largest &batch"), maxBatch_);
    rankMetricNote_ = addRow(grid, tr("&Zero-shot metric"), rankMetric_);
    seedNote_ = addRow(grid, tr("S&eed"), seed_);
    auto* browsePath = new QPushButton(tr("Folder\u2026"));
    browsePath->setAccessibleName(tr("Choose where the study is kept"));
    connect(browsePath, &QPushButton::clicked, this, &NewStudyPage::choosePath);
    browse_ << browsePath;
    pathNote_ = addRow(grid, tr("&File"), path_, browsePath);

    strategyNote_ = addRow(grid, tr("Start &with"), strategy_);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(createAndStart_);
    buttons->addWidget(create_);
    buttons->addWidget(cancel_);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(sheet_);
    column->addWidget(heading_);
    column->addWidget(intro_);
    column->addLayout(grid);
    column->addLayout(buttons);
    column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto* centred = new QWidget;
    auto* row = new QHBoxLayout(centred);
    row->addStretch(1);
    row->addWidget(sheet_, 6);
    sheet_->installEventFilter(this);
    row->addStretch(1);
    scroll->setWidget(centred);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    for (QComboBox* box : {space_, platform_, method_, objective_, rankMetric_})
        connect(box, &QComboBox::currentIndexChanged, this, &NewStudyPage::changed);
    connect(strategy_, &QComboBox::activated, this, &NewStudyPage::takeMethodOfStrategy);
    connect(strategy_, &QComboBox::currentIndexChanged, this, &NewStudyPage::changed);
    connect(seed_, &QLineEdit::textChanged, this, &NewStudyPage::changed);
    connect(path_, &QLineEdit::textChanged, this, &NewStudyPage::changed);
    connect(maxBatch_, &QSpinBox::valueChanged, this, &NewStudyPage::changed);
    connect(createAndStart_, &QPushButton::clicked, this, [this] { submit(true); });
    connect(create_, &QPushButton::clicked, this, [this] { submit(false); });
    connect(cancel_, &QPushButton::clicked, this, &NewStudyPage::cancelled);
    connect(path_, &QLineEdit::returnPressed, this, [this] { submit(true); });
    connect(seed_, &QLineEdit::returnPressed, this, [this] { submit(true); });
    createAndStart_->setDefault(true);
    setFocusProxy(space_);
    begin(QDir::currentPath());
    pairscape::NewStudyPage::applyTheme(Theme::make(ThemeMode::Light));
}

QComboBox* NewStudyPage::presetChoice(const QStringList& names, const QString& what) {
    auto* box = new QComboBox;
    for (const QString& name : names)
        box->addItem(name, name);
    box->setAccessibleDescription(tr("A preset, or a JSON file of your own %1").arg(what));
    return box;
}

QLabel* NewStudyPage::addRow(QGridLayout* grid, const QString& title, QWidget* field, QWidget* beside) {
    auto* name = new QLabel(title);
    name->setBuddy(field);
    auto* note = new QLabel;
    note->setWordWrap(true);
    note->setTextFormat(Qt::PlainText);
    note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const int row = grid->rowCount();
    grid->addWidget(name, row, 0);
    grid->addWidget(field, row, 1);
    if (beside)
        grid->addWidget(beside, row, 2);
    grid->addWidget(note, row + 1, 1, 1, 2);
    rows_.push_back({name, field, note});
    return note;
}

void NewStudyPage::begin(const QString& folder) {
    folder_ = folder;
    NewStudyForm form;
    form.path = suggested_ = suggestStudyPath(folder_, form.space, form.platform);
    setForm(form);
}

NewStudyForm NewStudyPage::form() const {
    return {space_->currentData().toString(),      platform_->currentData().toString(),  seed_->text(),
            method_->currentData().toString(),     objective_->currentData().toString(), maxBatch_->value(),
            rankMetric_->currentData().toString(), strategy_->currentData().toString(),  path_->text()};
}

void NewStudyPage::setForm(const NewStudyForm& form) {
    {
        const QSignalBlocker a(space_), b(platform_), c(method_), d(objective_), e(seed_), f(path_),
            g(maxBatch_), h(strategy_), i(rankMetric_);
        choose(space_, form.space);
        choose(platform_, form.platform);
        choose(method_, form.method);
        choose(objective_, form.objective);
        choose(strategy_, form.strategy);
        choose(rankMetric_, form.rankMetric);
        seed_->setText(form.seed);
        maxBatch_->setValue(form.maxBatch);
        path_->setText(form.path);
    }
    changed();
}

void NewStudyPage::offerPlatform(const QString& path) {
    if (platform_->findData(path) >= 0)
        return;
    const QSignalBlocker quiet(platform_);
    platform_->addItem(QFileInfo(path).fileName(), path);
    platform_->setItemData(platform_->count() - 1, path, Qt::ToolTipRole);
}

void NewStudyPage::choosePlatform(const QString& presetOrPath) {
    choose(platform_, presetOrPath);
    changed(); // the file may be another than it was
}

void NewStudyPage::chooseFile(QComboBox* choice, const QString& what) {
    auto* dialog =
        new QFileDialog(this, tr("Choose a %1").arg(what), folder_, tr("JSON files (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [choice](const QString& file) { choose(choice, file); });
    dialog->open();
}

void NewStudyPage::choosePath() {
    auto* dialog =
        new QFileDialog(this, tr("Where to keep the study"), path_->text(), tr("Studies (*.pairscape)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pairscape"));
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // the page itself says when a file exists
    connect(dialog, &QFileDialog::fileSelected, path_, &QLineEdit::setText);
    dialog->open();
}

void NewStudyPage::changed() {
    if (path_->text() == suggested_) {
        suggested_ =
            suggestStudyPath(folder_, space_->currentData().toString(), platform_->currentData().toString());
        const QSignalBlocker quiet(path_);
        path_->setText(suggested_);
    }
    check_ = checkNewStudy(form());
    // In a talk the whole form is to be seen: what only explains gives way.
    const auto aside = [this](const QString& note) { return theme_.scale > 1 ? QString() : note; };
    const auto tell = [this](QLabel* label, const QString& complaint, const QString& note) {
        label->setText(complaint.isEmpty() ? note : complaint);
        QPalette colours = theme_.palette();
        colours.setColor(QPalette::WindowText, complaint.isEmpty() ? theme_.mutedText : theme_.bad);
        label->setPalette(colours);
        label->setVisible(!label->text().isEmpty());
        label->setProperty("complaint", !complaint.isEmpty());
    };
    tell(spaceNote_, check_.space, check_.spaceNote);
    tell(platformNote_, check_.platform, check_.platformNote);
    tell(seedNote_, check_.seed,
         aside(tr("The same seed gives the same study, whatever the number of workers.")));
    tell(methodNote_, check_.method, aside(methodNote(method_->currentData().toString())));
    tell(objectiveNote_, check_.objective, aside(tr("What the accelerator of each network is chosen for.")));
    tell(maxBatchNote_, check_.maxBatch, aside(tr("Images that may share one load of the weights.")));
    if (const RankMetric* metric = findRankMetric(form().rankMetric.toStdString()))
        tell(rankMetricNote_, check_.rankMetric,
             aside(tr("What accuracy is before anything is trained. %1")
                       .arg(QString::fromStdString(metric->note))));
    tell(pathNote_, check_.path, aside(check_.pathNote));
    const auto strategy = findStrategy(strategy_->currentData().toString().toStdString());
    tell(strategyNote_, check_.strategy,
         strategy ? aside(QString::fromStdString(strategy->description)) : QString());
    createAndStart_->setEnabled(check_.startable());
    create_->setEnabled(check_.settings.has_value());
}

/// Notes take more lines where there is less width; the page scrolls rather than cuts them.
void NewStudyPage::fitHeight() {
    sheet_->setMinimumHeight(sheet_->layout()->totalHeightForWidth(sheet_->width()));
}

bool NewStudyPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == sheet_ && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        fitHeight();
    return QWidget::eventFilter(watched, event);
}

void NewStudyPage::submit(bool start) {
    changed(); // files may have come or gone since
    if (start ? check_.startable() : check_.settings.has_value())
        emit createWanted(path_->text().trimmed(), *check_.settings,
                          start ? strategy_->currentData().toString() : QString());
}

void NewStudyPage::takeMethodOfStrategy() {
    const auto strategy = findStrategy(strategy_->currentData().toString().toStdString());
    if (strategy && strategy->method)
        choose(method_, QString::fromStdString(acceleratorMethodName(*strategy->method)));
}

void NewStudyPage::applyTheme(const Theme& theme) {
    theme_ = theme;
    const qreal gap = theme.scale > 1 ? 1.5 : 1;
    heading_->setFont(theme.font(theme.huge, QFont::DemiBold));
    intro_->setFont(theme.font(theme.normal));
    intro_->setVisible(theme.scale <= 1); // see changed()
    for (const Row& row : rows_) {
        row.title->setFont(theme.font(theme.normal));
        row.field->setFont(theme.font(theme.normal));
        row.note->setFont(theme.font(theme.small));
    }
    for (QPushButton* button : browse_)
        fitButton(*button, theme.font(theme.normal));
    for (QPushButton* button : {createAndStart_, create_, cancel_})
        fitButton(*button, theme.font(theme.normal));
    // In a talk the page is as wide as it gets, so that a usual file name is whole.
    auto* row = static_cast<QHBoxLayout*>(sheet_->parentWidget()->layout());
    for (const int side : {0, 2})
        row->setStretch(side, theme.scale > 1 ? 0 : 1);
    sheet_->setMinimumWidth(qRound(520 * gap));
    sheet_->setMaximumWidth(qRound(860 * gap));
    sheet_->layout()->setSpacing(10);
    changed();
}

} // namespace pairscape
