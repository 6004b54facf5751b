// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/cuda/adder_cuda.h"

#include "core/operators/cuda/adder_plan.h"

namespace pairscape::cuda {

namespace {

template <class T, class Problem>
__global__ void __launch_bounds__(blockThreads, 2) tileKernel(const Problem problem) {
    __shared__ __align__(16) float shared[T::sharedFloats];
    TileThread<Problem, T> thread(problem, shared, threadIdx.x, blockIdx.x, blockIdx.y, blockIdx.z);
    const int steps = thread.steps();
    thread.fetch(0);
    for (int step = 0; step < steps; ++step) {
        thread.put(step);
        __syncthreads();
        if (step + 1 < steps)
            thread.fetch(step + 1);
        thread.compute(step);
    }
    thread.store();
}

template <class Elements>
__global__ void __launch_bounds__(blockThreads) elementKernel(const Elements elements) {
    const int element = blockIdx.x * blockThreads + threadIdx.x;
    if (element < elements.elements())
        elements.run(element);
}

__global__ void __launch_bounds__(blockThreads) tapKernel(const DepthwiseWeightGradient problem) {
    __shared__ float shared[DepthwiseWeightGradient::sharedFloats];
    DepthwiseTapThread thread(problem, shared, threadIdx.x, blockIdx.x, blockIdx.y, blockIdx.z);
    thread.sum();
    __syncthreads();
    thread.fold();
    __syncthreads();
    thread.finish();
}

class Launcher {
  public:
    explicit Launcher(CUstream_st* stream) : stream_(stream) {
        cudaGetLastError();
    } // forget what others left

    template <class T, class Problem>
    void tiles(const Problem& problem, int columnBlocks, int rowBlocks, int layers) {
        tileKernel<T><<<dim3(columnBlocks, rowBlocks, layers), blockThreads, 0, stream_>>>(problem);
    }
    template <class Elements>
    void elements(const Elements& elements) {
        elementKernel<<<blocksOf(elements.elements(), blockThreads), blockThreads, 0, stream_>>>(elements);
    }
    void taps(const DepthwiseWeightGradient& problem, int slices) {
        tapKernel<<<dim3(problem.g.outChannels, problem.tapBlocks(), slices), blockThreads, 0, stream_>>>(
            problem);
    }
    const char* error() const {
        const cudaError_t error = cudaGetLastError();
        return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
    }

  private:
    cudaStream_t stream_;
};

} // namespace

bool adderFits(const LayerShape& shape) {
    return plannable(shape);
}

std::int64_t adderScratchFloats(const LayerShape& shape) {
    return scratchFloats(shape);
}

const char* adderForward(const LayerShape& shape, const float* input, const float* weights, float* output,
                         CUstream_st* stream) {
    Launcher launch(stream);
    planForward(launch, shape, input, weights, output);
    return launch.error();
}

const char* adderInputGradient(const LayerShape& shape, const float* input, const float* weights,
                               const float* outputGradient, float* gradient, CUstream_st* stream) {
    Launcher launch(stream);
    planInputGradient(launch, shape, input, weights, outputGradient, gradient);
    return launch.error();
}

const char* adderWeightGradient(const LayerShape& shape, const float* input, const float* weights,
                                const float* outputGradient, float* gradient, float* scratch,
                                CUstream_st* stream) {
    Launcher launch(stream);
    planWeightGradient(launch, shape, input, weights, outputGradient, gradient, scratch);
    return launch.error();
}

} // namespace pairscape::cuda
