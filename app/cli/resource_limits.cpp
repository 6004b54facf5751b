// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resource_limits.h"

#include "app/cli/option_checks.h"

#include <algorithm>

namespace pairscape::cli {

Platform ResourceLimits::applyTo(Platform platform) const {
    Resources& all = platform.available;
    all.dsp = std::min(all.dsp, maxDsp.value_or(all.dsp));
    all.bram36 = std::min(all.bram36, maxBram36.value_or(all.bram36));
    all.uram = std::min(all.uram, maxUram.value_or(all.uram));
    if (maxLut && *maxLut < platform.budget().lut) {
        all.lut = *maxLut;
        platform.lutShare = 1; // the rest of the device is free in any case
    }
    return platform;
}

void addResourceLimits(CLI::App& verb, ResourceLimits& limits) {
    const auto limit = [&](const char* option, std::optional<int>& value, const char* what, int least) {
        verb.add_option(option, value,
                        std::string("Most ") + what +
                            " that an accelerator may use; all of the platform's if not given")
            ->transform(wholeNumber(least, 1 << 30))
            ->type_name("N");
    };
    limit("--max-dsp", limits.maxDsp, "DSP blocks", 0);
    limit("--max-lut", limits.maxLut, "LUTs", 1);
    limit("--max-bram36", limits.maxBram36, "BRAM36 blocks", 0);
    limit("--max-uram", limits.maxUram, "URAM blocks", 0);
}

} // namespace pairscape::cli
