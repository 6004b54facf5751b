// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/asic/validation.h"

/// References that the chunks of the FPGA cost model are put beside. Nothing is adjusted to them.
namespace pairscape::asic {

/// NVDLA's published frame rates of ResNet-50 against one conv chunk with its MACs, buffer and bandwidth.
Result<ReferenceReport> compareWithNvdla(std::string_view json);

/// SCALE-Sim's cycles of a weight-stationary array against a chunk's array cycles.
Result<ReferenceReport> compareWithScaleSim(std::string_view json);

/// The DPU's DSPs, LUTs and peak rate against those of a chunk with its unrolls.
Result<ReferenceReport> compareWithDpu(std::string_view json);

/// MAESTRO's latency errors against Eyeriss silicon beside ours, which are in `eyeriss`.
Result<ReferenceReport> compareWithMaestro(std::string_view json, const ReferenceReport& eyeriss);

/// Figures that ours are not put beside, each with its reason.
Result<ReferenceReport> besideTheRest(std::string_view json);

} // namespace pairscape::asic
