// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/scorer.h"

#include "core/base/resources.h"
#include "core/zeroshot/metric.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <utility>

namespace pairscape {
namespace {

/// Scores with the metrics of the table; what LibTorch throws ends here.
class MetricScorer final : public Scorer {
  public:
    MetricScorer(SearchSpace space, ScorerSettings settings, std::vector<Metric> metrics)
        : space_(std::move(space)), settings_(std::move(settings)), metrics_(std::move(metrics)),
          order_(metrics_.size()) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::ranges::stable_sort(order_, {}, [&](std::size_t at) { return metrics_[at].shares; });
    }

    Result<RawScores> score(const Architecture& architecture, std::stop_token stop,
                            ProgressSink* sink) const override {
        if (const Status valid = space_.validate(architecture); !valid)
            return valid.error();
        try {
            const Network network = space_.expand(architecture);
            const std::shared_ptr<ProxyRuns> runs = makeProxyRuns();
            const MetricInput input = {network, space_.hash(architecture), settings_, workspaces_, *runs,
                                       stop};
            RawScores scores(metrics_.size());
            std::int64_t done = 0;
            for (const std::size_t at : order_) {
                const Metric& metric = metrics_[at];
                const Result<double> value = metric.compute(input);
                if (!value)
                    return value.error();
                scores[at] = {metric.info.name, *value};
                if (sink != nullptr)
                    sink->progress({"score", ++done, static_cast<std::int64_t>(order_.size())});
            }
            return scores;
        } catch (const std::bad_alloc&) {
            return Error{ErrorCode::Internal, "There is not enough memory to score " +
                                                  space_.format(architecture) +
                                                  "; use fewer workers or a smaller batch."};
        } catch (const std::exception& e) {
            return Error{ErrorCode::Internal,
                         "Scoring " + space_.format(architecture) + " failed in LibTorch: " + e.what()};
        }
    }

    const SearchSpace& space() const override { return space_; }
    const ScorerSettings& settings() const override { return settings_; }

  private:
    SearchSpace space_;
    ScorerSettings settings_;
    std::vector<Metric> metrics_;
    std::vector<std::size_t> order_; ///< in which metrics are computed: those that share work in a row
    mutable WorkspacePool workspaces_;
};

} // namespace

Result<std::shared_ptr<const Scorer>> makeScorer(const SearchSpace& space, const ScorerSettings& settings) {
    if (settings.zenBatch < 2 || settings.zenBatch > 1024)
        return Error{ErrorCode::InvalidInput, "The batch of the Zen score must be 2 to 1024 images, not " +
                                                  std::to_string(settings.zenBatch) + "."};
    if (settings.zenRepeats < 1 || settings.zenRepeats > 1024)
        return Error{ErrorCode::InvalidInput, "The Zen score must be repeated 1 to 1024 times, not " +
                                                  std::to_string(settings.zenRepeats) + "."};
    if (settings.metrics.empty())
        return Error{ErrorCode::InvalidInput, "No metric was chosen; name at least one."};
    std::vector<std::string> names;
    for (const Metric& metric : allMetrics())
        names.push_back(metric.info.name);
    std::vector<Metric> metrics;
    for (const std::string& name : settings.metrics) {
        const auto it = std::ranges::find(allMetrics(), name, [](const Metric& m) { return m.info.name; });
        if (it == allMetrics().end())
            return Error{ErrorCode::InvalidInput,
                         "There is no metric '" + name + "'; choose " + joinChoices(names) + "."};
        if (std::ranges::count(settings.metrics, name) > 1)
            return Error{ErrorCode::InvalidInput,
                         "Metric '" + name + "' was chosen more than once; name it once."};
        metrics.push_back(*it);
    }
    return std::shared_ptr<const Scorer>(std::make_shared<MetricScorer>(space, settings, std::move(metrics)));
}

} // namespace pairscape
