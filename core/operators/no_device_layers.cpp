// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// In place of device_layers.cpp where Pairscape is built without CUDA.
#include "core/operators/device_layers.h"

namespace pairscape {

bool onDeviceKernels(const torch::Tensor&, const torch::Tensor&, const LayerOptions&) {
    return false;
}

torch::Tensor adderForwardOnDevice(const torch::Tensor&, const torch::Tensor&, const LayerOptions&) {
    TORCH_CHECK(false, "Pairscape was built without CUDA kernels.");
}

std::tuple<torch::Tensor, torch::Tensor> adderBackwardOnDevice(const torch::Tensor&, const torch::Tensor&,
                                                               const torch::Tensor&, const LayerOptions&,
                                                               bool, bool) {
    TORCH_CHECK(false, "Pairscape was built without CUDA kernels.");
}

} // namespace pairscape
