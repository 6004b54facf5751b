// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/operators/workspace.h"
#include "core/space/network.h"
#include "core/zeroshot/scorer.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>

namespace pairscape {

/// Networks that metrics have run and that others may go on with; of one score() call.
class ProxyRuns;
std::shared_ptr<ProxyRuns> makeProxyRuns();

/// What a metric may look at. Everything it draws comes from streams keyed by the seed and the hash.
struct MetricInput {
    const Network& network;
    std::uint64_t architectureHash = 0;
    const ScorerSettings& settings;
    WorkspacePool& workspaces;
    ProxyRuns& runs;
    std::stop_token stop;
};

/// One zero-shot metric: how it is described and how it is computed. `compute` is a pure function of
/// (network, hash, settings), may run on several threads at once, and never returns NaN: where the formula is
/// undefined it gives -infinity. Its only expected error is Stopped. How to add one: docs/zero-shot.md.
struct Metric {
    MetricInfo info;
    Result<double> (*compute)(const MetricInput& input);
    /// Metrics of the same number share work where they are computed one after the other.
    int shares = 0;
};

/// All metrics, in the order of lists.
std::span<const Metric> allMetrics();

} // namespace pairscape
