// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/model_metric.h"

#include <ATen/Parallel.h>
#include <omp.h>

#include <cmath>
#include <limits>

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

Result<double> computeOnHybrid(const MetricInput& input, const ProxyOptions& options, ModelScore score) {
    try {
        const OneThread oneThread;
        const torch::AutoGradMode recorded(true);
        const auto model =
            hybridProxy(input.network, input.settings.seed, input.architectureHash, options, input.stop);
        const double value = score(*model, noiseProbe(input.network, input.settings.seed, probeBatch));
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
