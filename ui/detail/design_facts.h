// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/design_detail.h"
#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/detail/fact_grid.h"

#include <optional>
#include <vector>

namespace pairscape {

/// Where the time goes: what sets the interval, what the layers wait for, DRAM traffic against the
/// platform's bandwidth, images in flight and their memory. Empty for a pairing that does not fit. Modelled.
std::vector<Fact> boundFacts(const PairingDetail& detail, const std::optional<Platform>& platform,
                             const DesignDetail* steady = nullptr);

/// Each raw term and its rank in the reference population.
std::vector<Fact> scoreFacts(const PairingDetail& detail);

/// Where the figures come from: space, platform, seeds, run and methods; what is counted, what is modelled.
std::vector<Fact> provenanceFacts(const PairingRecord& record, const StudySnapshot& study);

} // namespace pairscape
