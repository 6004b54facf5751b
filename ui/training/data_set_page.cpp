// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/data_set_page.h"

#include "ui/models/figure_text.h"
#include "ui/training/class_rows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QProgressBar>
#include <QPushButton>

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

/// "50,000 training images (500 a class)"; nothing of classes that differ, which the rows show.
QString imagesText(const QString& images, std::int64_t count, int classes) {
    return classes > 0 && count % classes == 0
               ? QObject::tr("%1 %2 (%3 a class)").arg(countText(count), images, countText(count / classes))
               : QObject::tr("%1 %2").arg(countText(count), images);
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
    : SourcePage(
          {.heading = tr("Data set"),
           .intro = tr("Networks are trained on images from a folder of yours: CIFAR-10 or CIFAR-100 in "
                       "their binary form, Tiny-ImageNet-200, or a folder for each class."),
           .name = tr("Folder"),
           .hint = tr("A folder with images; Enter opens it"),
           .purpose = tr("Folder of a data set"),
           .empty = tr("Some images of each class will appear here.\nChoose a folder above."),
           .filter = {}},
          parent),
      check_(new QPushButton), split_(new QComboBox), coarse_(new QCheckBox(tr("Coarse labels"))),
      progress_(new QProgressBar), rows_(new ClassRows), inbox_(std::make_unique<Inbox>()) {
    split_->addItem(tr("Training images"), false);
    split_->addItem(tr("Test images"), true);
    split_->setAccessibleName(tr("Which images are shown"));
    coarse_->setToolTip(tr("CIFAR-100's 20 superclasses instead of its 100 classes"));
    check_->setObjectName(QStringLiteral("check"));
    check_->setText(tr("Check every image"));
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("How many images are checked"));
    auto* rest = new QWidget; // keeps the tools together where no progress is seen
    addTool(split_);
    addTool(coarse_);
    addTool(check_);
    addTool(progress_, 1);
    addTool(rest, 1);
    setContent(rows_);
    connect(split_, &QComboBox::activated, this, &DataSetPage::showImages);
    connect(coarse_, &QCheckBox::toggled, this, [this] { open(source()); });
    connect(check_, &QPushButton::clicked, this, &DataSetPage::toggleCheck);
    pairscape::DataSetPage::applyTheme(Theme::make(ThemeMode::Light));
}

DataSetPage::~DataSetPage() {
    if (checking_)
        checking_->request_stop();
    endJobs(); // they use the inbox
}

void DataSetPage::look(const QString& folder) {
    if (checking_)
        checking_->request_stop();
    tell(tr("Looking into the folder\u2026"), false);
    const auto read = [path = folder.toStdString(),
                       coarse = coarse_->isChecked()]() -> Result<std::shared_ptr<const Found>> {
        auto set = openDataSet(path, {.coarseLabels = coarse});
        if (!set)
            return set.error();
        auto whole = std::make_shared<Found>();
        whole->train = firstOfEachClass(*set->train, set->classes(), shownOfEachClass);
        whole->test = firstOfEachClass(*set->test, set->classes(), shownOfEachClass);
        whole->data = *std::move(set);
        return std::shared_ptr<const Found>(std::move(whole));
    };
    readBeside(read, [this](const Result<std::shared_ptr<const Found>>& found) { take(found); });
}

void DataSetPage::take(const Result<std::shared_ptr<const Found>>& found) {
    found_ = found ? *found : nullptr;
    showImages();
    if (!found_) {
        showNothing(QString::fromStdString(found.error().message));
        return;
    }
    const DataSet& set = found_->data;
    showFound(tr("%1: %2 classes, %3 x %3 pixels; %4, %5")
                  .arg(QString::fromStdString(set.title), countText(set.classes()))
                  .arg(set.imageSize)
                  .arg(imagesText(tr("training images"), set.train->size(), set.classes()),
                       imagesText(tr("test images"), set.test->size(), set.classes())));
    coarse_->setVisible(set.format == "cifar-100");
    progress_->setVisible(checking_.has_value());
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
    queue().add([this, found = found_, stop = checking_->get_token(),
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
        tell((report->problemCount == 1
                  ? tr("One image cannot be used:")
                  : tr("%1 images cannot be used:").arg(countText(report->problemCount))) +
                 QLatin1Char('\n') + joined(report->problems),
             true);
    else
        tell(tr("All %1 images can be read.").arg(countText(report->trainImages + report->testImages)) +
                 (report->notes.empty() ? QString() : QLatin1Char('\n') + joined(report->notes)),
             false);
}

void DataSetPage::finish() {
    SourcePage::finish();
    rows_->readNow();
}

void DataSetPage::applyTheme(const Theme& theme) {
    SourcePage::applyTheme(theme);
    progress_->setFixedHeight(qRound(8 * theme.scale));
    rows_->applyTheme(theme);
}

} // namespace pairscape
