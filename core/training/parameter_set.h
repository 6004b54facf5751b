// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/torch.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pairscape {

/// Parameters that learn, in one flat tensor, so that an optimiser's step is a few passes over memory.
class ParameterSet {
  public:
    struct Parameter {
        std::string name; ///< "mb3.2.depthwise.weight", "stem.norm.scale"
        std::size_t layer = 0;
        std::int64_t offset = 0; ///< in flat()
        torch::Tensor value;     ///< a leaf that requires a gradient; shares memory with flat()
        bool decays = true;      ///< weight decay applies: weights, but no bias and no norm
    };

    /// Announces a parameter; its value is there after allocate(). Returns its place in list().
    std::size_t add(std::string name, std::size_t layer, std::vector<std::int64_t> shape, bool decays);

    /// Makes the tensors of all announced parameters, with whatever lies in their memory.
    void allocate(const torch::Device& device);

    const std::vector<Parameter>& list() const { return list_; }
    const torch::Tensor& flat() const { return flat_; }
    std::vector<torch::Tensor> leaves() const;

  private:
    std::vector<Parameter> list_;
    std::vector<std::vector<std::int64_t>> shapes_; ///< until allocate()
    std::int64_t total_ = 0;
    torch::Tensor flat_;
};

} // namespace pairscape
