// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory layers take beside their input and output, by counting every allocation of the process:
// this program brings malloc and its kin itself. A program of its own for that reason; sanitizers have their
// own malloc, with which it skips.

#include "tests/core/operators/tensors.h"

#include "core/operators/differentiable_layers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <malloc.h>
#include <vector>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PAIRSCAPE_COUNTS_MEMORY 0
#else
#define PAIRSCAPE_COUNTS_MEMORY 1
#endif

namespace {

std::atomic<std::int64_t> live = 0, peak = 0;

[[maybe_unused]] void* counted(void* memory) {
    if (memory != nullptr) {
        const auto size = static_cast<std::int64_t>(malloc_usable_size(memory));
        const std::int64_t now = live.fetch_add(size) + size;
        std::int64_t before = peak.load();
        while (before < now && !peak.compare_exchange_weak(before, now)) {
        }
    }
    return memory;
}

[[maybe_unused]] void uncounted(void* memory) {
    if (memory != nullptr)
        live.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(memory)));
}

} // namespace

#if PAIRSCAPE_COUNTS_MEMORY
// glibc's own functions behind the ones that the whole process finds here first.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) {
    return counted(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size) {
    return counted(__libc_calloc(count, size));
}
void* realloc(void* memory, std::size_t size) {
    uncounted(memory);
    return counted(__libc_realloc(memory, size));
}
void* memalign(std::size_t alignment, std::size_t size) {
    return counted(__libc_memalign(alignment, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return counted(__libc_memalign(alignment, size));
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    *memory = counted(__libc_memalign(alignment, size));
    return *memory == nullptr ? ENOMEM : 0;
}
void free(void* memory) {
    uncounted(memory);
    __libc_free(memory);
}
}
#endif

namespace pairscape {
namespace {

/// Most bytes that were live during `work` beyond those before it.
template <class Work>
std::int64_t peakOf(const Work& work) {
    const std::int64_t before = live.load();
    peak.store(before);
    work();
    return peak.load() - before;
}

struct LayerCase {
    const char* name;
    LayerShape shape;
};

/// Of a batch of 64: maps as they lie, and small ones that are copied with the batch innermost.
const LayerCase cases[] = {
    {"expand, 16x16", {64, 32, 192, 16, 16, 1, 1, 0, 1}},
    {"project, 16x16", {64, 192, 32, 16, 16, 1, 1, 0, 1}},
    {"3x3, 32x32", {32, 48, 48, 32, 32, 3, 1, 1, 1}},
    {"5x5 in two groups", {32, 32, 32, 24, 24, 5, 2, 2, 2}},
    {"depthwise 5x5", {64, 192, 192, 16, 16, 5, 1, 2, 192}},
    {"depthwise 3x3, small maps", {256, 384, 384, 4, 4, 3, 1, 1, 384}},
    {"expand, small maps", {512, 112, 448, 4, 4, 1, 1, 0, 1}},
    {"project, small maps", {512, 448, 112, 4, 4, 1, 1, 0, 1}},
};

using Layer = torch::Tensor (*)(const torch::Tensor&, const torch::Tensor&, const LayerOptions&);

torch::Tensor adder(const torch::Tensor& x, const torch::Tensor& w, const LayerOptions& options) {
    return adderLayer(x, w, options);
}

} // namespace

TEST(OperatorMemory, StaysBelowTwelveTenthsOfInputAndOutput) {
    if (!PAIRSCAPE_COUNTS_MEMORY)
        GTEST_SKIP() << "The sanitizer has a malloc of its own.";
    const Threads one(1); // each thread has a tile of its own
    for (const LayerCase& c : cases)
        for (const Layer layer : {Layer(convLayer), Layer(shiftLayer), Layer(adder)}) {
            const LayerData data(c.shape, 3);
            const torch::Tensor x = data.input.clone().requires_grad_(),
                                w = data.weight.clone().requires_grad_();
            const std::int64_t maps = 4 * (c.shape.inputElements() + c.shape.outputElements());
            const std::int64_t weights = 4 * c.shape.weights();
            torch::Tensor y;
            const std::int64_t forward =
                peakOf([&] { y = layer(x, w, optionsOf(c.shape)); }) - 4 * c.shape.outputElements();
            EXPECT_LE(forward, maps * 12 / 10) << c.name;
            EXPECT_GE(forward, 0) << c.name << ": the output itself must have been counted";
            const torch::Tensor dy = torch::ones(y.sizes());
            std::vector<torch::Tensor> gradients;
            const std::int64_t backward = peakOf([&] {
                                              gradients = torch::autograd::grad({y}, {x, w}, {dy});
                                          }) -
                                          4 * c.shape.inputElements() - weights;
            EXPECT_LE(backward, maps * 12 / 10) << c.name << ", backward";
            std::printf("%-28s forward %5.2f, backward %5.2f of input and output\n", c.name,
                        static_cast<double>(forward) / static_cast<double>(maps),
                        static_cast<double>(backward) / static_cast<double>(maps));
        }
}

} // namespace pairscape
