// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/parameter_set.h"

#include <functional>
#include <numeric>
#include <utility>

namespace pairscape {

std::size_t ParameterSet::add(std::string name, std::size_t layer, std::vector<std::int64_t> shape,
                              bool decays) {
    list_.push_back({std::move(name), layer, total_, {}, decays});
    total_ += std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    shapes_.push_back(std::move(shape));
    return list_.size() - 1;
}

void ParameterSet::allocate(const torch::Device& device) {
    flat_ = torch::empty({total_}, torch::TensorOptions(torch::kFloat).device(device));
    for (std::size_t k = 0; k < list_.size(); ++k) {
        const std::int64_t end = k + 1 < list_.size() ? list_[k + 1].offset : total_;
        const torch::Tensor view = flat_.narrow(0, list_[k].offset, end - list_[k].offset).view(shapes_[k]);
        list_[k].value = view.detach().requires_grad_(true); // shares memory with flat_
    }
    shapes_.clear();
}

std::vector<torch::Tensor> ParameterSet::leaves() const {
    std::vector<torch::Tensor> leaves;
    for (const Parameter& parameter : list_)
        leaves.push_back(parameter.value);
    return leaves;
}

} // namespace pairscape
