// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the threads of the CUDA kernels do, run on the CPU thread after thread, against loops written from the
// formulas. Only launches and barriers are not the device's own; tests/core/operators/cuda/adder_check.cu is
// for those.

#include "tests/core/operators/slow_gradients.h"
#include "tests/core/operators/slow_layers.h"

#include "core/base/random.h"
#include "core/operators/cuda/adder_plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace pairscape {
namespace {

/// Runs a plan with the tiles that it chose, or with `Forced` for all of them.
template <class Forced = void>
struct OnCpu {
    template <class Planned, class Problem>
    void tiles(const Problem& problem, int columnBlocks, int rowBlocks, int layers) {
        if constexpr (!std::is_void_v<Forced>) {
            columnBlocks = cuda::blocksOf(problem.columns(), Forced::columns);
            rowBlocks = cuda::blocksOf(problem.rows(), Forced::rows);
            run<Forced>(problem, columnBlocks, rowBlocks, layers);
        } else {
            run<Planned>(problem, columnBlocks, rowBlocks, layers);
        }
    }
    template <class T, class Problem>
    static void run(const Problem& problem, int columnBlocks, int rowBlocks, int layers) {
        for (int layer = 0; layer < layers; ++layer)
            for (int y = 0; y < rowBlocks; ++y)
                for (int x = 0; x < columnBlocks; ++x)
                    block<T>(problem, x, y, layer);
    }
    template <class T, class Problem>
    static void block(const Problem& problem, int columnBlock, int rowBlock, int layer) {
        std::vector<float> shared(T::sharedFloats, std::numeric_limits<float>::quiet_NaN());
        std::vector<cuda::TileThread<Problem, T>> threads;
        for (int i = 0; i < cuda::blockThreads; ++i)
            threads.emplace_back(problem, shared.data(), i, columnBlock, rowBlock, layer);
        const int steps = threads[0].steps();
        // Between two barriers each thread goes as far as it may before the next one starts.
        for (auto& thread : threads) {
            thread.fetch(0);
            thread.put(0);
        }
        for (int step = 0; step < steps; ++step)
            for (auto& thread : threads) {
                if (step + 1 < steps)
                    thread.fetch(step + 1);
                thread.compute(step);
                if (step + 1 < steps)
                    thread.put(step + 1);
            }
        for (auto& thread : threads)
            thread.store();
    }
    template <class Elements>
    void elements(const Elements& elements) {
        for (int i = 0; i < elements.elements(); ++i)
            elements.run(i);
    }
    void taps(const cuda::DepthwiseWeightGradient& problem, int slices) {
        for (int slice = 0; slice < slices; ++slice)
            for (int tapBlock = 0; tapBlock < problem.tapBlocks(); ++tapBlock)
                for (int channel = 0; channel < problem.g.outChannels; ++channel) {
                    std::vector<float> shared(cuda::DepthwiseWeightGradient::sharedFloats,
                                              std::numeric_limits<float>::quiet_NaN());
                    std::vector<cuda::DepthwiseTapThread> threads;
                    for (int i = 0; i < cuda::blockThreads; ++i)
                        threads.emplace_back(problem, shared.data(), i, channel, tapBlock, slice);
                    for (auto& thread : threads)
                        thread.sum();
                    for (auto& thread : threads)
                        thread.fold();
                    for (auto& thread : threads)
                        thread.finish();
                }
    }
};

std::vector<float> normals(std::int64_t count, std::uint64_t seed) {
    std::vector<float> values(static_cast<std::size_t>(count));
    RandomStream({seed}).fillNormal(values);
    return values;
}

std::vector<float> unset(std::int64_t count) {
    return std::vector<float>(static_cast<std::size_t>(count), std::numeric_limits<float>::quiet_NaN());
}

template <class Launcher>
void check(const LayerShape& shape, std::uint64_t seed) {
    ASSERT_TRUE(cuda::plannable(shape));
    const std::vector<float> x = normals(shape.inputElements(), seed), w = normals(shape.weights(), seed + 1),
                             dy = normals(shape.outputElements(), seed + 2);
    Launcher launch;

    std::vector<float> y = unset(shape.outputElements());
    cuda::planForward(launch, shape, x.data(), w.data(), y.data());
    const std::vector<double> slowY = slowForward(shape, distanceTerm, x, w);
    for (std::size_t i = 0; i < y.size(); ++i)
        ASSERT_NEAR(static_cast<double>(y[i]), slowY[i], 1e-5 * (1 + std::abs(slowY[i])))
            << shape << " output " << i;

    const SlowGradients slow = slowGradients(shape, adderDerivatives, x, w, dy);
    std::vector<float> dx = unset(shape.inputElements());
    cuda::planInputGradient(launch, shape, x.data(), w.data(), dy.data(), dx.data());
    for (std::size_t i = 0; i < dx.size(); ++i)
        ASSERT_NEAR(static_cast<double>(dx[i]), slow.input[i], 3e-6 * (1e-3 + slow.inputMagnitude[i]))
            << shape << " input gradient " << i;

    std::vector<float> dw = unset(shape.weights()), scratch = unset(cuda::scratchFloats(shape));
    EXPECT_LE(cuda::scratchFloats(shape), shape.inputElements() + shape.outputElements());
    cuda::planWeightGradient(launch, shape, x.data(), w.data(), dy.data(), dw.data(), scratch.data());
    for (std::size_t i = 0; i < dw.size(); ++i)
        ASSERT_NEAR(static_cast<double>(dw[i]), slow.weight[i], 3e-6 * (1e-3 + slow.weightMagnitude[i]))
            << shape << " weight gradient " << i;
}

template <class Launcher>
void checkArbitrary() {
    const LayerShape shape = *arbitraryShape(*rc::gen::element(Grouping::Dense, Grouping::Grouped));
    check<Launcher>(shape, *rc::gen::arbitrary<std::uint32_t>());
}

} // namespace

RC_GTEST_PROP(CudaKernels, PlannedAreTheFormula, ()) {
    checkArbitrary<OnCpu<>>();
}
RC_GTEST_PROP(CudaKernels, WithLargeTilesAreTheFormula, ()) {
    checkArbitrary<OnCpu<cuda::Tile<128, 128, 8, 8, 8>>>();
}
RC_GTEST_PROP(CudaKernels, WithTilesOfFewColumnsAreTheFormula, ()) {
    checkArbitrary<OnCpu<cuda::Tile<128, 64, 8, 8, 4>>>();
}
RC_GTEST_PROP(CudaKernels, WithSmallTilesAreTheFormula, ()) {
    checkArbitrary<OnCpu<cuda::Tile<64, 64, 16, 4, 4>>>();
}
RC_GTEST_PROP(CudaKernels, WithFlatTilesAreTheFormula, ()) {
    checkArbitrary<OnCpu<cuda::Tile<32, 128, 16, 4, 4>>>();
}
RC_GTEST_PROP(CudaKernels, DepthwiseAreTheFormula, ()) {
    check<OnCpu<>>(*arbitraryShape(Grouping::Depthwise), *rc::gen::arbitrary<std::uint32_t>());
}

/// Several blocks both ways, slices of the weight gradient, several images in a slice.
TEST(CudaKernels, OfLargerLayersAreTheFormula) {
    for (const LayerShape& shape :
         {LayerShape{6, 17, 150, 16, 16, 1, 1, 0, 1}, LayerShape{9, 10, 40, 21, 23, 3, 2, 1, 2},
          LayerShape{24, 67, 24, 14, 14, 1, 2, 0, 1}, LayerShape{9, 12, 12, 21, 20, 5, 2, 2, 12},
          LayerShape{7, 6, 6, 24, 24, 3, 1, 1, 6}}) {
        EXPECT_GT(cuda::weightGradientSlices(shape), 1) << shape;
        check<OnCpu<>>(shape, 7);
    }
    check<OnCpu<cuda::Tile<128, 128, 8, 8, 8>>>({3, 40, 150, 12, 12, 1, 1, 0, 1}, 8);
}

TEST(CudaKernels, RefuseWhatTheirIndicesCannotHold) {
    EXPECT_TRUE(cuda::plannable({256, 1344, 224, 16, 16, 1, 1, 0, 1}));
    EXPECT_FALSE(cuda::plannable({4096, 1344, 224, 32, 32, 1, 1, 0, 1}));
    EXPECT_FALSE(cuda::plannable({1, 70000, 70000, 2, 2, 1, 1, 0, 70000}));
}

} // namespace pairscape
