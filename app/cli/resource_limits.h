// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace pairscape::cli {

/// How much of a platform an accelerator may use, where that is not all of it.
struct ResourceLimits {
    std::optional<int> maxDsp, maxLut, maxBram36, maxUram;

    bool any() const { return maxDsp || maxLut || maxBram36 || maxUram; }
    /// The platform with no more than that.
    Platform applyTo(Platform platform) const;
};

/// --max-dsp, --max-lut, --max-bram36 and --max-uram; `limits` must live as long as the app.
void addResourceLimits(CLI::App& verb, ResourceLimits& limits);

} // namespace pairscape::cli
