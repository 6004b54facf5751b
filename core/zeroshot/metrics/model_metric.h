// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zeroshot/metric.h"
#include "core/zeroshot/proxy_model.h"

/// Metrics that run a network by LibTorch. Each is a function of a model and a probe, so that it can be
/// computed on any ProxyModel; onHybrid() makes a Metric's `compute` of it.
namespace pairscape {

/// Images that hybrid networks are probed with. The papers take 64 to 128 real ones; rank correlations barely
/// change (docs/zero-shot.md), and a network of 60 M MACs takes a third of the time.
inline constexpr std::int64_t probeBatch = 32;

using ModelScore = double (*)(const ProxyModel& model, const Probe& probe);

double snipScore(const ProxyModel& model, const Probe& probe);
double gradNormScore(const ProxyModel& model, const Probe& probe);
double plainScore(const ProxyModel& model, const Probe& probe);
double graspScore(const ProxyModel& model, const Probe& probe);
double fisherScore(const ProxyModel& model, const Probe& probe);
double synflowScore(const ProxyModel& linearModel, const Probe& probe);
double jacobianCovarianceScore(const ProxyModel& model, const Probe& probe);
double naswotScore(const ProxyModel& model, const Probe& probe);
double linearRegionsScore(const ProxyModel& model, const Probe& probe);
double swapScore(const ProxyModel& model, const Probe& probe);
double expressivityScore(const ProxyModel& model, const Probe& probe);
double progressivityScore(const ProxyModel& model, const Probe& probe);
double trainabilityScore(const ProxyModel& model, const Probe& probe);
double zicoScore(const ProxyModel& model, const Probe& probe);
double mecoScore(const ProxyModel& model, const Probe& probe);
double l2NormScore(const ProxyModel& model, const Probe& probe);

/// The score on the hybrid network; -infinity where it is not a number, Stopped when asked.
Result<double> computeOnHybrid(const MetricInput& input, const ProxyOptions& options, ModelScore score);

template <ModelScore score, ProxyOptions::Weights weights, bool linear = false>
Result<double> onHybrid(const MetricInput& input) {
    return computeOnHybrid(input, {weights, linear, 0}, score);
}

/// Cross entropy of the model's logits with the probe's labels.
torch::Tensor probeLoss(const ProxyModel& model, const Probe& probe, ProxyTrace* trace = nullptr);

/// Gradients of a scalar with respect to the model's weights; zeros for a weight that it does not depend on.
std::vector<torch::Tensor> weightGradients(const ProxyModel& model, const torch::Tensor& scalar);

} // namespace pairscape
