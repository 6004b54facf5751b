// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zeroshot/metric.h"
#include "core/zeroshot/proxy_model.h"

#include <optional>
#include <utility>
#include <vector>

/// Metrics that run a network by LibTorch. Each is a function of a model's run with a probe, so that it can
/// be computed on any ProxyModel; onHybrid() makes a Metric of it.
namespace pairscape {

/// Images that hybrid networks are probed with. The papers take 64 to 128 real ones; rank correlations barely
/// change (docs/zero-shot.md), and a network of 60 M MACs takes a third of the time.
inline constexpr std::int64_t probeBatch = 32;

/// What is left of a loss and its gradients: all that several metrics look at.
struct LossPass {
    std::vector<torch::Tensor>
        gradients; ///< of the loss, for each weight; zeros where it does not depend on it
    /// For each weighted layer on maps, [batch][channels]: sum over pixels of its output times the loss's
    /// gradient there. Undefined where nothing depends on the layer.
    std::vector<torch::Tensor> saliences;
    std::vector<torch::Tensor> patterns; ///< as ModelRun::patterns()
};

/// A model with its probe, and what metrics computed on it have in common, each computed when first asked
/// for.
class ModelRun {
  public:
    /// Both must outlive the run.
    ModelRun(const ProxyModel& model, const Probe& probe) : model_(model), probe_(probe) {}

    const ProxyModel& model() const { return model_; }
    const Probe& probe() const { return probe_; }
    /// Cross entropy of the probe's images and labels.
    const LossPass& loss();
    /// For each rectifier, [batch][units]: where what it gets is positive, on the probe's images. From the
    /// loss's pass where there was one.
    const std::vector<torch::Tensor>& patterns();
    /// blockEntropies() of the probe's noise.
    const std::vector<double>& entropies();

  private:
    const ProxyModel& model_;
    const Probe& probe_;
    std::optional<LossPass> loss_;
    std::optional<std::vector<torch::Tensor>> patterns_;
    std::optional<std::vector<double>> entropies_;
};

using ModelScore = double (*)(ModelRun& run);

double snipScore(ModelRun& run);
double gradNormScore(ModelRun& run);
double plainScore(ModelRun& run);
double graspScore(ModelRun& run);
double fisherScore(ModelRun& run);
double synflowScore(ModelRun& run);
double jacobianCovarianceScore(ModelRun& run);
double naswotScore(ModelRun& run);
double linearRegionsScore(ModelRun& run);
double swapScore(ModelRun& run);
double expressivityScore(ModelRun& run);
double progressivityScore(ModelRun& run);
double trainabilityScore(ModelRun& run);
double zicoScore(ModelRun& run);
double mecoScore(ModelRun& run);
double l2NormScore(ModelRun& run);
double vkdnwScore(ModelRun& run);

/// The score on the hybrid network; -infinity where it is not a number, Stopped when asked.
Result<double> computeOnHybrid(const MetricInput& input, const ProxyOptions& options, ModelScore score);

/// How the network is set up for a metric; metrics with the same setting share a run.
enum class Setting : std::uint8_t { Default, Unit, Kaiming, Linear, Frozen };
ProxyOptions optionsOf(Setting setting);

template <ModelScore score, Setting setting>
Metric onHybrid(MetricInfo info) {
    return {std::move(info),
            [](const MetricInput& input) { return computeOnHybrid(input, optionsOf(setting), score); },
            1 + static_cast<int>(setting)};
}

/// Cross entropy of the model's logits with the probe's labels.
torch::Tensor probeLoss(const ProxyModel& model, const Probe& probe, ProxyTrace* trace = nullptr);

/// Gradients of a scalar with respect to the model's weights; zeros for a weight that it does not depend on.
std::vector<torch::Tensor> weightGradients(const ProxyModel& model, const torch::Tensor& scalar);

} // namespace pairscape
