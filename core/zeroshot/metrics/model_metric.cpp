// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/model_metric.h"

#include "core/zeroshot/metrics/block_entropy.h"

#include <ATen/Parallel.h>
#include <omp.h>

#include <cmath>
#include <limits>
#include <memory>

namespace pairscape {

namespace {

/// Keeps LibTorch on the calling thread for a scope, and only there: its own sums (batch norm, products)
/// depend on how many threads share them, and scores must not.
class OneThread {
  public:
    OneThread() : before_(at::get_num_threads()) { omp_set_num_threads(1); }
    ~OneThread() { omp_set_num_threads(before_); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

  private:
    int before_;
};

} // namespace

/// The run of one network with one set-up, kept for the metrics that follow with the same.
class ProxyRuns {
  public:
    ModelRun& of(const MetricInput& input, const ProxyOptions& options) {
        if (!run_ || !(options == options_)) {
            run_.reset();
            model_.reset(); // before the next one, so that both are never held
            model_ =
                hybridProxy(input.network, input.settings.seed, input.architectureHash, options, input.stop);
            if (!probe_)
                probe_ = noiseProbe(input.network, input.settings.seed, probeBatch);
            options_ = options;
            run_.emplace(*model_, *probe_);
        }
        return *run_;
    }

  private:
    ProxyOptions options_;
    std::unique_ptr<ProxyModel> model_;
    std::optional<Probe> probe_;
    std::optional<ModelRun> run_;
};

std::shared_ptr<ProxyRuns> makeProxyRuns() {
    return std::make_shared<ProxyRuns>();
}

ProxyOptions optionsOf(Setting setting) {
    ProxyOptions options;
    options.weights = setting == Setting::Unit ? ProxyOptions::Weights::Unit
                      : setting == Setting::Kaiming || setting == Setting::Frozen
                          ? ProxyOptions::Weights::Kaiming
                          : ProxyOptions::Weights::Default;
    options.linear = setting == Setting::Linear;
    options.frozenNorms = setting == Setting::Frozen;
    return options;
}

namespace {

std::vector<torch::Tensor> patternsOf(const ProxyTrace& trace) {
    std::vector<torch::Tensor> patterns;
    for (const torch::Tensor& x : trace.preactivations)
        patterns.push_back((x.detach() > 0).flatten(1));
    return patterns;
}

} // namespace

const std::vector<torch::Tensor>& ModelRun::patterns() {
    if (loss_)
        return loss_->patterns;
    if (!patterns_) {
        const torch::NoGradGuard noGradient;
        ProxyTrace trace;
        model_.forward(probe_.images, &trace);
        patterns_ = patternsOf(trace);
    }
    return *patterns_;
}

const LossPass& ModelRun::loss() {
    if (loss_)
        return *loss_;
    const torch::AutoGradMode recorded(true); // whoever asks
    LossPass pass;
    ProxyTrace trace;
    const torch::Tensor loss = probeLoss(model_, probe_, &trace);
    // Looked at on the way back, so that no layer's gradient is kept.
    pass.saliences.resize(trace.layers.size());
    for (std::size_t i = 0; i < trace.layers.size(); ++i)
        trace.layers[i].register_hook(
            [&place = pass.saliences[i], output = trace.layers[i].detach()](const torch::Tensor& gradient) {
                const torch::NoGradGuard noGradient;
                place = (output * gradient).flatten(2).sum(2);
            });
    pass.patterns = patternsOf(trace);
    trace = {};
    pass.gradients = weightGradients(model_, loss);
    return loss_.emplace(std::move(pass));
}

const std::vector<double>& ModelRun::entropies() {
    if (!entropies_)
        entropies_ = blockEntropies(model_, probe_);
    return *entropies_;
}

Result<double> computeOnHybrid(const MetricInput& input, const ProxyOptions& options, ModelScore score) {
    try {
        const OneThread oneThread;
        const torch::AutoGradMode recorded(true);
        const double value = score(input.runs.of(input, options));
        return std::isfinite(value) ? value : -std::numeric_limits<double>::infinity();
    } catch (const StopRequested&) {
        return Error{ErrorCode::Stopped, "Scoring was stopped; start it again to go on."};
    }
}

torch::Tensor probeLoss(const ProxyModel& model, const Probe& probe, ProxyTrace* trace) {
    return at::cross_entropy_loss(model.forward(probe.images, trace), probe.labels);
}

std::vector<torch::Tensor> weightGradients(const ProxyModel& model, const torch::Tensor& scalar) {
    std::vector<torch::Tensor> gradients =
        torch::autograd::grad({scalar}, model.weights(), {}, false, false, true);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        if (!gradients[i].defined())
            gradients[i] = torch::zeros_like(model.weights()[i]);
    return gradients;
}

} // namespace pairscape
