// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/scatter_view.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"
#include "ui/models/session.h"
#include "ui/plots/scatter_plot.h"
#include "ui/theme/elided_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr std::size_t mostIntervals = 300;
constexpr std::size_t maxRunFronts = 4; ///< more broken lines than that cannot be told apart

/// "FPS (img/s, modelled)   better →", and shorter ones for a short axis: without the word, the kind, the
/// unit. On the upright axis the arrow points up.
QStringList axisTitles(const MetricColumn& column, const std::string& rankMetric) {
    QString full = column.title;
    if (column.id == QLatin1String("accuracy")) {
        const RankMetric* metric = findRankMetric(rankMetric);
        full += QStringLiteral(" (%1, 0 to %2)")
                    .arg(QString::fromStdString(rankMetric))
                    .arg(metric != nullptr ? metric->highest() : 0);
    } else {
        QStringList details;
        if (!column.unit.isEmpty())
            details << column.unit;
        if (!column.kind.isEmpty())
            details << column.kind;
        if (!details.isEmpty())
            full += QStringLiteral(" (%1)").arg(details.join(QStringLiteral(", ")));
    }
    const auto arrow = [&](const QString& title, const QString& word) {
        if (column.better == Better::Higher)
            return title + word + QStringLiteral(" \u2192");
        if (column.better == Better::Lower)
            return QStringLiteral("\u2190 ") +
                   (word.isEmpty() ? title : word.trimmed() + QStringLiteral("   ") + title);
        return title;
    };
    QStringList titles{arrow(full, QStringLiteral("   better")), arrow(full, {}), arrow(column.header(), {}),
                       arrow(column.title, {})};
    titles.removeDuplicates();
    return titles;
}

void fillChoice(QComboBox& choice) {
    for (const MetricColumn& column : metricColumns())
        if (column.numeric)
            choice.addItem(column.title, column.id);
    choice.setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

} // namespace

ScatterView::ScatterView(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), plot_(new ScatterPlot(this)),
      x_(findMetricColumn(QStringLiteral("fps"))), y_(findMetricColumn(QStringLiteral("accuracy"))) {
    buildHeader();
    plot_->setCardSource([this](PairingId id) { return cardOf(id); });
    follow();
    showAxes();
    showStudy();
}

void ScatterView::buildHeader() {
    yChoice_ = new QComboBox(this);
    xChoice_ = new QComboBox(this);
    fillChoice(*yChoice_);
    fillChoice(*xChoice_);
    yChoice_->setAccessibleName(tr("Upright axis"));
    xChoice_->setAccessibleName(tr("Level axis"));
    against_ = new QLabel(tr("against"), this);
    logarithmic_ = new QCheckBox(tr("Log scale"), this);
    logarithmic_->setToolTip(tr("Logarithmic level axis"));
    logarithmic_->setChecked(true);
    counts_ = new ElidedLabel(this);
    showAll_ = new QPushButton(tr("Show all"), this);
    showAll_->setToolTip(tr("Takes every filter away"));
    showAll_->setVisible(false);

    header_ = new QHBoxLayout;
    countsRow_ = new QHBoxLayout;
    header_->setContentsMargins(8, 4, 8, 0);
    countsRow_->setContentsMargins(8, 0, 8, 0);
    countsRow_->addStretch(1);
    header_->addWidget(yChoice_);
    header_->addWidget(against_);
    header_->addWidget(xChoice_);
    header_->addWidget(logarithmic_);
    header_->addStretch(1);
    header_->addWidget(counts_);
    header_->addWidget(showAll_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(header_);
    column->addLayout(countsRow_);
    column->addWidget(plot_, 1);
    setFocusProxy(plot_);
    setAutoFillBackground(true);
}

void ScatterView::follow() {
    const auto chosen = [this] {
        setAxes(xChoice_->currentData().toString(), yChoice_->currentData().toString());
    };
    connect(xChoice_, &QComboBox::activated, this, chosen);
    connect(yChoice_, &QComboBox::activated, this, chosen);
    connect(logarithmic_, &QCheckBox::toggled, this, [this] {
        showAxes();
        showSnapshot();
        plot_->resetView();
    });
    connect(showAll_, &QPushButton::clicked, session_, &Session::clearFilter);

    connect(session_, &Session::studyChanged, this, &ScatterView::showStudy);
    connect(session_, &Session::snapshotChanged, this, &ScatterView::showSnapshot);
    connect(session_, &Session::filterChanged, this, &ScatterView::showSnapshot);
    connect(session_, &Session::selectionChanged, this, &ScatterView::showSelection);
    connect(session_, &Session::hoverChanged, plot_, &ScatterPlot::setHovered);

    connect(plot_, &ScatterPlot::hovered, session_, &Session::hover);
    connect(plot_, &ScatterPlot::picked, session_, &Session::select);
    connect(plot_, &ScatterPlot::pinWanted, session_, &Session::togglePin);
    connect(plot_, &ScatterPlot::clearWanted, session_, [this] { session_->select(0); });
    connect(plot_, &ScatterPlot::rangeChosen, this, &ScatterView::chooseRange);
    connect(plot_, &ScatterPlot::opened, this, [this](PairingId id) {
        session_->select(id);
        emit opened(id);
    });
}

void ScatterView::setAxes(const QString& x, const QString& y) {
    const MetricColumn* newX = findMetricColumn(x);
    const MetricColumn* newY = findMetricColumn(y);
    if (!newX || !newY || !newX->numeric || !newY->numeric)
        return;
    x_ = newX;
    y_ = newY;
    showAxes();
    showSnapshot();
    plot_->resetView();
}

QString ScatterView::xMetric() const {
    return x_->id;
}
QString ScatterView::yMetric() const {
    return y_->id;
}
void ScatterView::setLogarithmic(bool on) {
    logarithmic_->setChecked(on);
}
bool ScatterView::logarithmic() const {
    return logarithmic_->isChecked();
}
void ScatterView::resetView() {
    plot_->resetView();
}

void ScatterView::showAxes() {
    {
        const QSignalBlocker quietX(xChoice_);
        const QSignalBlocker quietY(yChoice_);
        xChoice_->setCurrentIndex(xChoice_->findData(x_->id));
        yChoice_->setCurrentIndex(yChoice_->findData(y_->id));
    }
    const std::string rankMetric = session_->snapshot()->settings.rankMetric;
    plot_->setAxes(axisTitles(*x_, rankMetric), axisTitles(*y_, rankMetric), logarithmic_->isChecked());
    plot_->setUnitsPrefixed(x_->prefix() == Prefix::Never, y_->prefix() == Prefix::Never);
    plot_->setAccessibleName(tr("%1 against %2").arg(y_->title, x_->title));
}

void ScatterView::showStudy() {
    path_.clear();
    runFronts_ = {};
    known_ = 0;
    showAxes();
    showSnapshot();
    plot_->resetView();
}

bool ScatterView::frontApplies() const {
    return x_->id == QLatin1String("fps") && y_->id == QLatin1String("accuracy");
}

void ScatterView::showSnapshot() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const QString path = QString::fromStdString(snapshot->path);
    if (path != path_) {
        path_ = path;
        known_ = snapshot->pairings.size(); // an opened study stands there at once
    }
    const PairingFilterTest accepts(session_->filter());
    std::vector<CloudPoint> points;
    std::vector<std::pair<std::size_t, QString>> pins;
    points.reserve(snapshot->pairings.size());
    shown_ = unplaced_ = 0;
    for (const PairingRecord& record : snapshot->pairings) {
        CloudPoint point;
        point.x = x_->value(record);
        point.y = y_->value(record);
        point.kind = !accepts(record)   ? CloudKind::Dimmed
                     : !record.feasible ? CloudKind::Infeasible
                                        : CloudKind::Normal;
        shown_ += point.kind != CloudKind::Dimmed;
        unplaced_ += !std::isfinite(point.x) || !std::isfinite(point.y);
        if (record.pinned())
            pins.emplace_back(points.size(), QString::fromStdString(record.pin));
        points.push_back(point);
    }
    if (!session_->hasStudy())
        plot_->setEmptyText(tr("Create or open a study: its pairings appear here."));
    else if (points.empty())
        plot_->setEmptyText(tr("Press Start to begin a search: every evaluated pairing appears here."));
    else
        plot_->setEmptyText({});

    std::vector<std::size_t> front(snapshot->front);
    if (!frontApplies())
        std::sort(front.begin(), front.end(),
                  [&](std::size_t a, std::size_t b) { return points[a].x < points[b].x; });
    const std::size_t fresh = known_;
    known_ = points.size();
    plot_->setPoints(std::move(points), fresh);
    plot_->setFront(front, frontApplies());
    showAccuracyKind(*snapshot);
    showRunFronts(*snapshot);
    plot_->setPins(pins);
    showCounts();
    showSelection();
}

/// Trained filled, supernet half filled, predicted hollow with its interval; a zero-shot rank is a dot.
void ScatterView::showAccuracyKind(const StudySnapshot& snapshot) {
    const bool predicted = y_->id == QLatin1String("predicted");
    plot_->setDots(predicted                             ? DotShape::Hollow
                   : y_->id == QLatin1String("supernet") ? DotShape::Half
                                                         : DotShape::Full);
    std::vector<ScatterPlot::Interval> intervals;
    // All of a small study; else those that stand out, since thousands of lines would hide the points.
    const bool all = snapshot.pairings.size() <= mostIntervals;
    if (!predicted) {
        plot_->setIntervals({});
        return;
    }
    for (const PairingRecord& record : snapshot.pairings)
        if (record.predicted && (all || record.onFront || record.pinned()))
            intervals.push_back({static_cast<std::size_t>(record.id) - 1, 100 * record.predicted->low,
                                 100 * record.predicted->high});
    plot_->setIntervals(intervals);
}

void ScatterView::showRunFronts(const StudySnapshot& snapshot) {
    runFronts_.follow(snapshot);
    std::vector<std::pair<QString, std::vector<std::size_t>>> fronts;
    if (frontApplies())
        for (RunFronts::Front& front : runFronts_.fronts(maxRunFronts))
            fronts.emplace_back(std::move(front.name), std::move(front.members));
    plot_->setRunFronts(fronts);
}

QString ScatterView::countText() const {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const auto number = [](std::size_t count) {
        return pairscape::countText(static_cast<std::int64_t>(count));
    };
    const std::size_t all = snapshot->pairings.size();
    if (all == 0)
        return {};
    if (session_->filter().active())
        return tr("%1 of %2 shown").arg(number(shown_), number(all));
    QString text = all == 1 ? tr("1 pairing") : tr("%1 pairings").arg(number(all));
    text += tr(" \u00b7 %1 on the front").arg(number(snapshot->front.size()));
    if (unplaced_ > 0)
        text += tr(" \u00b7 %1 without these figures").arg(number(unplaced_));
    return text;
}

void ScatterView::showCounts() {
    counts_->setText(countText());
    counts_->updateGeometry();
    showAll_->setVisible(session_->filter().active());
}

void ScatterView::showSelection() {
    const PairingId id = session_->selected();
    plot_->setSelected(id);
    QString description = countText();
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    if (const PairingRecord* record = snapshot->find(id))
        description +=
            tr(". Selected: design %1, %2 %3, %4 %5")
                .arg(QString::number(id), y_->title, y_->text(*record), x_->title, x_->text(*record));
    plot_->setAccessibleDescription(description);
}

void ScatterView::chooseRange(double xMin, double xMax, double yMin, double yMax) {
    PairingFilter filter = session_->filter();
    filter.ranges.insert(x_->id, {xMin, xMax});
    filter.ranges.insert(y_->id, {yMin, yMax});
    session_->setFilter(filter);
}

HoverCard ScatterView::cardOf(PairingId id) const {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const PairingRecord* record = snapshot->find(id);
    if (!record)
        return {};
    HoverCard card;
    card.title = tr("Design %1").arg(pairscape::countText(id));
    if (record->pinned())
        card.title += QStringLiteral("  \u2605 ") + QString::fromStdString(record->pin);
    QStringList remarks;
    if (record->onFront)
        remarks << tr("on the front");
    if (!record->feasible)
        remarks << tr("does not fit: %1").arg(QString::fromStdString(record->infeasibleReason));
    card.subtitle = remarks.join(QStringLiteral(" \u00b7 "));
    static const QStringList left = {QStringLiteral("id"), QStringLiteral("pin"), QStringLiteral("front"),
                                     QStringLiteral("architecture"), QStringLiteral("run")};
    for (const MetricColumn& column : metricColumns())
        // Accuracies that nobody measured and terms that the study does not compute are no news.
        if (!left.contains(column.id) && ((!column.accuracy() && column.kind != QLatin1String("zero-shot")) ||
                                          std::isfinite(column.value(*record))))
            card.rows.push_back({column.title, column.text(*record), column.unit});
    return card;
}

void ScatterView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Show everything"), plot_, &ScatterPlot::resetView)->setShortcut(Qt::Key_R);
    QAction* log = menu.addAction(tr("Log scale"));
    log->setCheckable(true);
    log->setChecked(logarithmic_->isChecked());
    connect(log, &QAction::toggled, logarithmic_, &QCheckBox::setChecked);
    if (const PairingId id = session_->selected()) {
        menu.addSeparator();
        const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
        const PairingRecord* record = snapshot->find(id);
        const bool pinned = record && record->pinned();
        menu.addAction((pinned ? tr("Take the pin off design %1") : tr("Pin design %1")).arg(id), this,
                       [this, id] { session_->togglePin(id); })
            ->setShortcut(Qt::Key_P);
        menu.addAction(tr("Open design %1").arg(id), this, [this, id] { emit opened(id); });
    }
    if (session_->filter().active()) {
        menu.addSeparator();
        menu.addAction(tr("Take every filter away"), session_, &Session::clearFilter);
    }
    menu.exec(event->globalPos());
}

void ScatterView::applyTheme(const Theme& theme) {
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    for (QWidget* widget : {static_cast<QWidget*>(yChoice_), static_cast<QWidget*>(xChoice_),
                            static_cast<QWidget*>(against_), static_cast<QWidget*>(logarithmic_),
                            static_cast<QWidget*>(counts_), static_cast<QWidget*>(showAll_)})
        widget->setFont(theme.font(theme.small));
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    against_->setPalette(muted);
    QHBoxLayout* row = theme.mode == ThemeMode::Talk ? countsRow_ : header_;
    for (QWidget* widget : {static_cast<QWidget*>(counts_), static_cast<QWidget*>(showAll_)})
        row->addWidget(widget); // takes it from the other row
    plot_->setTheme(theme);
}

} // namespace pairscape
