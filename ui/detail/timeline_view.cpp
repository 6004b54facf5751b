// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/timeline_view.h"

#include "ui/detail/bound_mark.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_layout.h"
#include "ui/detail/span_names.h"
#include "ui/models/figure_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pairscape {

namespace {

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

/// The blocks on each chunk's lane, in the order in which they run there.
std::vector<TimelineView::BlockRun> blocksOf(const Network& network, const DesignDetail& steady) {
    std::vector<std::size_t> order(steady.layers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return steady.layers[a].start < steady.layers[b].start;
    });
    std::vector<TimelineView::BlockRun> blocks;
    for (const OperatorType op : allOperatorTypes) {
        std::size_t first = blocks.size();
        for (const std::size_t i : order) {
            if (network.layers[i].op != op)
                continue;
            const LayerDetail& layer = steady.layers[i];
            const QString name = blockName(network.layers[i]);
            const double begin = static_cast<double>(layer.start);
            if (blocks.size() == first || blocks.back().name != name ||
                blocks.back().interval != layer.interval)
                blocks.push_back({op, layer.interval, name, begin, begin});
            blocks.back().end = begin + static_cast<double>(layer.cycles);
        }
    }
    return blocks;
}

} // namespace

TimelineView::TimelineView(QWidget* parent)
    : LayerView(tr("Time line of the layers"),
                tr("When each layer runs, and on which chunk, appears here. Select a design that fits its "
                   "platform."),
                parent) {
    pairscape::TimelineView::applyTheme(Theme::make(ThemeMode::Light));
}

QString TimelineView::caption() const {
    const DesignDetail& steady = *design().steady;
    const HardwareCost& cost = design().detail->cost;
    const bool dram = steady.dramCycles >= steady.intervalCycles;
    return tr("One interval (modelled): %1 for a batch of %2. %3 sets it.")
        .arg(timeText(static_cast<double>(steady.intervalCycles)))
        .arg(design().detail->accelerator.batch)
        .arg(dram ? tr("The DRAM") : tr("The %1 chunk").arg(operatorWord(cost.bottleneck)));
}

QStringList TimelineView::notes() const {
    const DesignDetail& steady = *design().steady;
    const QString most = figureText(design().detail->cost.fps), contended = figureText(steady.replay.fps);
    const QString alone = timeText(static_cast<double>(steady.chainCycles));
    const QString inFlow = timeText(static_cast<double>(steady.pipelineCycles));
    return {
        tr("FPS: at most %1, the DRAM shared in sum as drawn; %2 where chunks contend for it. Latency of a "
           "batch: %3 alone, %4 in the steady state.")
            .arg(most, contended, alone, inFlow),
        tr("FPS: at most %1, %2 with the DRAM contended. Latency: %3 alone, %4 steady.")
            .arg(most, contended, alone, inFlow),
        tr("FPS at most %1, contended %2").arg(most, contended)};
}

QString TimelineView::batchCaption() const {
    const int batches = design().steady->batchesInFlight;
    return batches == 1
               ? tr("One batch in flight")
               : tr("%1 batches in flight: each row is one interval older than the row above").arg(batches);
}

double TimelineView::xOf(double cycles) const {
    return left_ + (right_ - left_) * cycles / static_cast<double>(design().steady->intervalCycles);
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
    blocks_.clear();
    if (!hasDesign())
        return;
    demands_ = demandsOf(*design().detail, *design().steady);
    blocks_ = blocksOf(design().detail->network, *design().steady);
    const QRectF inside = content();
    const double height = line(), pad = std::round(height * 0.4);
    double gutter = 0;
    for (const QString& words :
         {tr("newest"), operatorWord(OperatorType::Adder), QStringLiteral("99.9\u00a0%")})
        gutter = std::max(gutter, metrics().horizontalAdvance(words));
    left_ = inside.left() + std::ceil(gutter) + 2 * pad;
    right_ = inside.right() - pad;
    double y = inside.top();
    const auto take = [&](double band, double from) {
        const QRectF rect(from, y, right_ - from, std::max(0.0, band));
        y += band;
        return rect;
    };
    caption_ = take(height, inside.left());
    note_ = take(height, inside.left());
    y += pad / 2;
    legend_ =
        take(drawBoundLegend(nullptr, theme(), *design().detail, QRectF(0, 0, right_ - inside.left(), 0)),
             inside.left());
    y += pad;
    const int lanes = static_cast<int>(
        std::ranges::count_if(design().steady->pes, [](std::int64_t pes) { return pes > 0; }));
    double fixed = (y - inside.top()) + 2 * pad + 3 * height + pad / 2;
    const double names = spanNamesHeight(theme());
    // Names of the blocks where the bars below them stay higher than a line.
    const bool named = (inside.height() - fixed - lanes * names) / laneWeight() * 2.4 > 1.6 * height;
    if (named)
        fixed += lanes * names;
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
        if (named) {
            y = lane.bound.bottom() + 1;
            lane.names = take(names, left_);
            y += whole.height() * 0.1;
        }
        lanes_.push_back(lane);
    }
    demandCaption_ = take(height, left_);
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

LayerWords TimelineView::wordsOn(int index) const {
    const LayerDetail& each = steady(index);
    const QString waits = boundWord(cost(index).bound);
    const QString chunk = operatorWord(layer(index).op);
    const auto share = [&](std::int64_t cycles) {
        return percentText(static_cast<double>(cycles) /
                           static_cast<double>(std::max<std::int64_t>(1, each.cycles)));
    };
    LayerWords words;
    words.sentence =
        tr("%1 chunk, %2 from %3 on, batch %4 of %5, waits for %6")
            .arg(chunk, timeText(static_cast<double>(each.cycles)),
                 each.start == 0 ? QStringLiteral("0") : timeText(static_cast<double>(each.start)))
            .arg(each.interval + 1)
            .arg(design().steady->batchesInFlight)
            .arg(waits);
    words.tip =
        tr("%1 on the %2 chunk\n%3 to %4 of the interval\nBatch %5 of the %6 in flight\nWaits for %7\n")
            .arg(QString::fromStdString(layer(index).name), chunk, timeText(static_cast<double>(each.start)),
                 timeText(static_cast<double>(each.start + each.cycles)))
            .arg(each.interval + 1)
            .arg(design().steady->batchesInFlight)
            .arg(waits) +
        tr("Array %1, DRAM %2, fill and drain %3 of its time")
            .arg(share(each.shares.array), share(each.shares.dram),
                 share(each.shares.fill + each.shares.drain));
    return words;
}

QString TimelineView::summary() const {
    QString text = caption() + QLatin1Char('\n') + notes().front() + QLatin1Char('\n') + batchCaption() +
                   QLatin1Char('\n');
    for (const Lane& lane : lanes_) {
        const ChunkCost& chunk = design().detail->cost.chunks[indexOf(lane.op)];
        text += tr("%1 chunk: %2 layers, busy for %3 of the interval\n")
                    .arg(operatorWord(lane.op))
                    .arg(chunk.layers)
                    .arg(percentText(chunk.busy));
    }
    return text + tr("DRAM: busy for %1 of the interval")
                      .arg(percentText(static_cast<double>(design().steady->dramCycles) /
                                       static_cast<double>(design().steady->intervalCycles)));
}

LayerView::LinesHigh TimelineView::linesHigh() const {
    return {8.5 + 0.85 * laneWeight(), 8.5 + 0.4 * laneWeight()};
}

} // namespace pairscape
