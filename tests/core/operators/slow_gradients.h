// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/operators/slow_layers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

/// The layers' gradients as their formulas stand in the papers, in double precision.
namespace pairscape {

/// Derivatives of one term with respect to x and w.
struct SlowDerivatives {
    SlowTerm byInput, byWeight;
};

inline const SlowDerivatives productDerivatives = {[](double, double w) { return w; },
                                                   [](double x, double) { return x; }};
inline const SlowDerivatives adderDerivatives = {
    [](double x, double w) { return std::clamp(w - x, -1.0, 1.0); },
    [](double x, double w) { return x - w; }};

struct SlowGradients {
    std::vector<double> input, weight;
    std::vector<double> inputMagnitude, weightMagnitude; ///< sums of what was added, without signs
};

inline SlowGradients slowGradients(const LayerShape& shape, const SlowDerivatives& d,
                                   const std::vector<float>& input, const std::vector<float>& weight,
                                   const std::vector<float>& outputGradient) {
    SlowGradients result;
    result.input.resize(input.size());
    result.weight.resize(weight.size());
    result.inputMagnitude.resize(input.size());
    result.weightMagnitude.resize(weight.size());
    forEachTerm(shape, [&](std::int64_t i, std::int64_t wi, std::int64_t o) {
        const auto at = static_cast<std::size_t>(wi);
        const double x = i < 0 ? 0.0 : static_cast<double>(input[static_cast<std::size_t>(i)]);
        const double w = static_cast<double>(weight[at]);
        const double dy = static_cast<double>(outputGradient[static_cast<std::size_t>(o)]);
        result.weight[at] += d.byWeight(x, w) * dy;
        result.weightMagnitude[at] += (std::abs(x) + std::abs(w)) * std::abs(dy);
        if (i < 0)
            return;
        result.input[static_cast<std::size_t>(i)] += d.byInput(x, w) * dy;
        result.inputMagnitude[static_cast<std::size_t>(i)] += (1 + std::abs(w)) * std::abs(dy);
    });
    return result;
}

} // namespace pairscape
