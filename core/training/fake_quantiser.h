// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"
#include "core/training/quantisation.h"

#include "core/operators/torch.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace pairscape {

/// Rounds values to the steps that integers of few bits have, while gradients pass straight through (zero
/// where a value is beyond the largest number): what quantised training sees in place of integers.
class FakeQuantiser {
  public:
    explicit FakeQuantiser(const Network& network) : places_(network), ranges_(places_.count(), 0.0) {}

    /// Where ranges come from in the passes that follow.
    enum class Ranges : std::uint8_t {
        OfBatch,  ///< the largest magnitude of the values at hand
        Measured, ///< likewise, and it joins the mean of the batches since reset()
        Fixed,    ///< that mean
    };
    void begin(Ranges ranges) {
        source_ = ranges;
        if (ranges == Ranges::Measured)
            ++batches_;
    }
    void reset() {
        batches_ = 0;
        ranges_.assign(places_.count(), 0.0);
    }

    const QuantisedPlaces& places() const { return places_; }
    const std::vector<double>& ranges() const { return ranges_; }

    /// The values of a place in `bits` bits.
    torch::Tensor at(std::size_t place, const torch::Tensor& values, int bits);

    /// Input and weights as the layer uses them: 8-bit conv weights; shift weights within the reach of
    /// integers; adder operands in 6 bits on one scale.
    std::pair<torch::Tensor, torch::Tensor> operands(const Layer& layer, std::size_t index,
                                                     const torch::Tensor& input, const torch::Tensor& weight);

    /// The activation and the layer's output in 8 bits, by way of the table's input where there is a table.
    torch::Tensor activate(const Layer& layer, std::size_t index, const torch::Tensor& values);

  private:
    double rangeOf(std::size_t place, const torch::Tensor& values);

    QuantisedPlaces places_;
    std::vector<double> ranges_;
    std::int64_t batches_ = 0;
    Ranges source_ = Ranges::OfBatch;
};

} // namespace pairscape
