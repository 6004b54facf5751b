// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace pairscape {

/// What is best of an accelerator, on an FPGA and on an ASIC alike: most images a second, least latency of
/// one batch alone, least energy of an image, least product of that energy and that latency.
enum class HardwareObjective : std::uint8_t { Fps, Latency, Energy, Edp };
std::string hardwareObjectiveName(HardwareObjective objective); ///< "fps", "latency", "energy", "edp"
Result<HardwareObjective> parseHardwareObjective(std::string_view name);

} // namespace pairscape
