// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_plot.h"

#include "ui/plots/axis_titles.h"
#include "ui/plots/plot_theme.h"

#include <QApplication>
#include <QStyle>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

namespace {

constexpr qint64 fadeMilliseconds = 300;
constexpr double margin = 0.05; ///< of the data's extent, on each side

/// A range with room around it; a single value gets a range around itself.
QCPRange padded(QCPRange range, bool logarithmic) {
    if (logarithmic) {
        double low = std::log(range.lower);
        double high = std::log(range.upper);
        const double pad = high > low ? (high - low) * margin : 0.5;
        return {std::exp(low - pad), std::exp(high + pad)};
    }
    const double extent = range.upper - range.lower;
    const double pad = extent > 0 ? extent * margin : std::max(std::abs(range.lower) * 0.1, 0.1);
    return {range.lower - pad, range.upper + pad};
}

/// True while a range in use still serves: it holds the data and the data fill most of it. Keeps the picture
/// still while points arrive.
bool serves(const QCPRange& used, const QCPRange& data, bool logarithmic) {
    if (data.lower < used.lower || data.upper > used.upper)
        return false;
    const auto size = [logarithmic](const QCPRange& r) {
        return logarithmic ? std::log(r.upper / r.lower) : r.upper - r.lower;
    };
    return size(data) > 0.7 * size(used);
}

} // namespace

ScatterPlot::ScatterPlot(QWidget* parent) : QCustomPlot(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setAutoAddPlottableToLegend(false);
    setNoAntialiasingOnDrag(false);
    setMinimumSize(240, 180);
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis* axis : {xAxis2, yAxis2})
        axis->setVisible(false);
    const auto xTicker = QSharedPointer<NumberTicker>::create();
    const auto yTicker = QSharedPointer<NumberTicker>::create();
    xAxis->setTicker(xTicker);
    yAxis->setTicker(yTicker);
    xTicker_ = xTicker.data();
    yTicker_ = yTicker.data();
    yAxis->setSubTicks(false);
    titles_ = new AxisTitles(this);

    cloud_ = new Cloud(xAxis, yAxis);
    marks_ = new Marks(xAxis, yAxis);
    overlay_ = new HoverOverlay(this, xAxis, yAxis);
    layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);

    for (QCPAxis* axis : {xAxis, yAxis})
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
            indexFresh_ = false;
            if (!fitting_)
                followsData_ = false;
        });

    // No platform tells Qt 6.4 of reduced motion; a style without animations and a program without a
    // display are the signs there are.
    animated_ = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0 &&
                QGuiApplication::platformName() != QLatin1String("offscreen");
    connect(this, &QCustomPlot::afterReplot, this, [this] { drawn_ = true; });
    clock_.start();
    fadeTimer_.setInterval(40);
    connect(&fadeTimer_, &QTimer::timeout, this, &ScatterPlot::advanceFading);
    setTheme(Theme::make(ThemeMode::Light));
}

void ScatterPlot::setTheme(const Theme& theme) {
    theme_ = theme;
    pairscape::applyTheme(*this, theme);
    xAxis->setSubTicks(xTicker_->logarithmic());
    cloud_->setStyle(theme.cloud, theme.dimmed, theme.infeasible, theme.markerSize);
    marks_->setTheme(theme);
    overlay_->setTheme(theme);
    cardsShown_ = theme.mode != ThemeMode::Talk; // an audience reads the picture, not a card over it
    fitTicks();
    replot(rpQueuedReplot);
}

void ScatterPlot::setPoints(std::vector<CloudPoint> points, std::size_t freshFrom) {
    if (points.size() < cloud_->points().size())
        fading_.clear();
    if (animated_ && freshFrom < points.size()) {
        fading_.push_back({freshFrom, points.size(), clock_.elapsed()});
        if (!fadeTimer_.isActive())
            fadeTimer_.start();
    }
    cloud_->setPoints(std::move(points));
    advanceFading();
    indexFresh_ = false;
    // Nothing moves under the pointer.
    if (pointerInside_ && hovered_ != 0)
        fitPending_ = true;
    else
        fit();
    setSelected(selected_);
    setHovered(hovered_);
    replot(rpQueuedReplot);
}

void ScatterPlot::advanceFading() {
    std::vector<CloudPoint>& points = cloud_->points();
    const qint64 now = clock_.elapsed();
    for (const Fading& batch : fading_) {
        const double share =
            animated_ ? std::clamp(static_cast<double>(now - batch.since) / fadeMilliseconds, 0.15, 1.0)
                      : 1.0;
        for (std::size_t i = batch.from; i < std::min(batch.to, points.size()); ++i)
            points[i].opacity = static_cast<std::uint8_t>(std::lround(share * 255));
    }
    const bool busy = !fading_.empty();
    while (!fading_.empty() && now - fading_.front().since >= fadeMilliseconds)
        fading_.pop_front();
    if (fading_.empty())
        fadeTimer_.stop();
    if (busy)
        replot(rpQueuedReplot);
}

void ScatterPlot::setFront(const std::vector<std::size_t>& points, bool line) {
    front_ = points;
    std::vector<Marks::FrontPoint> places;
    for (const std::size_t i : points)
        if (const auto at = coordinates(static_cast<PairingId>(i) + 1))
            places.push_back({*at, cloud_->points()[i].kind == CloudKind::Dimmed});
    marks_->setFront(std::move(places), line);
}

void ScatterPlot::setRunFronts(const std::vector<std::pair<QString, std::vector<std::size_t>>>& fronts) {
    std::vector<Marks::RunFront> marks;
    for (const auto& [name, points] : fronts) {
        Marks::RunFront front{name, {}};
        for (const std::size_t i : points)
            if (const auto at = coordinates(static_cast<PairingId>(i) + 1))
                front.points.push_back(*at);
        marks.push_back(std::move(front));
    }
    marks_->setRunFronts(std::move(marks));
}

void ScatterPlot::setIntervals(const std::vector<Interval>& intervals) {
    std::vector<Marks::Interval> marks;
    for (const Interval& interval : intervals)
        if (const auto at = coordinates(static_cast<PairingId>(interval.point) + 1))
            marks.push_back({at->x(), interval.low, interval.high});
    marks_->setIntervals(std::move(marks));
    fit();
}

void ScatterPlot::setPins(const std::vector<std::pair<std::size_t, QString>>& pins) {
    std::vector<Marks::Pin> marks;
    for (const auto& [i, name] : pins)
        if (const auto at = coordinates(static_cast<PairingId>(i) + 1))
            marks.push_back({*at, name});
    marks_->setPins(std::move(marks));
}

std::optional<QPointF> ScatterPlot::coordinates(PairingId id) const {
    const std::vector<CloudPoint>& points = cloud_->points();
    if (id < 1 || static_cast<std::size_t>(id) > points.size())
        return std::nullopt;
    const CloudPoint& point = points[static_cast<std::size_t>(id) - 1];
    if (!std::isfinite(point.x) || !std::isfinite(point.y) || (xTicker_->logarithmic() && point.x <= 0))
        return std::nullopt;
    return QPointF(point.x, point.y);
}

QPointF ScatterPlot::pixelOf(PairingId id) const {
    const auto at = coordinates(id);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return at ? cloud_->pixelOf(at->x(), at->y()) : QPointF(nan, nan);
}

void ScatterPlot::setSelected(PairingId id) {
    selected_ = id;
    overlay_->setSelected(coordinates(id));
    replotOverlay();
}

void ScatterPlot::setHovered(PairingId id) {
    hovered_ = id;
    overlay_->setHovered(coordinates(id));
    const bool card = id != 0 && pointerInside_ && cardsShown_ && cardSource_;
    overlay_->setCard(card ? cardSource_(id) : HoverCard{});
    replotOverlay();
}

void ScatterPlot::replotOverlay() {
    if (drawn_) // before that the layer has no buffer of its own, and the first replot draws it anyway
        overlay_->layer()->replot();
}

void ScatterPlot::setUnitsPrefixed(bool x, bool y) {
    xTicker_->setPrefixed(!x);
    yTicker_->setPrefixed(!y);
}

void ScatterPlot::setAxes(const QStringList& xTitles, const QStringList& yTitles, bool xLogarithmic) {
    titles_->setTitles(xTitles, yTitles);
    xTicker_->setLogarithmic(xLogarithmic);
    xAxis->setSubTicks(xLogarithmic);
    xAxis->setScaleType(xLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    indexFresh_ = false;
}

void ScatterPlot::setEmptyText(const QString& text) {
    overlay_->setEmptyText(text);
    const bool empty = !text.isEmpty();
    xAxis->setVisible(!empty);
    yAxis->setVisible(!empty);
    xAxis->grid()->setVisible(!empty);
    yAxis->grid()->setVisible(!empty);
    replot(rpQueuedReplot);
}

void ScatterPlot::resetView() {
    followsData_ = true;
    fitting_ = true;
    xAxis->setRange(1, 1 + 1e-9); // forgets the range in use, so that fit() chooses afresh
    yAxis->setRange(0, 1e-9);
    fitting_ = false;
    fit();
    replot(rpQueuedReplot);
}

void ScatterPlot::fit() {
    fitPending_ = false;
    if (!followsData_)
        return;
    fitting_ = true;
    const bool logarithmic = xTicker_->logarithmic();
    bool found = false;
    const QCPRange x = cloud_->getKeyRange(found, logarithmic ? QCP::sdPositive : QCP::sdBoth);
    if (found && !serves(xAxis->range(), x, logarithmic))
        xAxis->setRange(padded(x, logarithmic));
    QCPRange y = cloud_->getValueRange(found);
    bool uncertain = false;
    if (const QCPRange ends = marks_->getValueRange(uncertain); found && uncertain)
        y.expand(ends);
    if (found && !serves(yAxis->range(), y, false))
        yAxis->setRange(padded(y, false));
    fitting_ = false;
}

void ScatterPlot::fitTicks() {
    const double across = QFontMetricsF(theme_.font(theme_.small)).horizontalAdvance(QLatin1Char('0')) * 11;
    xTicker_->setTickCount(std::clamp(static_cast<int>(width() / across), 2, 9));
    yTicker_->setTickCount(std::clamp(static_cast<int>(height() / (theme_.small * 5.5)), 2, 8));
}

bool ScatterPlot::event(QEvent* event) {
    // QCustomPlot 2.1.0 takes the pixel ratio once; a window that moves to another screen needs it anew.
    if (event->type() == QEvent::ScreenChangeInternal && bufferDevicePixelRatio() != devicePixelRatioF()) {
        setBufferDevicePixelRatio(devicePixelRatioF());
        replot(rpQueuedReplot);
    }
    return QCustomPlot::event(event);
}

void ScatterPlot::resizeEvent(QResizeEvent* event) {
    indexFresh_ = false;
    fitTicks();
    QCustomPlot::resizeEvent(event);
    indexFresh_ = false; // the axis rectangle is laid out by the replot inside
}

} // namespace pairscape
