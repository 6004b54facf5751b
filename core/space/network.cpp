// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/network.h"

namespace pairscape {

std::string layerRoleName(LayerRole role) {
    switch (role) {
    case LayerRole::Stem: return "stem";
    case LayerRole::Expand: return "expand";
    case LayerRole::Depthwise: return "depthwise";
    case LayerRole::SqueezeReduce: return "squeeze-reduce";
    case LayerRole::SqueezeExpand: return "squeeze-expand";
    case LayerRole::Project: return "project";
    case LayerRole::Shortcut: return "shortcut";
    case LayerRole::HeadExpand: return "head-expand";
    case LayerRole::Head: return "head";
    case LayerRole::Classifier: return "classifier";
    }
    return {};
}

OperationCounts& OperationCounts::operator+=(const OperationCounts& other) {
    for (std::size_t i = 0; i < macs.size(); ++i)
        macs[i] += other.macs[i];
    parameters += other.parameters;
    return *this;
}

std::int64_t Layer::weights() const {
    return std::int64_t{outChannels} * (inChannels / groups) * kernel * kernel;
}

std::int64_t Layer::macs() const {
    return weights() * outHeight * outWidth;
}

std::int64_t Layer::parameters() const {
    return weights() + (bias ? outChannels : 0) + (batchNorm ? 2 * std::int64_t{outChannels} : 0);
}

OperationCounts Layer::counts() const {
    OperationCounts counts;
    counts.macs[indexOf(op)] = macs();
    counts.parameters = parameters();
    return counts;
}

OperationCounts Network::counts() const {
    OperationCounts counts;
    for (const Layer& layer : layers)
        counts += layer.counts();
    return counts;
}

} // namespace pairscape
