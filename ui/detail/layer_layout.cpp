// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_layout.h"

#include <algorithm>

namespace pairscape {

namespace {

/// Of the window's width this much may go to the least widths; the rest shows MACs.
constexpr double leastShare = 0.65;

} // namespace

QString stageName(const Layer& layer) {
    if (layer.role == LayerRole::Head || layer.role == LayerRole::HeadExpand)
        return QStringLiteral("head");
    const QString name = QString::fromStdString(layer.name);
    return layer.stage < 0 ? name : name.section(QLatin1Char('.'), 0, 0);
}

QString blockName(const Layer& layer) {
    return layer.block < 0 ? stageName(layer)
                           : QString::fromStdString(layer.name).section(QLatin1Char('.'), 0, 1);
}

LayerLayout::LayerLayout(const Network& network, double windowWidth, double zoom) {
    const std::size_t count = network.layers.size();
    if (count == 0)
        return;
    const auto n = static_cast<double>(count);
    const double fitting = std::max(windowWidth, n * leastWidth / leastShare);
    length_ = fitting * std::max(1.0, zoom);
    const double least = std::min(length_ * leastShare / n, std::max(leastWidth, length_ / n / 3));
    double macs = 0;
    for (const Layer& layer : network.layers)
        macs += static_cast<double>(layer.macs());
    const double shared = length_ - n * least;
    double x = 0;
    for (const Layer& layer : network.layers) {
        const double share = macs > 0 ? static_cast<double>(layer.macs()) / macs : 1 / n;
        layers_.push_back({x, least + shared * share});
        x = layers_.back().end();
    }
    for (std::size_t i = 0; i < count; ++i) {
        const QString name = stageName(network.layers[i]);
        const int index = static_cast<int>(i);
        if (stages_.empty() || stages_.back().name != name)
            stages_.push_back({name, index, index, layers_[i]});
        stages_.back().last = index;
        stages_.back().span.width = layers_[i].end() - stages_.back().span.x;
    }
}

int LayerLayout::layerAt(double x) const {
    if (layers_.empty() || x < 0 || x >= length_)
        return -1;
    const auto after = std::upper_bound(layers_.begin(), layers_.end(), x,
                                        [](double at, const Span& span) { return at < span.x; });
    return static_cast<int>(after - layers_.begin()) - 1;
}

} // namespace pairscape
