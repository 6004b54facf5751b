// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/design_detail.h"
#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "core/zeroshot/reference_population.h"
#include "ui/detail/fact_grid.h"

#include <optional>
#include <vector>

namespace pairscape {

/// Where the time goes: what sets the interval, what the layers wait for, DRAM traffic against the
/// platform's bandwidth, images in flight and their memory. Empty for a pairing that does not fit. Modelled.
std::vector<Fact> boundFacts(const PairingDetail& detail, const std::optional<Platform>& platform,
                             const DesignDetail* steady = nullptr);

/// Measured and predicted accuracies, then each raw term of the search and its rank in the study's reference
/// population.
std::vector<Fact> scoreFacts(const PairingDetail& detail);
/// The same with these terms instead, ranked in this population where it has them, and what is made of them.
std::vector<Fact> scoreFacts(const PairingDetail& detail, const RawScores& scores,
                             const ReferencePopulation& population);

/// Where the figures come from: space, platform, seeds, run and methods; what is counted, what is modelled.
std::vector<Fact> provenanceFacts(const PairingRecord& record, const StudySnapshot& study);

} // namespace pairscape
