// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/array_catalog.h"
#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/layer_shape.h"
#include "core/accelerator/layer_table.h"

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

namespace pairscape {

/// The layers of one operator type; those of equal shape are counted together.
struct ChunkWork {
    std::vector<LayerGroup> groups; ///< in order of their first layer
    std::int64_t macs = 0;          ///< of one image

    bool present() const { return !groups.empty(); }
};

/// A chunk's layers added up, for one batch.
struct ChunkTotals {
    std::int64_t cycles = 0, dramBytes = 0, bufferBytes = 0;
    double operationPj = 0; ///< of one MAC-equivalent: unpacked PEs may need less than packed ones, or more
    bool feasible = true;   ///< every layer has a mapping within the buffers

    bool operator==(const ChunkTotals&) const = default;
};
/// One for each MappingRule.
using RuleTotals = std::array<ChunkTotals, mappingRuleCount>;
/// A rule for each chunk.
using ChunkRules = std::array<MappingRule, operatorTypeCount>;

/// The fronts of all groups of a chunk, in order.
using ChunkFronts = std::vector<std::shared_ptr<const MappingFront>>;
/// One for each operator type; empty where the network has none.
using AllFronts = std::array<ChunkFronts, operatorTypeCount>;

/// How good an accelerator is: smaller is better. Ties of the objective fall to `second`.
struct Score {
    double first = 0, second = 0;

    bool operator<(const Score& other) const {
        return first < other.first || (first == other.first && second < other.second);
    }
    bool operator==(const Score&) const = default;
};

/// One network on one platform: what every search method works on. Single-threaded; the table is shared.
class SearchProblem {
  public:
    SearchProblem(const Platform& platform, const AcceleratorSearchSettings& settings,
                  const Workload& workload, const ArrayCatalog& arrays, LayerTable& table,
                  std::stop_token stop);

    const Platform& platform() const { return platform_; }
    const AcceleratorSearchSettings& settings() const { return settings_; }
    const ChunkWork& work(OperatorType op) const { return works_[indexOf(op)]; }
    const std::vector<OperatorType>& presentOps() const { return present_; }
    const Resources& budget() const { return budget_; }
    DramRate rate() const { return rate_; }
    const std::vector<ArrayChoice>& arrays(OperatorType op) const { return arrays_.of(op); }
    /// For each of arrays(op), what no choice of buffers and mappings can better: arrays at full use, every
    /// operand moved once.
    const std::vector<ChunkTotals>& leastTotals(OperatorType op, int batch);
    bool stopped() const { return stop_.stop_requested(); }
    std::int64_t evaluated() const { return evaluated_; }
    /// Whether the objective depends on operations' energy and the traffic between arrays and buffers.
    bool energyMatters() const {
        return settings_.objective == HardwareObjective::Energy ||
               settings_.objective == HardwareObjective::Edp;
    }

    /// Of mappings of one dataflow only, where `stationary` is not negative. Short of some when stopped.
    ChunkFronts fronts(OperatorType op, const Chunk& chunk, int batch, int stationary = -1);
    AllFronts fronts(const Accelerator& accelerator,
                     const std::array<int, operatorTypeCount>& stationary = {-1, -1, -1});
    /// The same for a given accelerator, whose buffers may have any size: where one is not in the space's
    /// list, all mappings of its chunk that fit it.
    AllFronts frontsWithin(const Accelerator& accelerator);
    /// Of a chunk whose PEs are packed or not.
    RuleTotals totals(OperatorType op, bool unpacked, const ChunkFronts& fronts,
                      const BufferIndices& buffers) const;

    /// Scores three chunks' totals (those of absent chunks are zero) by the objective.
    Score score(const std::array<ChunkTotals, operatorTypeCount>& totals, int batch) const;
    /// The rules under which these chunks score best. Infeasible totals leave out a rule; returns false when
    /// no rule is left for a chunk.
    bool bestRules(const std::array<RuleTotals, operatorTypeCount>& totals, int batch, ChunkRules& rules,
                   Score& score) const;

    /// The complete figures of an accelerator whose chunks follow `rules` with mappings of `fronts`. Fails
    /// with Infeasible where it does not fit or a layer has no mapping.
    Result<AcceleratorDesign> design(const Accelerator& accelerator, const ChunkRules& rules,
                                     const AllFronts& fronts) const;

  private:
    const Platform& platform_;
    const AcceleratorSearchSettings& settings_;
    const Workload& workload_;
    const ArrayCatalog& arrays_;
    LayerTable& table_;
    std::stop_token stop_;
    std::array<std::array<std::vector<ChunkTotals>, batches.size()>, operatorTypeCount> least_;
    std::array<ChunkWork, operatorTypeCount> works_;
    std::vector<int> groupOf_; ///< of each layer, among those of its chunk
    std::vector<OperatorType> present_;
    Resources budget_;
    DramRate rate_;
    std::int64_t evaluated_ = 0;
};

/// The error that every method answers a stop with.
Error stoppedError();
/// Infeasible: not even the smallest accelerator of these chunks fits, or its layers do not.
Error nothingFits(const SearchProblem& problem);

// The methods, one file each. Results depend on platform, settings and workload alone.
Result<AcceleratorDesign> searchNasa(SearchProblem& problem);
Result<AcceleratorDesign> searchCoarseToFine(SearchProblem& problem);
Result<AcceleratorDesign> searchExact(SearchProblem& problem);

} // namespace pairscape
