// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"

#include <cstdint>

namespace pairscape {

/// What costs energy while it switches: operations, bytes through on-chip buffers, bytes to and from DRAM.
struct SwitchedWork {
    std::int64_t macs = 0;  ///< MAC-equivalents, all in PEs of one form
    double operationPj = 0; ///< of one of them: PeForm::energyPj
    std::int64_t bufferBytes = 0;
    std::int64_t dramBytes = 0;
};

/// Dynamic energy in pJ.
inline double dynamicEnergyPj(const Platform& platform, const SwitchedWork& work) {
    return static_cast<double>(work.macs) * work.operationPj +
           static_cast<double>(work.bufferBytes) * platform.bufferPjPerByte +
           static_cast<double>(work.dramBytes) * platform.dramPjPerByte;
}

/// What the platform draws in `cycles` anyway, in pJ.
inline double staticEnergyPj(const Platform& platform, double cycles) {
    return platform.staticWatts * cycles / platform.clockMhz * 1e6;
}

} // namespace pairscape
