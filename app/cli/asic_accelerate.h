// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/accelerator/asic/asic_template.h"
#include "core/accelerator/hardware_objective.h"
#include "core/space/search_space.h"

namespace pairscape::cli {

/// `accelerate` where --platform names an ASIC template: the best by the objective of all dataflows, its
/// chunks and the place of every layer.
Status accelerateOnAsic(const SearchSpace& space, const Architecture& architecture,
                        const std::string& presetOrPath, HardwareObjective objective, Output& out);

} // namespace pairscape::cli
