// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/timeline_view.h"

#include "ui/detail/bound_mark.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/models/figure_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

QString percent(double share) {
    return figureText(share * 100) + QStringLiteral("\u00a0%");
}

/// 1, 2 or 5 times a power of ten, so that about `ticks` steps make `length`.
double tickStep(double length, double ticks) {
    const double rough = length / std::max(1.0, ticks);
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0})
        if (rough <= step * decade)
            return step * decade;
    return 10 * decade;
}

/// What layers that run at once take of the DRAM, from begin to end of the interval.
std::vector<TimelineView::Demand> demandsOf(const PairingDetail& detail, const DesignDetail& steady) {
    std::vector<double> edges = {0, static_cast<double>(steady.intervalCycles)};
    for (const LayerDetail& layer : steady.layers) {
        edges.push_back(static_cast<double>(layer.start));
        edges.push_back(static_cast<double>(layer.start + layer.cycles));
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::vector<TimelineView::Demand> demands;
    for (std::size_t e = 0; e + 1 < edges.size(); ++e)
        demands.push_back({edges[e], edges[e + 1], {}});
    for (std::size_t i = 0; i < steady.layers.size(); ++i) {
        const LayerDetail& layer = steady.layers[i];
        const double share = static_cast<double>(detail.cost.layers[i].dramBytes()) /
                             static_cast<double>(std::max<std::int64_t>(1, layer.cycles)) /
                             steady.dramBytesPerCycle;
        auto at =
            std::lower_bound(demands.begin(), demands.end(), static_cast<double>(layer.start),
                             [](const TimelineView::Demand& one, double begin) { return one.begin < begin; });
        for (; at != demands.end() && at->end <= static_cast<double>(layer.start + layer.cycles); ++at)
            at->share[indexOf(detail.network.layers[i].op)] += share;
    }
    return demands;
}

} // namespace

TimelineView::TimelineView(QWidget* parent) : LayerView(parent) {
    setAccessibleName(tr("Time line of the layers"));
    pairscape::TimelineView::applyTheme(Theme::make(ThemeMode::Light));
}

QString TimelineView::caption() const {
    const DesignDetail& steady = *design().steady;
    const HardwareCost& cost = design().detail->cost;
    const bool dram = steady.dramCycles >= steady.intervalCycles;
    return tr("One interval: %1 for a batch of %2. %3 sets it.")
        .arg(timeText(static_cast<double>(steady.intervalCycles)))
        .arg(design().detail->accelerator.batch)
        .arg(dram ? tr("The DRAM") : tr("The %1 chunk").arg(operatorWord(cost.bottleneck)));
}

QString TimelineView::batchCaption() const {
    const int batches = design().steady->batchesInFlight;
    return batches == 1
               ? tr("One batch in flight")
               : tr("%1 batches in flight, the newest on top: from row to row one batch goes its way")
                     .arg(batches);
}

double TimelineView::xOf(double cycles) const {
    return left_ + (right_ - left_) * cycles / static_cast<double>(design().steady->intervalCycles);
}

double TimelineView::drawLegend(QPainter* painter, const QRectF& area) const {
    LegendFlow flow(area, metrics());
    std::array<int, allBounds.size()> layers{};
    for (const LayerCost& each : design().detail->cost.layers)
        ++layers[static_cast<std::size_t>(each.bound)];
    for (const Bound bound : allBounds) {
        const int count = layers[static_cast<std::size_t>(bound)];
        if (count == 0)
            continue;
        const QString words = tr("%1: %2 %3").arg(boundLetter(bound)).arg(boundWord(bound), countText(count));
        const auto [mark, base] = flow.place(words);
        if (!painter)
            continue;
        drawBoundPattern(*painter, theme(), bound,
                         mark.adjusted(0, mark.height() * 0.3, 0, -mark.height() * 0.1));
        painter->setPen(theme().text);
        painter->drawText(base, words);
    }
    return flow.height();
}

double TimelineView::laneWeight() const {
    const double rows = hasDesign() ? design().steady->batchesInFlight : 1;
    const double lanes =
        hasDesign() ? std::ranges::count_if(design().steady->pes, [](std::int64_t pes) { return pes > 0; })
                    : 3;
    return 2.4 * lanes + 2.2 + std::clamp(0.5 * rows, 1.5, 7.0);
}

void TimelineView::arrange() {
    lanes_.clear();
    demands_.clear();
    if (!hasDesign())
        return;
    demands_ = demandsOf(*design().detail, *design().steady);
    const QRectF inside = content();
    const double height = line(), pad = std::round(height * 0.4);
    left_ = inside.left() + std::ceil(metrics().horizontalAdvance(QStringLiteral("adder \u00a0"))) + pad;
    right_ = inside.right() - pad;
    double y = inside.top();
    const auto take = [&](double band, double from) {
        const QRectF rect(from, y, right_ - from, std::max(0.0, band));
        y += band;
        return rect;
    };
    caption_ = take(height, inside.left());
    y += pad / 2;
    legend_ = take(drawLegend(nullptr, QRectF(0, 0, right_ - inside.left(), 0)), inside.left());
    y += pad;
    const double fixed = (y - inside.top()) + pad + height + height + pad / 2;
    const double unit = std::max(2.0, (inside.height() - fixed) / laneWeight());
    for (const OperatorType op : allOperatorTypes) {
        if (design().steady->pes[indexOf(op)] == 0)
            continue;
        Lane lane;
        lane.op = op;
        const QRectF whole = take(2.4 * unit, left_);
        const double strip = std::clamp(whole.height() * 0.16, 3.0, height * 0.6);
        lane.bar = QRectF(whole.left(), std::round(whole.top()), whole.width(),
                          std::round(whole.height() - strip - whole.height() * 0.16));
        lane.bound = QRectF(whole.left(), lane.bar.bottom() + 1, whole.width(), std::round(strip));
        lanes_.push_back(lane);
    }
    demand_ = take(2.0 * unit, left_);
    y += 0.2 * unit + pad;
    batchCaption_ = take(height, left_);
    batches_ = take(std::max(4.0, inside.bottom() - height - pad / 2 - y), left_);
    y += pad / 2;
    axis_ = take(height, left_);
}

QRectF TimelineView::layerRect(int index) const {
    if (index < 0 || index >= layerCount())
        return {};
    for (const Lane& lane : lanes_)
        if (lane.op == layer(index).op) {
            const double from = snapped(xOf(static_cast<double>(steady(index).start)));
            const double to = snapped(xOf(static_cast<double>(steady(index).start + steady(index).cycles)));
            return {QPointF(from, lane.bar.top()),
                    QPointF(std::max(to, from + 1 / devicePixelRatioF()), lane.bar.bottom())};
        }
    return {};
}

QRectF TimelineView::batchRect(int index) const {
    QRectF rect = layerRect(index);
    if (rect.isEmpty())
        return {};
    const double row = batches_.height() / design().steady->batchesInFlight;
    const double top = batches_.top() + row * steady(index).interval;
    rect.setTop(snapped(top));
    rect.setBottom(std::max(snapped(top + row * (row > 5 ? 0.85 : 1)), rect.top() + 1));
    return rect;
}

int TimelineView::layerAt(const QPointF& point) const {
    const auto near = [&](const QRectF& rect) {
        return point.x() >= rect.left() - 0.5 && point.x() < rect.right() + 0.5 && point.y() >= rect.top() &&
               point.y() <= rect.bottom();
    };
    int nearest = -1;
    double best = 1e9;
    for (int i = 0; i < layerCount(); ++i) {
        const QRectF rect = layerRect(i);
        QRectF inLane = rect;
        for (const Lane& lane : lanes_)
            if (lane.op == layer(i).op)
                inLane.setBottom(lane.bound.bottom());
        if (!near(inLane) && !near(batchRect(i)))
            continue;
        const double distance = std::abs(point.x() - rect.center().x()) / std::max(1.0, rect.width());
        if (distance < best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

void TimelineView::drawLabel(QPainter& painter, const QRectF& beside, const QString& name,
                             const QString& figure) const {
    const double height = line();
    const QRectF room(content().left(), beside.center().y() - height, left_ - content().left() - 6, height);
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.setPen(theme().text);
    const bool both = beside.height() >= 1.7 * height;
    painter.drawText(both ? room : room.translated(0, height / 2), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(theme().font(theme().small));
    if (!both)
        return;
    painter.setPen(theme().mutedText);
    painter.drawText(room.translated(0, height), Qt::AlignLeft | Qt::AlignVCenter, figure);
}

void TimelineView::drawAxis(QPainter& painter) const {
    const double whole = static_cast<double>(design().steady->intervalCycles);
    const bool micro = timeUnit() == QLatin1String("ms") && time(whole) < 0.1;
    const double unit = micro ? 1e3 : 1;
    const double length = time(whole) * unit;
    const double step = tickStep(length, (right_ - left_) / (metrics().averageCharWidth() * 12));
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    for (int n = 0; n * step <= length * (1 + 1e-9); ++n) {
        const double x = snapped(xOf(whole * n * step / length));
        painter.setPen(QPen(theme().grid, theme().scale));
        painter.drawLine(QPointF(x, lanes_.front().bar.top()), QPointF(x, axis_.top()));
        const QString text = n == 0 ? QStringLiteral("0") : fixedText(n * step, decimals);
        const double width = metrics().horizontalAdvance(text);
        const QString words =
            micro ? tr("\u00b5s of the interval") : tr("%1 of the interval").arg(timeUnit());
        if (x + width / 2 > right_ - metrics().horizontalAdvance(words) - 6 && n > 0)
            continue; // the unit stands there
        painter.setPen(theme().mutedText);
        painter.drawText(QRectF(x - width / 2 - 2, axis_.top(), width + 4, axis_.height()), Qt::AlignCenter,
                         text);
    }
    painter.setPen(theme().mutedText);
    painter.drawText(axis_, Qt::AlignRight | Qt::AlignVCenter,
                     micro ? tr("\u00b5s of the interval") : tr("%1 of the interval").arg(timeUnit()));
}

void TimelineView::drawLane(QPainter& painter, const Lane& lane) const {
    const ChunkCost& chunk = design().detail->cost.chunks[indexOf(lane.op)];
    drawLabel(painter, QRectF(lane.bar.topLeft(), lane.bound.bottomRight()), operatorWord(lane.op),
              percent(chunk.busy));
    painter.setPen(QPen(theme().axis, theme().scale));
    painter.drawLine(lane.bar.bottomLeft(), lane.bar.bottomRight());
    painter.setBrushOrigin(lane.bar.topLeft());
    const QBrush brush = theme().operatorBrush(lane.op);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < layerCount(); ++i) {
        if (layer(i).op != lane.op)
            continue;
        QRectF rect = layerRect(i);
        if (rect.width() >= 3) // neighbours are told apart
            rect.setRight(rect.right() - std::max(1 / devicePixelRatioF(), snapped(0.8 * theme().scale)));
        painter.fillRect(rect, brush);
        drawBoundPattern(painter, theme(), cost(i).bound,
                         QRectF(rect.left(), lane.bound.top(), rect.width(), lane.bound.height()));
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void TimelineView::drawDemand(QPainter& painter) const {
    double most = 1;
    for (const Demand& demand : demands_)
        most = std::max(most, demand.total());
    const DesignDetail& steady = *design().steady;
    drawLabel(painter, demand_, tr("DRAM"),
              percent(static_cast<double>(steady.dramCycles) / static_cast<double>(steady.intervalCycles)));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrushOrigin(demand_.topLeft());
    const double top = demand_.top() + demand_.height() * 0.08, bottom = demand_.bottom();
    const auto yOf = [&](double share) { return snapped(bottom - (bottom - top) * share / most); };
    std::array<QBrush, operatorTypeCount> brushes;
    for (const OperatorType op : allOperatorTypes)
        brushes[indexOf(op)] = theme().operatorBrush(op);
    for (const Demand& demand : demands_) {
        const double from = snapped(xOf(demand.begin));
        const double to = snapped(xOf(demand.end));
        double below = 0;
        for (const OperatorType op : allOperatorTypes) {
            const double share = demand.share[indexOf(op)];
            if (share <= 0)
                continue;
            painter.fillRect(QRectF(QPointF(from, yOf(below + share)), QPointF(to, yOf(below))),
                             brushes[indexOf(op)]);
            below += share;
        }
    }
    painter.setPen(QPen(theme().axis, theme().scale));
    painter.drawLine(QPointF(left_, bottom), QPointF(right_, bottom));
    const double whole = yOf(1);
    painter.setPen(QPen(theme().text, theme().scale, Qt::DashLine));
    painter.drawLine(QPointF(left_, whole), QPointF(right_, whole));
    painter.setRenderHint(QPainter::Antialiasing);
    const QString words = tr("100\u00a0% of the bandwidth");
    const double width = metrics().horizontalAdvance(words) + 6;
    const QRectF plate(right_ - width, std::max(whole - line() - 1, demand_.top() - line() * 0.4), width,
                       line());
    if (demand_.height() > 2 * line()) {
        QColor ground = theme().background;
        ground.setAlpha(215);
        painter.fillRect(plate, ground);
        painter.setPen(theme().text);
        painter.drawText(plate, Qt::AlignCenter, words);
    }
}

void TimelineView::drawBatches(QPainter& painter) const {
    painter.setPen(theme().mutedText);
    painter.drawText(batchCaption_, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics().elidedText(batchCaption(), Qt::ElideRight, batchCaption_.width()));
    const int rows = design().steady->batchesInFlight;
    const double row = batches_.height() / rows;
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (row >= 4)
        for (int r = 0; r <= rows; ++r) {
            const double y = snapped(batches_.top() + r * row);
            painter.setPen(QPen(theme().grid, theme().scale));
            painter.drawLine(QPointF(left_, y), QPointF(right_, y));
        }
    std::array<QBrush, operatorTypeCount> brushes;
    for (const OperatorType op : allOperatorTypes)
        brushes[indexOf(op)] = theme().operatorBrush(op);
    for (int i = 0; i < layerCount(); ++i)
        painter.fillRect(batchRect(i), brushes[indexOf(layer(i).op)]);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().mutedText);
    const double height = line();
    const double labelLeft = content().left(), labelWidth = left_ - labelLeft - 6;
    // Beside the middle of its row, also where rows are thinner than the words.
    painter.drawText(QRectF(labelLeft, batches_.top() + (row - height) / 2, labelWidth, height),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("newest"));
    if (rows > 1 && batches_.height() > 2.2 * height)
        painter.drawText(QRectF(labelLeft, batches_.bottom() - (row + height) / 2, labelWidth, height),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("oldest"));
}

void TimelineView::paintDesign(QPainter& painter) const {
    painter.setPen(theme().text);
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.drawText(caption_, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(caption(), Qt::ElideRight, caption_.width()));
    painter.setFont(theme().font(theme().small));
    drawLegend(&painter, legend_);
    drawAxis(painter);
    for (const Lane& lane : lanes_)
        drawLane(painter, lane);
    drawDemand(painter);
    drawBatches(painter);
    drawPointed(painter, [this](int index) { return layerRect(index); });
    drawPointed(painter, [this](int index) { return batchRect(index); });
}

QString TimelineView::sentence(int index) const {
    const LayerDetail& each = steady(index);
    return tr("%1 chunk, %2 from %3 on, batch %4 of %5, waits for %6")
        .arg(operatorWord(layer(index).op), timeText(static_cast<double>(each.cycles)),
             each.start == 0 ? QStringLiteral("0") : timeText(static_cast<double>(each.start)))
        .arg(each.interval + 1)
        .arg(design().steady->batchesInFlight)
        .arg(boundWord(cost(index).bound));
}

QString TimelineView::tip(int index) const {
    const LayerDetail& each = steady(index);
    const auto share = [&](std::int64_t cycles) {
        return percent(static_cast<double>(cycles) /
                       static_cast<double>(std::max<std::int64_t>(1, each.cycles)));
    };
    return tr("%1 on the %2 chunk\n%3 to %4 of the interval\nBatch %5 of the %6 in flight\nWaits for "
              "%7\nArray %8, DRAM "
              "%9, ")
               .arg(QString::fromStdString(layer(index).name), operatorWord(layer(index).op),
                    timeText(static_cast<double>(each.start)),
                    timeText(static_cast<double>(each.start + each.cycles)))
               .arg(each.interval + 1)
               .arg(design().steady->batchesInFlight)
               .arg(boundWord(cost(index).bound), share(each.shares.array), share(each.shares.dram)) +
           tr("fill and drain %1 of its time").arg(share(each.shares.fill + each.shares.drain));
}

QString TimelineView::promise() const {
    return tr(
        "When each layer runs, and on which chunk, appears here. Select a design that fits its platform.");
}

QString TimelineView::summary() const {
    QString text = caption() + QLatin1Char('\n') + batchCaption() + QLatin1Char('\n');
    for (const Lane& lane : lanes_) {
        const ChunkCost& chunk = design().detail->cost.chunks[indexOf(lane.op)];
        text += tr("%1 chunk: %2 layers, busy for %3 of the interval\n")
                    .arg(operatorWord(lane.op))
                    .arg(chunk.layers)
                    .arg(percent(chunk.busy));
    }
    return text + tr("DRAM: busy for %1 of the interval")
                      .arg(percent(static_cast<double>(design().steady->dramCycles) /
                                   static_cast<double>(design().steady->intervalCycles)));
}

QSize TimelineView::sizeHint() const {
    return {static_cast<int>(340 * theme().scale),
            static_cast<int>((6.5 + 0.85 * laneWeight()) * line() + 2 * margins().height())};
}

QSize TimelineView::minimumSizeHint() const {
    return {160, static_cast<int>((6.5 + 0.4 * laneWeight()) * line() + 2 * margins().height())};
}

} // namespace pairscape
