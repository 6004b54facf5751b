// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/cost_model.h"
#include "core/accelerator/design_space.h"

#include <array>
#include <optional>
#include <vector>

namespace pairscape {

/// Energy of one MAC-equivalent in PEs that are packed or not; not through PeCost::form().
double operationPjOf(const Platform& platform, OperatorType op, bool unpacked);

/// The modelled space the slow way: every mapping of every layer, no table, no bound, nothing dropped.
class PlainSpace {
  public:
    struct Totals {
        std::int64_t cycles = 0, dramBytes = 0, bufferBytes = 0;
        double operationPj = 0; ///< of one MAC-equivalent
        bool operator==(const Totals&) const = default;
    };
    /// A chunk with all that its unrolls, buffers and mapping rule give.
    struct Design {
        Chunk chunk;
        int rule = 0; ///< fastest, balanced, leanest
        Totals totals;
    };

    PlainSpace(const Platform& platform, const Workload& workload, HardwareObjective objective);

    const std::vector<OperatorType>& ops() const { return ops_; }
    /// All designs of a chunk with these unrolls whose buffers fit the platform alone.
    std::vector<Design> designs(OperatorType op, const Chunk& unrolls, int batch) const;
    /// The objective of these chunks' totals, smaller is better: written out here once more.
    double objective(const std::array<Totals, operatorTypeCount>& totals, int batch) const;
    bool fits(const Accelerator& accelerator) const;

    const Workload& workload() const { return workload_; }
    const Platform& platform() const { return platform_; }

  private:
    const Platform& platform_;
    const Workload& workload_;
    HardwareObjective objective_;
    std::vector<OperatorType> ops_;
    std::array<std::int64_t, operatorTypeCount> macs_{};
};

/// The best objective of all accelerators of the space, by trying every one; empty when none fits.
std::optional<double> bestByTryingAll(const PlainSpace& space, int maxBatch);

} // namespace pairscape
