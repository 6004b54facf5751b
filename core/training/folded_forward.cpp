// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/folded_forward.h"

#include "core/operators/adder_layer.h"
#include "core/operators/conv_layer.h"
#include "core/training/network_walk.h"
#include "core/training/quantisation.h"

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// Whole numbers in floats are exact below 2^24; a product of two 8-bit numbers is at most 2^14.
constexpr std::int64_t exactTerms = (1 << 10) - 1;

torch::Tensor clampBits(const torch::Tensor& values, int bits) {
    const double limit = static_cast<double>(1 << (bits - 1));
    return values.clamp(-limit, limit - 1);
}

/// (m x + o) / 2^s rounded half to even, exact in double precision (fixed_point.h).
torch::Tensor affine(const torch::Tensor& x, const torch::Tensor& m, const torch::Tensor& o,
                     const torch::Tensor& inverse) {
    return ((x.to(torch::kDouble) * m + o) * inverse).round();
}

torch::Tensor affine(const torch::Tensor& x, const FixedAffine& f) {
    return ((x.to(torch::kDouble) * static_cast<double>(f.multiplier) + static_cast<double>(f.offset)) *
            std::ldexp(1.0, -f.shift))
        .round();
}

/// Integers in floats, [batch][channels][height][width].
class FoldedPass {
  public:
    using Map = torch::Tensor;

    explicit FoldedPass(const FoldedNetwork& folded) : folded_(folded) {}

    torch::Tensor layer(int index, const torch::Tensor& input) {
        const auto at = static_cast<std::size_t>(index);
        const Layer& l = folded_.network.layers[at];
        const FoldedLayer& f = folded_.layers[at];
        const torch::Tensor sums = sumsOf(l, f, input);
        if (index == folded_.network.classifier) {
            const torch::Tensor offsets =
                torch::from_blob(const_cast<std::int32_t*>(folded_.logitOffsets.data()), {l.outChannels},
                                 torch::kInt)
                    .to(torch::kDouble);
            return sums + offsets.view({1, -1, 1, 1});
        }
        torch::Tensor m = torch::empty({1, l.outChannels, 1, 1}, torch::kDouble), o = torch::empty_like(m),
                      inverse = torch::empty_like(m);
        for (std::size_t c = 0; c < f.affine.size(); ++c) {
            m.data_ptr<double>()[c] = static_cast<double>(f.affine[c].multiplier);
            o.data_ptr<double>()[c] = static_cast<double>(f.affine[c].offset);
            inverse.data_ptr<double>()[c] = std::ldexp(1.0, -f.affine[c].shift);
        }
        torch::Tensor y = affine(sums, m, o, inverse);
        if (!f.table.empty()) {
            const torch::Tensor table =
                torch::from_blob(const_cast<std::int8_t*>(f.table.data()),
                                 {static_cast<std::int64_t>(f.table.size())}, torch::kChar)
                    .to(torch::kFloat);
            const torch::Tensor place =
                (clampBits(y, tableBits) + static_cast<double>(1 << (tableBits - 1))).to(torch::kLong);
            return table.index_select(0, place.flatten()).view(place.sizes());
        }
        if (f.positiveOnly)
            y = y.clamp_min(0);
        return clampBits(y, activationBits).to(torch::kFloat);
    }

    torch::Tensor mean(int block, const torch::Tensor& map) {
        const FixedAffine& factor =
            block < 0 ? folded_.globalMean : folded_.blocks[static_cast<std::size_t>(block)].mean;
        return small(affine(map.to(torch::kDouble).sum({2, 3}, true), factor));
    }

    torch::Tensor windowMean(int block, const torch::Tensor& map, int stride) {
        const auto& factors = folded_.blocks[static_cast<std::size_t>(block)].windowMean;
        std::vector<torch::Tensor> rows;
        for (std::int64_t y = 0; y < map.size(2); y += stride) {
            std::vector<torch::Tensor> row;
            for (std::int64_t x = 0; x < map.size(3); x += stride) {
                const torch::Tensor window = map.slice(2, y, y + stride).slice(3, x, x + stride);
                row.push_back(affine(window.to(torch::kDouble).sum({2, 3}, true),
                                     factors[static_cast<std::size_t>(window.size(2) * window.size(3))]));
            }
            rows.push_back(torch::cat(row, 3));
        }
        return small(torch::cat(rows, 2));
    }

    torch::Tensor gate(int block, const torch::Tensor& map, const torch::Tensor& gates) {
        return small(affine(map * gates, folded_.blocks[static_cast<std::size_t>(block)].gate));
    }

    torch::Tensor add(int block, const torch::Tensor& map, const torch::Tensor& around) {
        const FoldedBlock& f = folded_.blocks[static_cast<std::size_t>(block)];
        return small(((map.to(torch::kDouble) * static_cast<double>(f.sumMap.multiplier) +
                       around.to(torch::kDouble) * static_cast<double>(f.sumAround.multiplier)) *
                      std::ldexp(1.0, -f.sumMap.shift))
                         .round());
    }

  private:
    static torch::Tensor small(const torch::Tensor& values) {
        return clampBits(values, activationBits).to(torch::kFloat);
    }

    /// Weights as whole numbers in floats, [out][in / groups][kernel][kernel].
    static torch::Tensor weightsOf(const Layer& l, const FoldedLayer& f) {
        torch::Tensor w = torch::empty({l.outChannels, l.kernel, l.kernel, l.inChannels / l.groups});
        float* to = w.data_ptr<float>();
        for (const std::int8_t value : f.weights)
            *to++ = static_cast<float>(value);
        for (const ShiftWeight& shift : f.shifts)
            *to++ = static_cast<float>(shiftProduct(1, shift));
        return w.permute({0, 3, 1, 2}).contiguous();
    }

    static torch::Tensor sumsOf(const Layer& l, const FoldedLayer& f, const torch::Tensor& input) {
        const torch::Tensor w = weightsOf(l, f);
        const LayerOptions options = {l.stride, l.padding, l.groups};
        if (l.op == OperatorType::Adder)
            return adderForward(clampBits(affine(input, f.toInput), adderBits).to(torch::kFloat).contiguous(),
                                w, options)
                .to(torch::kDouble);
        const std::int64_t channels = l.inChannels / l.groups,
                           atOnce = std::max<std::int64_t>(1, exactTerms / (l.kernel * l.kernel));
        if (channels <= atOnce || l.groups > 1)
            return convForward(input.contiguous(), w, options).to(torch::kDouble);
        torch::Tensor sums;
        for (std::int64_t first = 0; first < channels; first += atOnce) {
            const std::int64_t count = std::min(atOnce, channels - first);
            const torch::Tensor part = convForward(input.narrow(1, first, count).contiguous(),
                                                   w.narrow(1, first, count).contiguous(), options)
                                           .to(torch::kDouble);
            sums = sums.defined() ? sums + part : part;
        }
        return sums;
    }

    const FoldedNetwork& folded_;
};

} // namespace

torch::Tensor foldedForward(const FoldedNetwork& network, const torch::Tensor& images) {
    const torch::NoGradGuard noGradient;
    // Divided by a tensor: by a number it may become a product with the reciprocal.
    const torch::Tensor step = torch::full({1}, network.imageStep);
    FoldedPass pass(network);
    return walkNetwork(network.network, clampBits((images / step).round(), activationBits).contiguous(), pass)
        .flatten(1);
}

} // namespace pairscape
