// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/rank_study_page.h"

#include "ui/models/background.h"
#include "ui/models/figure_text.h"
#include "ui/theme/wrapped_label.h"
#include "ui/training/rank_plot.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace pairscape {

namespace {

enum Column { Metric, Hybrid, PaperHybrid, ConvOnly, PaperConvOnly, All, ColumnCount };

QString tauText(const RankFigures& figures) {
    if (figures.members < 2)
        return QStringLiteral("\u2013");
    const Interval& tau = figures.kendall;
    return QStringLiteral("%1 (%2 to %3)")
        .arg(fixedText(tau.value, 2), fixedText(tau.low, 2), fixedText(tau.high, 2));
}

QString publishedText(const std::optional<double>& tau) {
    return tau ? fixedText(*tau, 2) : QStringLiteral("\u2013");
}

QString spreadText(const QString& group, const RankReport::Spread& spread) {
    if (spread.trained == 0)
        return QObject::tr("%1: none trained, %2 missing").arg(group, countText(spread.missing));
    return QObject::tr("%1: %2 trained (top-1 %3 to %4 %, trained), %5 missing, %6 diverged")
        .arg(group, countText(spread.trained), fixedText(100 * spread.least, 1),
             fixedText(100 * spread.most, 1), countText(spread.missing), countText(spread.failed));
}

} // namespace

RankStudyPage::RankStudyPage(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(tr("Rank study"))),
      intro_(wrappedLabel(
          tr("How far can a zero-shot metric be trusted? A rank study trains a sample of networks and "
             "compares: pairscape-cli rank-study run makes such a file, and goes on with it."))),
      words_(wrappedLabel()), fileTitle_(new QLabel(tr("File"))), file_(new QLineEdit),
      browse_(new QPushButton(tr("Choose\u2026"))), again_(new QPushButton(tr("Read again"))),
      back_(new QPushButton(tr("Back"))), half_(new QComboBox), table_(new QTableWidget), plot_(new RankPlot),
      split_(new QSplitter(Qt::Horizontal)), queue_(std::make_unique<BackgroundQueue>()) {
    build();
    connect(file_, &QLineEdit::returnPressed, this, [this] { openFile(file_->text()); });
    connect(browse_, &QPushButton::clicked, this, &RankStudyPage::chooseFile);
    connect(again_, &QPushButton::clicked, this, [this] { openFile(file_->text()); });
    connect(half_, &QComboBox::activated, this, [this] { openFile(file_->text()); });
    connect(table_, &QTableWidget::itemSelectionChanged, this, &RankStudyPage::showMetric);
    connect(back_, &QPushButton::clicked, this, &RankStudyPage::left);
    take(Error{ErrorCode::NotFound, ""});
    pairscape::RankStudyPage::applyTheme(Theme::make(ThemeMode::Light));
}

RankStudyPage::~RankStudyPage() = default;

void RankStudyPage::build() {
    fileTitle_->setBuddy(file_);
    file_->setObjectName(QStringLiteral("file"));
    file_->setPlaceholderText(tr("A file of JSON lines; Enter opens it"));
    file_->setAccessibleName(tr("File of the rank study"));
    half_->addItem(tr("All members"), static_cast<int>(StudyHalf::Both));
    half_->addItem(tr("Even half"), static_cast<int>(StudyHalf::Even));
    half_->addItem(tr("Odd half"), static_cast<int>(StudyHalf::Odd));
    half_->setAccessibleName(tr("Which members are looked at"));
    half_->setToolTip(tr("A metric that was chosen on one half is judged on the other"));
    again_->setToolTip(tr("A study that goes on has more members by now"));
    words_->setObjectName(QStringLiteral("words"));
    table_->setObjectName(QStringLiteral("metrics"));
    table_->setAccessibleName(tr("Kendall's tau of each metric"));
    table_->setColumnCount(ColumnCount);
    table_->setHorizontalHeaderLabels({tr("Metric"), tr("Hybrid \u03c4"), tr("paper"), tr("Conv-only \u03c4"),
                                       tr("paper"), tr("All \u03c4")});
    for (const int column : {PaperHybrid, PaperConvOnly})
        table_->horizontalHeaderItem(column)->setToolTip(tr("NASH, Table II: CIFAR-100, trained in full"));
    table_->verticalHeader()->setVisible(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->setFrameShape(QFrame::NoFrame);

    auto* where = new QHBoxLayout;
    for (QWidget* widget :
         {static_cast<QWidget*>(fileTitle_), static_cast<QWidget*>(file_), static_cast<QWidget*>(browse_),
          static_cast<QWidget*>(again_), static_cast<QWidget*>(half_), static_cast<QWidget*>(back_)})
        where->addWidget(widget, widget == file_ ? 1 : 0);
    split_->addWidget(table_);
    split_->addWidget(plot_);
    split_->setStretchFactor(0, 0);
    split_->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->addWidget(heading_);
    column->addWidget(intro_);
    column->addLayout(where);
    column->addWidget(words_);
    column->addWidget(split_, 1);
    setAutoFillBackground(true);
    setFocusProxy(file_);
}

QString RankStudyPage::file() const {
    return file_->text();
}

void RankStudyPage::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Open a rank study"), QFileInfo(file_->text()).absolutePath(),
                                   tr("Rank studies (*.jsonl);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &RankStudyPage::openFile);
    dialog->open();
}

void RankStudyPage::openFile(const QString& path) {
    file_->setText(path);
    if (path.trimmed().isEmpty())
        return;
    queue_->add([this, file = path.toStdString(), half = static_cast<StudyHalf>(half_->currentData().toInt()),
                 generation = ++generation_]() -> BackgroundQueue::Then {
        const auto read = [&]() -> Result<std::shared_ptr<const Found>> {
            const auto plan = readRankStudyPlan(file);
            if (!plan)
                return plan.error();
            const auto space = SearchSpace::load(plan->space);
            if (!space)
                return space.error();
            const auto study = readRankStudy(file, *space);
            if (!study)
                return study.error();
            RankReportOptions options;
            options.half = half;
            auto report = reportRankStudy(*study, options);
            if (!report)
                return report.error();
            return std::shared_ptr<const Found>(
                std::make_shared<Found>(Found{*plan, *std::move(report), study->damagedLines}));
        };
        return [this, found = read(), generation] {
            if (generation == generation_)
                take(found);
        };
    });
}

void RankStudyPage::take(const Result<std::shared_ptr<const Found>>& found) {
    found_ = found ? *found : nullptr;
    bad_ = !found;
    table_->setVisible(found_ != nullptr);
    plot_->setVisible(found_ != nullptr);
    half_->setEnabled(!file_->text().isEmpty());
    again_->setEnabled(!file_->text().isEmpty());
    fillTable();
    QString words = found ? QString() : QString::fromStdString(found.error().message);
    if (found_) {
        const RankStudyPlan& plan = found_->plan;
        words = tr("%1, seed %2; %3 epochs of %4 a network, %5 s each (measured)\n")
                    .arg(QString::fromStdString(plan.space))
                    .arg(plan.seed)
                    .arg(plan.budget.epochs)
                    .arg(QString::fromStdString(plan.dataFormat),
                         fixedText(found_->report.secondsPerNetwork, 1)) +
                spreadText(tr("Hybrid"), found_->report.hybrid) + QLatin1Char('\n') +
                spreadText(tr("Conv-only"), found_->report.convOnly);
        if (found_->damagedLines > 0)
            words +=
                tr("\n%1 lines of the file could not be read and were left out.").arg(found_->damagedLines);
        emit opened(file_->text());
    }
    words_->setText(words);
    words_->setVisible(!words.isEmpty());
    pairscape::RankStudyPage::applyTheme(theme_);
}

/// Best on hybrids first.
void RankStudyPage::fillTable() {
    const QString before =
        table_->currentRow() >= 0 ? table_->item(table_->currentRow(), Metric)->text() : QString();
    table_->setRowCount(0);
    plot_->clear();
    if (!found_)
        return;
    const std::vector<RankReport::Line>& lines = found_->report.lines;
    std::vector<std::size_t> order(lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return lines[a].hybrid.kendall.value > lines[b].hybrid.kendall.value;
    });
    table_->setRowCount(static_cast<int>(lines.size()));
    int chosen = 0;
    for (int row = 0; row < table_->rowCount(); ++row) {
        const RankReport::Line& line = lines[order[static_cast<std::size_t>(row)]];
        const PublishedTau published = publishedTau(line.metric);
        const QString name = QString::fromStdString(line.metric);
        chosen = name == before ? row : chosen;
        const QStringList cells = {name,
                                   tauText(line.hybrid),
                                   publishedText(published.hybrid),
                                   tauText(line.convOnly),
                                   publishedText(published.convOnly),
                                   tauText(line.all)};
        for (int column = 0; column < ColumnCount; ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setTextAlignment(Qt::AlignVCenter | (column == Metric ? Qt::AlignLeft : Qt::AlignRight));
            item->setData(Qt::UserRole, static_cast<int>(order[static_cast<std::size_t>(row)]));
            table_->setItem(row, column, item);
        }
    }
    table_->setCurrentCell(chosen, Metric);
    fitTable();
}

/// Columns as wide as what stands in them; the plot gets the rest.
void RankStudyPage::fitTable() {
    table_->resizeColumnsToContents();
    const int wanted =
        table_->horizontalHeader()->length() + table_->verticalScrollBar()->sizeHint().width() + 8;
    split_->setSizes({wanted, std::max(width() - wanted - 48, 260)});
}

void RankStudyPage::showMetric() {
    if (const int row = table_->currentRow(); found_ && row >= 0 && table_->item(row, Metric))
        plot_->show(found_->report,
                    static_cast<std::size_t>(table_->item(row, Metric)->data(Qt::UserRole).toInt()));
}

void RankStudyPage::finish() {
    queue_->waitForJobs();
    QCoreApplication::processEvents();
    plot_->replot();
}

QString RankStudyPage::text() const {
    return words_->text();
}

void RankStudyPage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    heading_->setFont(theme.font(theme.large, QFont::DemiBold));
    for (QWidget* widget :
         {static_cast<QWidget*>(intro_), static_cast<QWidget*>(words_), static_cast<QWidget*>(fileTitle_),
          static_cast<QWidget*>(file_), static_cast<QWidget*>(browse_), static_cast<QWidget*>(again_),
          static_cast<QWidget*>(back_), static_cast<QWidget*>(half_)})
        widget->setFont(theme.font(theme.small));
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    intro_->setPalette(muted);
    QPalette words = theme.palette();
    words.setColor(QPalette::WindowText, bad_ ? theme.bad : theme.text);
    words_->setPalette(words);
    QPalette table = theme.palette();
    table.setColor(QPalette::Base, theme.background);
    table_->setFont(theme.numberFont(theme.small));
    table_->horizontalHeader()->setFont(theme.font(theme.small, QFont::DemiBold));
    table_->verticalHeader()->setDefaultSectionSize(QFontMetrics(table_->font()).height() +
                                                    qRound(5 * theme.scale));
    QColor chosen = theme.selected;
    chosen.setAlphaF(0.5F);
    table.setColor(QPalette::Highlight, chosen);
    table.setColor(QPalette::HighlightedText, theme.text);
    table_->setPalette(table);
    // An audience reads a few large columns.
    for (const int column : {PaperConvOnly, All})
        table_->setColumnHidden(column, theme.mode == ThemeMode::Talk);
    plot_->applyTheme(theme);
    fitTable();
}

} // namespace pairscape
