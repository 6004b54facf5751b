// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/device_layers.h"

#include "core/operators/cuda/adder_cuda.h"

#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <cstdint>

namespace pairscape {

namespace {

using torch::Tensor;

/// As the kernels want it: without gaps, and on 16 bytes where a view begins elsewhere.
Tensor ready(const Tensor& tensor) {
    const Tensor plain = tensor.contiguous();
    return reinterpret_cast<std::uintptr_t>(plain.data_ptr<float>()) % 16 == 0 ? plain : plain.clone();
}

void expect(const char* error) {
    TORCH_CHECK(error == nullptr, "The adder layer's CUDA kernel could not be started: ", error);
}

} // namespace

bool onDeviceKernels(const Tensor& input, const Tensor& weight, const LayerOptions& options) {
    return input.is_cuda() && weight.device() == input.device() && input.scalar_type() == torch::kFloat &&
           weight.scalar_type() == torch::kFloat && cuda::adderFits(layerShape(input, weight, options));
}

Tensor adderForwardOnDevice(const Tensor& input, const Tensor& weight, const LayerOptions& options) {
    const torch::NoGradGuard noGradient;
    const c10::cuda::CUDAGuard device(input.device());
    const LayerShape s = layerShape(input, weight, options);
    const Tensor x = ready(input), w = ready(weight);
    const Tensor y = torch::empty({s.batch, s.outChannels, s.outHeight(), s.outWidth()}, x.options());
    expect(cuda::adderForward(s, x.data_ptr<float>(), w.data_ptr<float>(), y.data_ptr<float>(),
                              c10::cuda::getCurrentCUDAStream().stream()));
    return y;
}

std::tuple<Tensor, Tensor> adderBackwardOnDevice(const Tensor& input, const Tensor& weight,
                                                 const Tensor& outputGradient, const LayerOptions& options,
                                                 bool wantInput, bool wantWeight) {
    const torch::NoGradGuard noGradient;
    const c10::cuda::CUDAGuard device(input.device());
    cudaStream_t stream = c10::cuda::getCurrentCUDAStream().stream();
    const LayerShape s = layerShape(input, weight, options);
    const Tensor x = ready(input), w = ready(weight), dy = ready(outputGradient);
    Tensor dx, dw;
    if (wantInput) {
        dx = torch::empty({s.batch, s.inChannels, s.inHeight, s.inWidth}, x.options());
        expect(cuda::adderInputGradient(s, x.data_ptr<float>(), w.data_ptr<float>(), dy.data_ptr<float>(),
                                        dx.data_ptr<float>(), stream));
    }
    if (wantWeight) {
        dw = torch::empty({s.outChannels, s.groupInputs(), s.kernel, s.kernel}, x.options());
        // LibTorch hands this memory out again on this stream only, hence not before the kernels are done
        // with it.
        const Tensor scratch = torch::empty({cuda::adderScratchFloats(s)}, x.options());
        expect(cuda::adderWeightGradient(s, x.data_ptr<float>(), w.data_ptr<float>(), dy.data_ptr<float>(),
                                         dw.data_ptr<float>(), scratch.data_ptr<float>(), stream));
    }
    return {dx, dw};
}

} // namespace pairscape
