// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/rank_study_page.h"

#include "ui/models/figure_text.h"
#include "ui/training/rank_plot.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableWidget>

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

/// How the members were drawn and trained.
QString budgetText(const RankStudyPlan& plan, double secondsPerNetwork) {
    const QString epochs =
        plan.budget.epochs == 1 ? QObject::tr("one epoch") : QObject::tr("%1 epochs").arg(plan.budget.epochs);
    QString data = QString::fromStdString(plan.dataFormat); // "cifar-100/100": its classes behind the slash
    if (const qsizetype slash = data.indexOf(QLatin1Char('/')); slash > 0)
        data = QObject::tr("%1 (%2 classes)").arg(data.first(slash), data.sliced(slash + 1));
    return QObject::tr("%1, seed %2; each network trained for %3 on %4, %5 s (measured)")
        .arg(QString::fromStdString(plan.space))
        .arg(plan.seed)
        .arg(epochs, data, fixedText(secondsPerNetwork, 1));
}

} // namespace

RankStudyPage::RankStudyPage(QWidget* parent)
    : SourcePage(
          {.heading = tr("Rank study"),
           .intro =
               tr("How far can a zero-shot metric be trusted? A rank study trains a sample of networks and "
                  "compares: pairscape-cli rank-study run makes such a file, and goes on with it."),
           .name = tr("File"),
           .hint = tr("A file of JSON lines; Enter opens it"),
           .purpose = tr("File of a rank study"),
           .empty =
               tr("Kendall's tau of each metric will appear here, beside the paper's.\nChoose a file above."),
           .filter = tr("Rank studies (*.jsonl);;All files (*)")},
          parent),
      again_(new QPushButton(tr("Read again"))), half_(new QComboBox), table_(new QTableWidget),
      plot_(new RankPlot), split_(new QSplitter(Qt::Horizontal)) {
    build();
    connect(again_, &QPushButton::clicked, this, [this] { open(source()); });
    connect(half_, &QComboBox::activated, this, [this] { open(source()); });
    connect(table_, &QTableWidget::itemSelectionChanged, this, &RankStudyPage::showMetric);
    pairscape::RankStudyPage::applyTheme(Theme::make(ThemeMode::Light));
}

RankStudyPage::~RankStudyPage() = default;

void RankStudyPage::build() {
    half_->addItem(tr("All members"), static_cast<int>(StudyHalf::Both));
    half_->addItem(tr("Even half"), static_cast<int>(StudyHalf::Even));
    half_->addItem(tr("Odd half"), static_cast<int>(StudyHalf::Odd));
    half_->setAccessibleName(tr("Which members are looked at"));
    half_->setToolTip(tr("A metric that was chosen on one half is judged on the other"));
    again_->setToolTip(tr("A study that goes on has more members by now"));
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

    split_->addWidget(table_);
    split_->addWidget(plot_);
    split_->setStretchFactor(0, 0);
    split_->setStretchFactor(1, 1);
    addTool(half_);
    addTool(again_);
    addTool(new QWidget, 1); // keeps them together
    setContent(split_);
}

void RankStudyPage::look(const QString& path) {
    const auto read = [file = path.toStdString(),
                       half = static_cast<StudyHalf>(
                           half_->currentData().toInt())]() -> Result<std::shared_ptr<const Found>> {
        const auto plan = readRankStudyPlan(file);
        if (!plan)
            return plan.error();
        const auto space = rankStudySpace(file, *plan);
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
    readBeside(read, [this](const Result<std::shared_ptr<const Found>>& found) { take(found); });
}

void RankStudyPage::take(const Result<std::shared_ptr<const Found>>& found) {
    found_ = found ? *found : nullptr;
    fillTable();
    if (!found_) {
        showNothing(QString::fromStdString(found.error().message));
        return;
    }
    const RankStudyPlan& plan = found_->plan;
    showFound(budgetText(plan, found_->report.secondsPerNetwork) + QLatin1Char('\n') +
              spreadText(tr("Hybrid"), found_->report.hybrid) + QLatin1Char('\n') +
              spreadText(tr("Conv-only"), found_->report.convOnly));
    if (found_->damagedLines > 0)
        tell(found_->damagedLines == 1
                 ? tr("One line of the file could not be read and was left out.")
                 : tr("%1 lines of the file could not be read and were left out.").arg(found_->damagedLines),
             true);
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
    SourcePage::finish();
    plot_->replot();
}

void RankStudyPage::applyTheme(const Theme& theme) {
    SourcePage::applyTheme(theme);
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
