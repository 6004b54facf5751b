// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/data_set_page.h"

#include "ui/models/background.h"
#include "ui/models/figure_text.h"
#include "ui/theme/wrapped_label.h"
#include "ui/training/class_rows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

constexpr std::size_t shownOfEachClass = 40; ///< more than a wide window has room for

QString joined(const std::vector<std::string>& sentences) {
    QStringList lines;
    for (const std::string& sentence : sentences)
        lines << QString::fromStdString(sentence);
    return lines.join(QLatin1Char('\n'));
}

/// "500" or "480 to 500": how many images the classes have.
QString perClassText(std::int64_t images, int classes) {
    return classes > 0 && images % classes == 0 ? QObject::tr("%1 a class").arg(countText(images / classes))
                                                : QObject::tr("of uneven classes");
}

} // namespace

/// Lives as long as the job; the inbox outlives all jobs.
struct DataSetPage::Watcher : ProgressSink {
    explicit Watcher(DataSetPage* owner) : page(owner) {}
    void progress(const Progress& now) override {
        page->inbox_->post([bar = page->progress_, now] {
            bar->setRange(0, static_cast<int>(now.total));
            bar->setValue(static_cast<int>(now.done));
        });
    }
    DataSetPage* page;
};

DataSetPage::DataSetPage(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(tr("Data set"))),
      intro_(wrappedLabel(
          tr("Networks are trained on images from a folder of yours: CIFAR-10 or CIFAR-100 in their "
             "binary form, Tiny-ImageNet-200, or a folder for each class."))),
      facts_(wrappedLabel()), words_(wrappedLabel()), folderTitle_(new QLabel(tr("Folder"))),
      folder_(new QLineEdit), browse_(new QPushButton(tr("Choose\u2026"))), check_(new QPushButton),
      back_(new QPushButton(tr("Back"))), split_(new QComboBox), coarse_(new QCheckBox(tr("Coarse labels"))),
      progress_(new QProgressBar), rows_(new ClassRows), inbox_(std::make_unique<Inbox>()),
      queue_(std::make_unique<BackgroundQueue>()) {
    build();
    connect(folder_, &QLineEdit::returnPressed, this, [this] { openFolder(folder_->text()); });
    connect(browse_, &QPushButton::clicked, this, &DataSetPage::chooseFolder);
    connect(split_, &QComboBox::activated, this, &DataSetPage::showImages);
    connect(coarse_, &QCheckBox::toggled, this, [this] { openFolder(folder_->text()); });
    connect(check_, &QPushButton::clicked, this, &DataSetPage::toggleCheck);
    connect(back_, &QPushButton::clicked, this, &DataSetPage::left);
    take(Error{ErrorCode::NotFound, ""});
    pairscape::DataSetPage::applyTheme(Theme::make(ThemeMode::Light));
}

DataSetPage::~DataSetPage() {
    if (checking_)
        checking_->request_stop();
    queue_.reset(); // waits for the jobs, which use the inbox
}

void DataSetPage::build() {
    folderTitle_->setBuddy(folder_);
    folder_->setObjectName(QStringLiteral("folder"));
    folder_->setPlaceholderText(tr("A folder with images; Enter opens it"));
    folder_->setAccessibleName(tr("Folder of the data set"));
    split_->addItem(tr("Training images"), false);
    split_->addItem(tr("Test images"), true);
    split_->setAccessibleName(tr("Which images are shown"));
    coarse_->setToolTip(tr("CIFAR-100's 20 superclasses instead of its 100 classes"));
    check_->setObjectName(QStringLiteral("check"));
    words_->setObjectName(QStringLiteral("words"));
    facts_->setObjectName(QStringLiteral("facts"));
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("How many images are checked"));
    auto* where = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(folderTitle_), static_cast<QWidget*>(folder_),
                            static_cast<QWidget*>(browse_)})
        where->addWidget(widget, widget == folder_ ? 1 : 0);
    auto* tools = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(split_), static_cast<QWidget*>(coarse_),
                            static_cast<QWidget*>(check_), static_cast<QWidget*>(progress_)})
        tools->addWidget(widget, widget == progress_ ? 1 : 0);
    tools->addStretch(1);
    tools->addWidget(back_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->addWidget(heading_);
    column->addWidget(intro_);
    column->addLayout(where);
    column->addWidget(facts_);
    column->addLayout(tools);
    column->addWidget(words_);
    column->addWidget(rows_, 1);
    setAutoFillBackground(true);
    setFocusProxy(folder_);
}

QString DataSetPage::folder() const {
    return folder_->text();
}

void DataSetPage::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder of a data set"), folder_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &DataSetPage::openFolder);
    dialog->open();
}

void DataSetPage::openFolder(const QString& folder) {
    folder_->setText(folder);
    if (checking_)
        checking_->request_stop();
    if (folder.trimmed().isEmpty())
        return;
    tell(tr("Looking into the folder\u2026"), false);
    queue_->add([this, path = folder.toStdString(), coarse = coarse_->isChecked(),
                 generation = ++generation_]() -> BackgroundQueue::Then {
        auto set = openDataSet(path, {.coarseLabels = coarse});
        auto found = set ? Result<std::shared_ptr<const Found>>(nullptr)
                         : Result<std::shared_ptr<const Found>>(set.error());
        if (set) {
            auto whole = std::make_shared<Found>();
            whole->train = firstOfEachClass(*set->train, set->classes(), shownOfEachClass);
            whole->test = firstOfEachClass(*set->test, set->classes(), shownOfEachClass);
            whole->data = *std::move(set);
            found = std::shared_ptr<const Found>(std::move(whole));
        }
        return [this, found = std::move(found), generation] {
            if (generation == generation_)
                take(found);
        };
    });
}

void DataSetPage::take(const Result<std::shared_ptr<const Found>>& found) {
    found_ = found ? *found : nullptr;
    for (QWidget* widget : {static_cast<QWidget*>(split_), static_cast<QWidget*>(check_),
                            static_cast<QWidget*>(rows_), static_cast<QWidget*>(facts_)})
        widget->setVisible(found_ != nullptr);
    coarse_->setVisible(found_ && found_->data.format == "cifar-100");
    progress_->hide();
    check_->setText(tr("Check every image"));
    showImages();
    tell(found ? QString() : QString::fromStdString(found.error().message), !found);
    if (!found_)
        return;
    const DataSet& set = found_->data;
    facts_->setText(tr("%1: %2 classes, %3 x %3 pixels; %4 training images (%5), %6 test images (%7)")
                        .arg(QString::fromStdString(set.title), countText(set.classes()))
                        .arg(set.imageSize)
                        .arg(countText(set.train->size()), perClassText(set.train->size(), set.classes()),
                             countText(set.test->size()), perClassText(set.test->size(), set.classes())));
    emit opened(folder_->text());
}

void DataSetPage::showImages() {
    if (!found_) {
        rows_->show(nullptr, {}, 32, {});
        return;
    }
    const bool test = split_->currentData().toBool();
    rows_->show(test ? found_->data.test : found_->data.train, found_->data.labels, found_->data.imageSize,
                test ? found_->test : found_->train);
}

/// Starts the check of all images, or ends it.
void DataSetPage::toggleCheck() {
    if (checking_) {
        checking_->request_stop();
        return;
    }
    if (!found_)
        return;
    checking_.emplace();
    check_->setText(tr("Cancel"));
    progress_->setRange(0, 0);
    progress_->show();
    tell(tr("Reading every image\u2026"), false);
    queue_->add([this, found = found_, stop = checking_->get_token(),
                 watcher = std::make_shared<Watcher>(this)]() -> BackgroundQueue::Then {
        auto report = checkDataSet(found->data, watcher.get(), stop);
        return [this, report = std::move(report)] { takeReport(report); };
    });
}

void DataSetPage::takeReport(const Result<DataSetReport>& report) {
    checking_.reset();
    check_->setText(tr("Check every image"));
    progress_->hide();
    if (!report && report.error().code == ErrorCode::Stopped)
        tell(tr("The check was stopped."), false);
    else if (!report)
        tell(QString::fromStdString(report.error().message), true);
    else if (report->problemCount > 0)
        tell(tr("%1 images cannot be used:\n%2")
                 .arg(countText(report->problemCount), joined(report->problems)),
             true);
    else
        tell(tr("All %1 images can be read.").arg(countText(report->trainImages + report->testImages)) +
                 (report->notes.empty() ? QString() : QLatin1Char('\n') + joined(report->notes)),
             false);
}

void DataSetPage::tell(const QString& sentence, bool bad) {
    bad_ = bad;
    words_->setText(sentence);
    words_->setVisible(!sentence.isEmpty());
    QPalette colours = theme_.palette();
    colours.setColor(QPalette::WindowText, bad ? theme_.bad : theme_.mutedText);
    words_->setPalette(colours);
}

void DataSetPage::finish() {
    queue_->waitForJobs();
    QCoreApplication::processEvents();
    rows_->readNow();
}

QString DataSetPage::text() const {
    return (found_ ? facts_->text() + QLatin1Char('\n') : QString()) + words_->text();
}

void DataSetPage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    heading_->setFont(theme.font(theme.large, QFont::DemiBold));
    for (QWidget* widget :
         {static_cast<QWidget*>(intro_), static_cast<QWidget*>(facts_), static_cast<QWidget*>(words_),
          static_cast<QWidget*>(folderTitle_), static_cast<QWidget*>(folder_), static_cast<QWidget*>(browse_),
          static_cast<QWidget*>(check_), static_cast<QWidget*>(back_), static_cast<QWidget*>(split_),
          static_cast<QWidget*>(coarse_)})
        widget->setFont(theme.font(theme.small));
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    intro_->setPalette(muted);
    progress_->setFixedHeight(qRound(8 * theme.scale));
    rows_->applyTheme(theme);
    tell(words_->text(), bad_);
}

} // namespace pairscape
