// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/roofline_view.h"

#include "core/base/number_text.h"
#include "ui/detail/bound_mark.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/models/figure_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// 1, 2 and 5 times powers of ten within a range; only the powers where it spans more than `mostDecades`.
std::vector<double> logTicks(double low, double high, double mostDecades) {
    std::vector<double> ticks;
    const bool fine = std::log10(high / low) <= mostDecades;
    for (double decade = std::pow(10.0, std::floor(std::log10(low))); decade <= high; decade *= 10)
        for (const double step : {1.0, 2.0, 5.0})
            if ((fine || step == 1.0) && decade * step >= low && decade * step <= high)
                ticks.push_back(decade * step);
    return ticks;
}

QString tickText(double tick) {
    return tick >= 1e4 ? QString::fromStdString(siText(tick)) : QString::number(tick, 'g', 4);
}

Qt::PenStyle roofStyle(OperatorType op) {
    switch (op) {
    case OperatorType::Conv:
        return Qt::SolidLine;
    case OperatorType::Shift:
        return Qt::DashLine;
    case OperatorType::Adder:
        return Qt::DotLine;
    }
    return Qt::SolidLine;
}

} // namespace

RooflineView::RooflineView(QWidget* parent)
    : LayerView(tr("Roofline of the layers"),
                tr("How near each layer comes to what PEs and DRAM allow appears here. Select a design that "
                   "fits its platform."),
                parent) {
    pairscape::RooflineView::applyTheme(Theme::make(ThemeMode::Light));
}

double RooflineView::rateOf(double macsPerCycle) const {
    // Two operations a MAC-equivalent, whatever its type.
    const auto& platform = design().platform;
    return platform && platform->clockMhz > 0 ? 2e-3 * macsPerCycle * platform->clockMhz : macsPerCycle;
}

QString RooflineView::rateUnit() const {
    return timeUnit() == QLatin1String("ms") ? QStringLiteral("GOPS") : tr("MACs a cycle");
}

double RooflineView::xOf(double intensity) const {
    return plot_.left() + plot_.width() * std::log(intensity / lowX_) / std::log(highX_ / lowX_);
}

double RooflineView::yOf(double rate) const {
    return plot_.bottom() - plot_.height() * std::log(rate / lowY_) / std::log(highY_ / lowY_);
}

QPointF RooflineView::valueAt(const QPointF& point) const {
    return {lowX_ * std::pow(highX_ / lowX_, (point.x() - plot_.left()) / plot_.width()),
            lowY_ * std::pow(highY_ / lowY_, (plot_.bottom() - point.y()) / plot_.height())};
}

double RooflineView::radius() const {
    const double side = std::min(plot_.width(), plot_.height());
    return theme().markerSize * std::clamp(side / 420, 0.6, 1.0) * 0.75;
}

QPointF RooflineView::markAt(int index) const {
    return index >= 0 && index < static_cast<int>(marks_.size()) ? marks_[static_cast<std::size_t>(index)]
                                                                 : QPointF();
}

QRectF RooflineView::layerRect(int index) const {
    if (index < 0 || index >= static_cast<int>(marks_.size()))
        return {};
    const double half = radius() * 1.5;
    return {markAt(index).x() - half, markAt(index).y() - half, 2 * half, 2 * half};
}

int RooflineView::layerAt(const QPointF& point) const {
    int nearest = -1;
    double best = std::pow(std::max(9.0, 1.6 * radius()), 2);
    for (int i = 0; i < static_cast<int>(marks_.size()); ++i) {
        const QPointF away = markAt(i) - point;
        const double distance = QPointF::dotProduct(away, away);
        if (distance < best - 1e-9) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

QString RooflineView::roofName(OperatorType op) const {
    const double pes = static_cast<double>(design().steady->pes[indexOf(op)]);
    return tr("%1: %2 PEs, %3 %4")
        .arg(operatorWord(op), countText(design().steady->pes[indexOf(op)]), figureText(rateOf(pes)),
             rateUnit());
}

double RooflineView::drawLegend(QPainter* painter, const QRectF& area) const {
    LegendFlow flow(area, metrics());
    std::array<int, operatorTypeCount> ofOperator{};
    std::array<int, allBounds.size()> ofBound{};
    for (int i = 0; i < layerCount(); ++i) {
        ++ofOperator[indexOf(layer(i).op)];
        ++ofBound[static_cast<std::size_t>(cost(i).bound)];
    }
    for (const OperatorType op : allOperatorTypes) {
        if (ofOperator[indexOf(op)] == 0)
            continue;
        const QString words = operatorWord(op);
        const auto [mark, base] = flow.place(words);
        if (!painter)
            continue;
        drawLayerMark(*painter, theme(), Bound::Compute, op, mark.center(), mark.height() * 0.42);
        painter->setPen(theme().text);
        painter->drawText(base, words);
    }
    for (const Bound bound : allBounds) {
        const int count = ofBound[static_cast<std::size_t>(bound)];
        if (count == 0)
            continue;
        const QString words = tr("waits for %1: %2").arg(boundWord(bound), countText(count));
        const auto [mark, base] = flow.place(words);
        if (!painter)
            continue;
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme().text, 1.2 * theme().scale));
        painter->drawPath(boundShape(bound, mark.center(), mark.height() * 0.36));
        painter->drawText(base, words);
    }
    return flow.height();
}

void RooflineView::arrange() {
    marks_.clear();
    if (!hasDesign())
        return;
    const QRectF inside = content();
    const double height = line(), pad = std::round(height * 0.4);
    lowX_ = lowY_ = 1e300;
    highX_ = highY_ = 0;
    for (const LayerDetail& each : design().steady->layers) {
        lowX_ = std::min(lowX_, each.intensity);
        highX_ = std::max(highX_, each.intensity);
        lowY_ = std::min(lowY_, rateOf(each.attained));
        highY_ = std::max(highY_, rateOf(each.roof));
    }
    // Where the last roof begins is always to be seen.
    for (const std::int64_t pes : design().steady->pes)
        if (pes > 0) {
            const double ridge = static_cast<double>(pes) / design().steady->dramBytesPerCycle;
            highX_ = std::max(highX_, 1.2 * ridge);
            highY_ = std::max(highY_, rateOf(static_cast<double>(pes)));
        }
    lowX_ /= 1.4;
    highX_ *= 1.4;
    lowY_ /= 1.5;
    highY_ *= 1.7;
    double y = inside.top();
    legend_ = QRectF(inside.left(), y, inside.width(), 0);
    legend_.setHeight(drawLegend(nullptr, legend_));
    y = legend_.bottom() + pad;
    caption_ = QRectF(inside.left(), y, inside.width(), height);
    y = caption_.bottom() + pad / 2;
    double gutter = 0;
    for (const double tick : logTicks(lowY_, highY_, 2.5))
        gutter = std::max(gutter, metrics().horizontalAdvance(tickText(tick)));
    plot_ = QRectF(QPointF(std::ceil(inside.left() + gutter + 6), y),
                   QPointF(inside.right() - pad, std::max(y + 10, inside.bottom() - 2 * height - pad)));
    ticks_ = QRectF(plot_.left(), plot_.bottom() + 2, plot_.width(), height);
    for (const LayerDetail& each : design().steady->layers)
        marks_.emplace_back(xOf(each.intensity), yOf(rateOf(each.attained)));
}

void RooflineView::drawAxes(QPainter& painter) const {
    painter.setFont(theme().font(theme().small));
    const QPen grid(theme().grid, theme().scale);
    double lastRight = -1e9;
    for (const double tick : logTicks(lowX_, highX_, 3.2)) {
        const double x = snapped(xOf(tick));
        painter.setPen(grid);
        painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
        const QString text = tickText(tick);
        const double width = metrics().horizontalAdvance(text);
        if (x - width / 2 < lastRight + 8 || x + width / 2 > width / 2 + plot_.right())
            continue;
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(x - width / 2 - 2, ticks_.top(), width + 4, ticks_.height()), Qt::AlignCenter,
                         text);
        lastRight = x + width / 2;
    }
    double lastTop = 1e9;
    for (const double tick : logTicks(lowY_, highY_, 2.5)) {
        const double y = snapped(yOf(tick));
        painter.setPen(grid);
        painter.drawLine(QPointF(plot_.left(), y), QPointF(plot_.right(), y));
        if (y + line() / 2 > lastTop)
            continue;
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(0, y - line() / 2, plot_.left() - 5, line()),
                         Qt::AlignRight | Qt::AlignVCenter, tickText(tick));
        lastTop = y - line() / 2;
    }
    painter.setPen(theme().mutedText);
    painter.drawText(caption_, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics().elidedText(tr("Attained, %1 (modelled)").arg(rateUnit()), Qt::ElideRight,
                                          caption_.width()));
    const QString words = tr("MACs for each byte of DRAM traffic");
    painter.drawText(QRectF(plot_.left(), ticks_.bottom(), plot_.width(), line()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     metrics().elidedText(words, Qt::ElideRight, plot_.width()));
}

/// To the left of where the roof begins, which is above what the DRAM allows: no mark is there. Below the
/// label above it. Where the plot is too narrow for that, at its right end.
QRectF RooflineView::roofLabel(double y, double width, const std::vector<QRectF>& taken) const {
    double top = y - line() / 2;
    for (const QRectF& other : taken)
        top = std::max(top, other.bottom() + 1);
    const double rate =
        valueAt({plot_.left(), top + line()}).y(); // the bandwidth's line is leftmost at the bottom
    const double right = xOf(rate / rateOf(1) / design().steady->dramBytesPerCycle) - 6 * theme().scale;
    if (right - width >= plot_.left())
        return {right - width, top, width, line()};
    return {plot_.right() - width, y - line() - 1, width, line()};
}

void RooflineView::drawRoofs(QPainter& painter) const {
    painter.save();
    painter.setClipRect(plot_);
    const DesignDetail& steady = *design().steady;
    const double width = std::max(1.5, theme().lineWidth);
    std::vector<OperatorType> roofs;
    for (const OperatorType op : allOperatorTypes)
        if (steady.pes[indexOf(op)] > 0)
            roofs.push_back(op);
    std::stable_sort(roofs.begin(), roofs.end(), [&](OperatorType a, OperatorType b) {
        return steady.pes[indexOf(a)] > steady.pes[indexOf(b)];
    });
    const auto pesOf = [&](OperatorType op) { return static_cast<double>(steady.pes[indexOf(op)]); };
    const double highest = pesOf(roofs.front());
    // The bandwidth bounds up to the highest of the flat roofs.
    const QPointF from(xOf(lowX_), yOf(rateOf(lowX_ * steady.dramBytesPerCycle)));
    const QPointF ridge(xOf(highest / steady.dramBytesPerCycle), yOf(rateOf(highest)));
    painter.setPen(QPen(theme().text, width));
    painter.drawLine(from, ridge);
    std::vector<QRectF> labels;
    for (const OperatorType op : roofs) {
        const double y = yOf(rateOf(pesOf(op)));
        QPen pen(theme().operatorColor(op), width * 1.3, roofStyle(op), Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(QPointF(xOf(pesOf(op) / steady.dramBytesPerCycle), y), QPointF(plot_.right(), y));
        const QString name = roofName(op);
        const double label = metrics().horizontalAdvance(name) + 6;
        const QRectF plate = roofLabel(y, label, labels);
        labels.push_back(plate);
        QColor ground = theme().background;
        ground.setAlpha(215);
        painter.fillRect(plate, ground);
        painter.setPen(theme().text);
        painter.drawText(plate, Qt::AlignCenter, name);
    }
    if (design().platform) {
        const QString name = tr("DRAM: %1 GB/s").arg(figureText(design().platform->dramGigabytesPerSecond));
        const double slope = std::atan2(ridge.y() - from.y(), ridge.x() - from.x());
        const double length = std::hypot(ridge.x() - from.x(), ridge.y() - from.y());
        // Where the line is longest without a label of a roof beside it.
        std::vector<double> stops = {
            from.y() > plot_.bottom() ? length * (from.y() - plot_.bottom()) / (from.y() - ridge.y()) : 0};
        for (auto op = roofs.rbegin(); op != roofs.rend(); ++op)
            stops.push_back(length * (from.y() - yOf(rateOf(pesOf(*op)))) / (from.y() - ridge.y()));
        double at = 0, room = 0;
        for (std::size_t n = 0; n + 1 < stops.size(); ++n)
            if (stops[n + 1] - stops[n] > room) {
                room = stops[n + 1] - stops[n];
                at = (stops[n] + stops[n + 1]) / 2;
            }
        if (metrics().horizontalAdvance(name) + 2 * line() < room) {
            painter.translate(from);
            painter.rotate(slope * 180 / 3.14159265358979);
            painter.setPen(theme().text);
            painter.drawText(QPointF(at - metrics().horizontalAdvance(name) / 2,
                                     -metrics().descent() - width - 0.8 * radius()),
                             name);
        }
    }
    painter.restore();
}

void RooflineView::paintDesign(QPainter& painter) const {
    drawLegend(&painter, legend_);
    drawAxes(painter);
    drawRoofs(painter);
    const int shown = layerFocus()->shown();
    for (int i = layerCount() - 1; i >= 0;
         --i) // the first of equal ones on top, which is the one that is hit
        drawLayerMark(painter, theme(), cost(i).bound, layer(i).op, markAt(i), radius());
    if (shown < 0)
        return;
    // How far the layer is below its roof.
    const LayerDetail& each = steady(shown);
    painter.setPen(QPen(theme().text, theme().scale, Qt::DotLine));
    painter.drawLine(markAt(shown), QPointF(markAt(shown).x(), yOf(rateOf(each.roof))));
    drawLayerMark(painter, theme(), cost(shown).bound, layer(shown).op, markAt(shown), radius());
    const auto ring = [&](int index, const QColor& colour, double width) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, width));
        painter.drawEllipse(markAt(index), radius() * 1.6, radius() * 1.6);
    };
    if (layerFocus()->hovered() >= 0 && layerFocus()->hovered() != layerFocus()->held())
        ring(layerFocus()->hovered(), theme().text, 1.2 * theme().scale);
    if (layerFocus()->held() >= 0)
        ring(layerFocus()->held(), theme().selected, 2.2 * theme().scale);
}

LayerWords RooflineView::wordsOn(int index) const {
    const LayerDetail& each = steady(index);
    const QString name = QString::fromStdString(layer(index).name);
    const QString waits = boundWord(cost(index).bound);
    const QString attained = figureText(rateOf(each.attained)), intensity = figureText(each.intensity);
    const bool flat = static_cast<double>(design().steady->pes[indexOf(layer(index).op)]) <=
                      each.intensity * design().steady->dramBytesPerCycle;
    LayerWords words;
    words.sentence =
        tr("%1 %2 at %3 MACs a byte, %4\u00a0% of its roof, waits for %5")
            .arg(attained, rateUnit(), intensity, figureText(100 * each.attained / each.roof), waits);
    words.tip =
        tr("%1 on the %2 chunk\n%3 MACs for each byte of DRAM traffic\n%4 %5 attained\n%6 %5 at most (%7)\n"
           "Waits for %8")
            .arg(name, operatorWord(layer(index).op), intensity, attained, rateUnit(),
                 figureText(rateOf(each.roof)), flat ? tr("its PEs") : tr("the DRAM"), waits);
    int same = 0;
    for (int i = 0; i < layerCount(); ++i)
        same += i != index && markAt(i) == markAt(index) ? 1 : 0;
    if (same > 0)
        words.tip += tr("\n%1 more layers are at the same place").arg(same);
    return words;
}

QString RooflineView::summary() const {
    QString text;
    for (const OperatorType op : allOperatorTypes)
        if (design().steady->pes[indexOf(op)] > 0)
            text += tr("Roof of the %1 chunk\n").arg(roofName(op));
    std::array<int, allBounds.size()> ofBound{};
    for (int i = 0; i < layerCount(); ++i)
        ++ofBound[static_cast<std::size_t>(cost(i).bound)];
    for (const Bound bound : allBounds)
        if (ofBound[static_cast<std::size_t>(bound)] > 0)
            text += tr("%1 layers wait for %2\n")
                        .arg(ofBound[static_cast<std::size_t>(bound)])
                        .arg(boundWord(bound));
    return text.trimmed();
}

LayerView::LinesHigh RooflineView::linesHigh() const {
    return {19, 11};
}

} // namespace pairscape
