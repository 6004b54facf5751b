// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/operators/layer_options.h"

#include "core/operators/torch.h"

#include <vector>

namespace pairscape {

inline torch::Tensor tensorOf(const std::vector<float>& values, torch::IntArrayRef sizes) {
    torch::Tensor tensor = torch::empty(sizes, torch::kFloat);
    std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
    return tensor;
}

inline std::vector<float> valuesOf(const torch::Tensor& tensor) {
    const torch::Tensor plain = tensor.detach().contiguous();
    const float* first = plain.data_ptr<float>();
    return {first, first + plain.numel()};
}

inline LayerOptions optionsOf(const LayerShape& shape) {
    return {shape.stride, shape.padding, shape.groups};
}

/// Normal input and weight of a layer, as plain memory and as tensors.
struct LayerData {
    LayerData(const LayerShape& shape, std::uint64_t seed)
        : x(static_cast<std::size_t>(shape.inputElements())), w(static_cast<std::size_t>(shape.weights())) {
        RandomStream random({seed});
        random.fillNormal(x);
        random.fillNormal(w);
        input = tensorOf(x, {shape.batch, shape.inChannels, shape.inHeight, shape.inWidth});
        weight = tensorOf(w, {shape.outChannels, shape.groupInputs(), shape.kernel, shape.kernel});
    }
    std::vector<float> x, w;
    torch::Tensor input, weight;
};

/// Sets LibTorch's threads for a scope.
class Threads {
  public:
    explicit Threads(int count) : before_(torch::get_num_threads()) { torch::set_num_threads(count); }
    ~Threads() { torch::set_num_threads(before_); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

  private:
    int before_;
};

} // namespace pairscape
