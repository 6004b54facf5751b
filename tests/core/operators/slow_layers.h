// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

#include <rapidcheck.h>

#include <cstdint>
#include <functional>
#include <ostream>
#include <vector>

/// The layers as their formulas stand in the papers: seven nested loops in double precision on plain NCHW
/// memory. They share nothing with the kernels but the description of a shape.
namespace pairscape {

/// What one weight adds to an output: term(x, w).
using SlowTerm = std::function<double(double x, double w)>;

inline double productTerm(double x, double w) {
    return x * w;
}
inline double distanceTerm(double x, double w) {
    return x > w ? w - x : x - w;
}

/// Calls visit(input index or -1 for padding, weight index, output index) for every term of every output.
inline void forEachTerm(const LayerShape& s,
                        const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& visit) {
    std::int64_t output = 0;
    for (std::int64_t n = 0; n < s.batch; ++n)
        for (std::int64_t m = 0; m < s.outChannels; ++m)
            for (std::int64_t e = 0; e < s.outHeight(); ++e)
                for (std::int64_t f = 0; f < s.outWidth(); ++f, ++output)
                    for (std::int64_t c = 0; c < s.groupInputs(); ++c)
                        for (std::int64_t r = 0; r < s.kernel; ++r)
                            for (std::int64_t q = 0; q < s.kernel; ++q) {
                                const std::int64_t channel = m / s.groupOutputs() * s.groupInputs() + c;
                                const std::int64_t y = e * s.stride + r - s.padding;
                                const std::int64_t x = f * s.stride + q - s.padding;
                                const bool inside = y >= 0 && y < s.inHeight && x >= 0 && x < s.inWidth;
                                const std::int64_t input =
                                    inside ? ((n * s.inChannels + channel) * s.inHeight + y) * s.inWidth + x
                                           : -1;
                                const std::int64_t weight =
                                    ((m * s.groupInputs() + c) * s.kernel + r) * s.kernel + q;
                                visit(input, weight, output);
                            }
}

/// Output [batch][out][height][width]; padding is an x of zero.
inline std::vector<double> slowForward(const LayerShape& shape, const SlowTerm& term,
                                       const std::vector<float>& input, const std::vector<float>& weight) {
    std::vector<double> output(static_cast<std::size_t>(shape.outputElements()), 0.0);
    forEachTerm(shape, [&](std::int64_t i, std::int64_t w, std::int64_t o) {
        const double x = i < 0 ? 0.0 : static_cast<double>(input[static_cast<std::size_t>(i)]);
        output[static_cast<std::size_t>(o)] +=
            term(x, static_cast<double>(weight[static_cast<std::size_t>(w)]));
    });
    return output;
}

/// RapidCheck shows counterexamples through this.
inline std::ostream& operator<<(std::ostream& out, const LayerShape& s) {
    return out << "batch " << s.batch << ", " << s.inChannels << " -> " << s.outChannels << " channels, "
               << s.inHeight << "x" << s.inWidth << ", kernel " << s.kernel << ", stride " << s.stride
               << ", padding " << s.padding << ", groups " << s.groups;
}
inline void showValue(const LayerShape& shape, std::ostream& out) {
    out << shape;
}

enum class Grouping { Dense, Grouped, Depthwise };

/// Small valid shapes with every kind of edge: kernels larger than the map, batches that fill no vector,
/// groups of unequal fan-in and fan-out.
inline rc::Gen<LayerShape> arbitraryShape(Grouping grouping) {
    return rc::gen::exec([grouping] {
        const auto range = [](std::int64_t low, std::int64_t high) {
            return *rc::gen::inRange<std::int64_t>(low, high + 1);
        };
        LayerShape s;
        s.batch = range(1, 5);
        if (grouping == Grouping::Depthwise) {
            s.groups = s.inChannels = s.outChannels = range(1, 19);
        } else {
            s.groups = grouping == Grouping::Dense ? 1 : range(2, 4);
            s.inChannels = s.groups * range(1, 23);
            s.outChannels = s.groups * range(1, 29);
        }
        s.kernel = range(1, 5);
        s.stride = range(1, 3);
        s.padding = range(0, s.kernel);
        const std::int64_t least = std::max<std::int64_t>(1, s.kernel - 2 * s.padding);
        s.inHeight = range(least, 9);
        s.inWidth = range(least, 11);
        RC_PRE(s.valid());
        return s;
    });
}

} // namespace pairscape
