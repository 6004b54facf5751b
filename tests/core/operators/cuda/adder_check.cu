// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A program for a machine with a CUDA device: the adder layer's kernels against loops written from the
// formulas, over random shapes, and their speed. Needs nothing but nvcc, from the repository's root:
//
//     nvcc -std=c++17 -O3 -arch=native -I. core/operators/cuda/adder_cuda.cu
//     tests/core/operators/cuda/adder_check.cu
//         -o adder_check && ./adder_check
//
// Exit status 0 when every result is within its bound and the same twice. The kernels' arithmetic is tested
// without a device too (cuda_kernels_test.cpp).

#include "core/operators/cuda/adder_cuda.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using pairscape::LayerShape;

void expect(const char* what, const char* error) {
    if (error == nullptr)
        return;
    std::fprintf(stderr, "%s: %s\n", what, error);
    std::exit(2);
}
void expect(const char* what, cudaError_t error) {
    expect(what, error == cudaSuccess ? nullptr : cudaGetErrorString(error));
}

/// Floats on the device.
class Buffer {
  public:
    explicit Buffer(std::size_t count) : count_(count) {
        expect("cudaMalloc", cudaMalloc(&data_, std::max<std::size_t>(count, 1) * sizeof(float)));
        expect("cudaMemset", cudaMemset(data_, 0xFF, std::max<std::size_t>(count, 1) * sizeof(float))); // NaN
    }
    explicit Buffer(const std::vector<float>& values) : Buffer(values.size()) {
        expect("cudaMemcpy",
               cudaMemcpy(data_, values.data(), count_ * sizeof(float), cudaMemcpyHostToDevice));
    }
    ~Buffer() { cudaFree(data_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    float* data() const { return data_; }
    std::vector<float> values() const {
        std::vector<float> values(count_);
        expect("cudaMemcpy",
               cudaMemcpy(values.data(), data_, count_ * sizeof(float), cudaMemcpyDeviceToHost));
        return values;
    }

  private:
    float* data_ = nullptr;
    std::size_t count_;
};

std::vector<float> normals(std::int64_t count, std::mt19937& random) {
    std::normal_distribution<float> normal;
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = normal(random);
    return values;
}

/// Results, and sums of what was added without signs: errors are measured against those.
struct Slow {
    std::vector<double> output, outputScale, input, inputScale, weight, weightScale;
};

Slow slow(const LayerShape& s, const std::vector<float>& x, const std::vector<float>& w,
          const std::vector<float>& dy) {
    Slow result;
    result.output.resize(dy.size());
    result.outputScale.resize(dy.size());
    result.input.resize(x.size());
    result.inputScale.resize(x.size());
    result.weight.resize(w.size());
    result.weightScale.resize(w.size());
    std::size_t o = 0;
    for (std::int64_t n = 0; n < s.batch; ++n)
        for (std::int64_t m = 0; m < s.outChannels; ++m)
            for (std::int64_t e = 0; e < s.outHeight(); ++e)
                for (std::int64_t f = 0; f < s.outWidth(); ++f, ++o)
                    for (std::int64_t c = 0; c < s.groupInputs(); ++c)
                        for (std::int64_t r = 0; r < s.kernel; ++r)
                            for (std::int64_t q = 0; q < s.kernel; ++q) {
                                const std::int64_t y = e * s.stride + r - s.padding,
                                                   z = f * s.stride + q - s.padding;
                                const std::int64_t channel = m / s.groupOutputs() * s.groupInputs() + c;
                                const bool inside = y >= 0 && y < s.inHeight && z >= 0 && z < s.inWidth;
                                const std::size_t xi = static_cast<std::size_t>(
                                    ((n * s.inChannels + channel) * s.inHeight + y) * s.inWidth + z);
                                const std::size_t wi = static_cast<std::size_t>(
                                    ((m * s.groupInputs() + c) * s.kernel + r) * s.kernel + q);
                                const double a = inside ? static_cast<double>(x[xi]) : 0.0, b = w[wi],
                                             g = dy[o];
                                result.output[o] -= std::fabs(a - b);
                                result.outputScale[o] += std::fabs(a) + std::fabs(b);
                                result.weight[wi] += (a - b) * g;
                                result.weightScale[wi] += (std::fabs(a) + std::fabs(b)) * std::fabs(g);
                                if (!inside)
                                    continue;
                                result.input[xi] += std::min(1.0, std::max(-1.0, b - a)) * g;
                                result.inputScale[xi] += (1 + std::fabs(a) + std::fabs(b)) * std::fabs(g);
                            }
    return result;
}

double worst(const std::vector<float>& fast, const std::vector<double>& exact,
             const std::vector<double>& scale) {
    double error = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        const double one = std::fabs(static_cast<double>(fast[i]) - exact[i]) / (1e-3 + scale[i]);
        error = one <= error ? error : one; // NaN is the worst
    }
    return error;
}

/// A layer's data on the device, and its three passes.
struct Layer {
    Layer(const LayerShape& shape, std::mt19937& random)
        : s(shape), x(normals(s.inputElements(), random)), w(normals(s.weights(), random)),
          dy(normals(s.outputElements(), random)), input(x), weights(w), gradient(dy), y(dy.size()),
          dx(x.size()), dw(w.size()),
          scratch(static_cast<std::size_t>(pairscape::cuda::adderScratchFloats(s))) {}

    void forward() {
        expect("forward", pairscape::cuda::adderForward(s, input.data(), weights.data(), y.data(), nullptr));
    }
    void backInput() {
        expect("input gradient", pairscape::cuda::adderInputGradient(s, input.data(), weights.data(),
                                                                     gradient.data(), dx.data(), nullptr));
    }
    void backWeight() {
        expect("weight gradient",
               pairscape::cuda::adderWeightGradient(s, input.data(), weights.data(), gradient.data(),
                                                    dw.data(), scratch.data(), nullptr));
    }

    LayerShape s;
    std::vector<float> x, w, dy;
    Buffer input, weights, gradient, y, dx, dw, scratch;
};

struct Errors {
    double forward = 0, input = 0, weight = 0;
    bool repeats = true;
};

void check(const LayerShape& shape, std::mt19937& random, Errors& errors) {
    Layer layer(shape, random);
    layer.forward();
    layer.backInput();
    layer.backWeight();
    const std::vector<float> y = layer.y.values(), dx = layer.dx.values(), dw = layer.dw.values();
    const Slow exact = slow(shape, layer.x, layer.w, layer.dy);
    const auto note = [](double& most, double error) { most = error <= most ? most : error; };
    note(errors.forward, worst(y, exact.output, exact.outputScale));
    note(errors.input, worst(dx, exact.input, exact.inputScale));
    note(errors.weight, worst(dw, exact.weight, exact.weightScale));
    layer.forward();
    layer.backInput();
    layer.backWeight();
    errors.repeats =
        errors.repeats && y == layer.y.values() && dx == layer.dx.values() && dw == layer.dw.values();
}

LayerShape randomShape(std::mt19937& random) {
    const auto range = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    for (;;) {
        LayerShape s;
        s.batch = range(1, 6);
        const int kind = range(0, 2); // dense, grouped, depthwise
        s.groups = kind == 0 ? 1 : kind == 1 ? range(2, 4) : range(1, 40);
        s.inChannels = kind == 2 ? s.groups : s.groups * range(1, 50);
        s.outChannels = kind == 2 ? s.groups : s.groups * range(1, 80);
        s.kernel = range(1, 5);
        s.stride = range(1, 3);
        s.padding = range(0, static_cast<int>(s.kernel));
        s.inHeight = range(1, 15);
        s.inWidth = range(1, 15);
        if (s.valid() && s.operations() < 4000000)
            return s;
    }
}

template <class Work>
double milliseconds(const Work& work) {
    cudaEvent_t begin, end;
    expect("cudaEventCreate", cudaEventCreate(&begin));
    expect("cudaEventCreate", cudaEventCreate(&end));
    constexpr int repeats = 20;
    for (int i = 0; i < 3; ++i)
        work();
    expect("cudaEventRecord", cudaEventRecord(begin));
    for (int i = 0; i < repeats; ++i)
        work();
    expect("cudaEventRecord", cudaEventRecord(end));
    expect("cudaEventSynchronize", cudaEventSynchronize(end));
    float elapsed = 0;
    expect("cudaEventElapsedTime", cudaEventElapsedTime(&elapsed, begin, end));
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
    return static_cast<double>(elapsed) / repeats;
}

void time(const char* name, const LayerShape& shape, std::mt19937& random) {
    Layer layer(shape, random);
    const double giga = static_cast<double>(shape.operations()) * 1e-9;
    const double forward = milliseconds([&] { layer.forward(); }),
                 input = milliseconds([&] { layer.backInput(); }),
                 weight = milliseconds([&] { layer.backWeight(); });
    std::printf("%-44s %8.3f %9.0f %9.3f %9.0f %9.3f %9.0f\n", name, forward, giga / forward * 1e3, input,
                giga / input * 1e3, weight, giga / weight * 1e3);
}

} // namespace

int main() {
    cudaDeviceProp device;
    expect("No CUDA device", cudaGetDeviceProperties(&device, 0));
    std::printf("%s, compute capability %d.%d\n", device.name, device.major, device.minor);
    std::mt19937 random(1);
    Errors errors;
    int shapes = 0;
    for (; shapes < 150; ++shapes)
        check(randomShape(random), random, errors);
    // Large enough for the large tiles, and for slices of the weight gradient.
    for (const LayerShape& shape :
         {LayerShape{16, 24, 256, 32, 32, 1, 1, 0, 1}, LayerShape{8, 160, 160, 32, 32, 1, 1, 0, 1},
          LayerShape{64, 24, 24, 32, 32, 5, 1, 2, 24}, LayerShape{16, 16, 128, 33, 31, 3, 1, 1, 1}}) {
        check(shape, random, errors);
        ++shapes;
    }
    constexpr double bound = 3e-6;
    const bool right =
        errors.forward <= bound && errors.input <= bound && errors.weight <= bound && errors.repeats;
    std::printf("%d shapes, largest error in units of the sum of magnitudes (bound %g):\n", shapes, bound);
    std::printf("  forward %.3g, input gradient %.3g, weight gradient %.3g; the same twice: %s\n",
                errors.forward, errors.input, errors.weight, errors.repeats ? "yes" : "NO");

    std::printf("\n%-44s %8s %9s %9s %9s %9s %9s\n", "milliseconds and 10^9 terms a second", "forward", "",
                "input", "", "weight", "");
    time("8192x576 by 576x128, a 1x1 layer", {8, 576, 128, 32, 32, 1, 1, 0, 1}, random);
    time("3x3, 64 to 64 channels, 32x32, batch 64", {64, 64, 64, 32, 32, 3, 1, 1, 1}, random);
    time("expand 24 to 144, 16x16, batch 128", {128, 24, 144, 16, 16, 1, 1, 0, 1}, random);
    time("depthwise 3x3, 144 channels, 16x16, batch 128", {128, 144, 144, 16, 16, 3, 1, 1, 144}, random);
    time("project 144 to 24, 16x16, batch 128", {128, 144, 24, 16, 16, 1, 1, 0, 1}, random);
    time("expand 112 to 672, 4x4, batch 128", {128, 112, 672, 4, 4, 1, 1, 0, 1}, random);
    time("depthwise 5x5, 672 channels, 4x4, batch 128", {128, 672, 672, 4, 4, 5, 1, 2, 672}, random);
    time("depthwise 5x5, 1248 channels, stride 2", {128, 1248, 1248, 4, 4, 5, 2, 2, 1248}, random);
    time("project 1248 to 208, 2x2, batch 128", {128, 1248, 208, 2, 2, 1, 1, 0, 1}, random);
    time("grouped 3x3, 256 to 256 in 8, 14x14, batch 64", {64, 256, 256, 14, 14, 3, 1, 1, 8}, random);
    std::printf("%s\n", right ? "PASSED" : "FAILED");
    return right ? 0 : 1;
}
