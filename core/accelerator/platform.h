// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/operator_type.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// Quantities of an FPGA's resources: what a platform offers or a chunk uses.
struct Resources {
    int dsp = 0;
    int lut = 0;
    int bram36 = 0; ///< 36-Kbit blocks
    int uram = 0;   ///< 288-Kbit blocks

    Resources operator+(const Resources& other) const {
        return {dsp + other.dsp, lut + other.lut, bram36 + other.bram36, uram + other.uram};
    }
    bool fitsIn(const Resources& limit) const {
        return dsp <= limit.dsp && lut <= limit.lut && bram36 <= limit.bram36 && uram <= limit.uram;
    }
    bool operator==(const Resources&) const = default;
};

/// DSPs, LUTs and energy of one form of a processing element.
struct PeForm {
    double dsp = 0, lut = 0;
    double energyPj = 0; ///< one MAC-equivalent

    bool operator==(const PeForm&) const = default;
};

/// What one processing element of an operator type costs on a platform's family.
struct PeCost {
    double dsp = 0; ///< 0.5 where two 8-bit products share a DSP: two elements that take the same activation
    double lut = 0; ///< mean of such a pair
    int weightBits = 8;
    int activationBits = 8;
    double energyPj = 0; ///< one MAC-equivalent
    /// The same element with a DSP of its own, where a pair shares one and both forms are known: it needs no
    /// LUTs to take the pair's products apart.
    std::optional<PeForm> alone = std::nullopt;

    /// What a chunk builds: `alone` where its PEs are unpacked and there is such a form.
    PeForm form(bool unpacked) const { return unpacked && alone ? *alone : PeForm{dsp, lut, energyPj}; }
    bool operator==(const PeCost&) const = default;
};

/// What the hardware offers. Only FPGAs so far; figures and their sources are in resources/platforms.
struct Platform {
    std::string name, title, source;
    /// Where a figure comes from, by its JSON field ("resources" stands for DSP, LUT, BRAM36 and URAM).
    std::map<std::string, std::string> sources;
    std::string family;  ///< "ultrascale+" or "7-series": selects the PE costs
    Resources available; ///< of the whole device
    double lutShare = 1; ///< share of the LUTs that PEs may fill: the rest is control, DMA and routing slack
    double clockMhz = 0;
    double dramGigabytesPerSecond = 0; ///< effective, shared by all chunks
    double staticWatts = 0;
    double dramPjPerByte = 0;
    double bufferPjPerByte = 0;
    std::array<PeCost, operatorTypeCount> pe; ///< from resources/platforms/pe-costs.json by family

    const PeCost& peCost(OperatorType op) const { return pe[indexOf(op)]; }
    /// What an accelerator may use: the device less the LUTs kept free.
    Resources budget() const;

    static Result<Platform> preset(std::string_view name);
    static std::vector<std::string> presetNames();
    /// A preset's name, or the path of a JSON file. Its fields are in docs/platform-file.md.
    static Result<Platform> load(const std::string& presetOrPath);
    /// Errors name the field: "platform 'mine': field 'dsp' must be between 1 and 100000 but is 0."
    static Result<Platform> fromJson(std::string_view text, const std::string& what);
    /// Canonical, and complete: the PE costs are written out, so that a stored platform does not change
    /// when the measured table does. Reading it gives the same platform.
    std::string toJson() const;

    bool operator==(const Platform&) const = default;
};

} // namespace pairscape
