// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/operators/hybrid_network.h"
#include "core/operators/kernels/normal_kernel.h"
#include "core/zeroshot/metrics/metrics.h"

#include <cmath>
#include <limits>
#include <vector>

namespace pairscape {
namespace {

/// x' = x + this * e, as in ZenNAS.
constexpr float perturbation = 0.01F;

/// ZenNAS's search scores the network without residual links. NASH does not say; we follow ZenNAS.
constexpr bool withShortcuts = false;

constexpr double undefinedScore = -std::numeric_limits<double>::infinity();

/// x in the first half of the batch, x' in the second, batch-innermost.
torch::Tensor perturbedPairs(const MetricInput& input, std::uint64_t repeat) {
    const Network& network = input.network;
    const std::int64_t batch = input.settings.zenBatch;
    const std::int64_t pixels = std::int64_t{network.inputChannels} * network.inputSize * network.inputSize;
    const auto size = static_cast<std::size_t>(pixels * batch);
    std::vector<float> x(size), noise(size);
    RandomStream stream({input.settings.seed, input.architectureHash, stableHash("zen images"), repeat});
    kernels::fillNormal(stream.next64(), x);
    kernels::fillNormal(stream.next64(), noise);
    const torch::Tensor pairs =
        torch::empty({network.inputChannels, network.inputSize, network.inputSize, 2 * batch}, torch::kFloat);
    float* out = pairs.data_ptr<float>();
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel, out += 2 * batch) {
        for (std::int64_t n = 0; n < batch; ++n) {
            const auto i = static_cast<std::size_t>(pixel * batch + n);
            out[n] = x[i];
            out[batch + n] = x[i] + perturbation * noise[i];
        }
    }
    return pairs.permute({3, 0, 1, 2});
}

/// Mean over the images of sum |f(x) - f(x')|.
double meanDistance(const torch::Tensor& features) {
    const torch::Tensor flat = features.permute({1, 2, 3, 0});
    const float* values = flat.data_ptr<float>();
    const std::int64_t batch = flat.size(3) / 2;
    const std::int64_t rows = flat.numel() / flat.size(3);
    double sum = 0;
    for (std::int64_t row = 0; row < rows; ++row, values += 2 * batch)
        for (std::int64_t n = 0; n < batch; ++n)
            sum += std::abs(static_cast<double>(values[n]) - static_cast<double>(values[batch + n]));
    return sum / static_cast<double>(batch);
}

/// Sum over the batch norms of log sqrt(mean variance over the channels), from x alone. The variance is
/// unbiased, as running_var is.
class BatchNormTerm {
  public:
    void add(std::span<const double> variances, std::int64_t count) {
        const std::size_t channels = variances.size() / 2; // x, then x'
        double sum = 0;
        for (const double variance : variances.first(channels))
            sum += variance;
        const double unbiased = count > 1 ? static_cast<double>(count) / static_cast<double>(count - 1) : 1.0;
        const double mean = unbiased * sum / static_cast<double>(channels);
        total_ += 0.5 * std::log(mean); // -infinity where a layer's output is constant
    }
    double total() const { return total_; }

  private:
    double total_ = 0;
};

Result<double> zenOnce(const MetricInput& input, Workspace& workspace, std::uint64_t repeat) {
    const HybridNetwork network(input.network, {input.settings.seed, input.architectureHash, repeat});
    BatchNormTerm batchNorms;
    ForwardOptions options;
    options.shortcuts = withShortcuts;
    options.parts = 2;
    options.stop = input.stop;
    options.observer = [&batchNorms](std::size_t, std::span<const double> variances, std::int64_t count) {
        batchNorms.add(variances, count);
    };
    const Result<torch::Tensor> features =
        network.forwardFeatures(perturbedPairs(input, repeat), options, workspace);
    if (!features)
        return features.error();
    const double score = std::log(meanDistance(*features)) + batchNorms.total();
    return std::isfinite(score) ? score : undefinedScore;
}

Result<double> zen(const MetricInput& input) {
    const WorkspacePool::Lease workspace = input.workspaces.lend();
    double sum = 0;
    for (int repeat = 0; repeat < input.settings.zenRepeats; ++repeat) {
        const Result<double> once = zenOnce(input, *workspace, static_cast<std::uint64_t>(repeat));
        if (!once)
            return once;
        sum += *once;
    }
    return sum / input.settings.zenRepeats;
}

} // namespace

Metric zenMetric() {
    MetricInfo info;
    info.name = "zen";
    info.title = "Zen score";
    info.reference =
        "Lin et al., Zen-NAS: A Zero-Shot NAS for High-Performance Image Recognition, ICCV 2021 (arXiv "
        "2102.01063)";
    info.note = "Expressivity: log of how far features before the global pooling move when noise images move "
                "by 0.01, "
                "plus the sum over batch norms of log sqrt(mean variance). Our reading: shift weights are "
                "N(0,1) rounded to "
                "powers of two up to 1, adder weights N(0,1); no residual links, as in ZenNAS's search; the "
                "batch's own "
                "variance instead of running_var after one update; batch norms of squeeze-and-excite count.";
    info.costClass = "forward";
    return {info, zen};
}

} // namespace pairscape
