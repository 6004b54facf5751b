// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/asic/loop_nest.h"
#include "core/base/error.h"
#include "core/space/operator_type.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape::asic {

/// A PE of one operator type.
struct AsicPe {
    double area = 1; ///< in conv PEs
    int weightBits = 8, activationBits = 8;
    double energyPj = 0; ///< one MAC-equivalent
    bool operator==(const AsicPe&) const = default;
};

/// NASA's ASIC: chunks of PEs with register files share an area, a global buffer and DRAM. Figures and their
/// sources are in resources/asic.
struct AsicTemplate {
    std::string name, title, source;
    std::map<std::string, std::string> sources; ///< where a figure comes from, by what it is of
    double peAreaBudget = 0;                    ///< conv PEs
    double clockMhz = 0;
    std::int64_t globalBufferWords = 0;
    std::int64_t inputRegisterWords = 0, weightRegisterWords = 0, psumRegisterWords = 0; ///< of one PE
    double dramGigabytesPerSecond = 0;
    int psumBits = 16;
    double registerPj = 0, arrayPj = 0, bufferPj = 0, dramPj = 0; ///< one access to a word of 16 bits
    std::array<AsicPe, operatorTypeCount> pe;

    const AsicPe& of(OperatorType op) const { return pe[indexOf(op)]; }
    double dramBytesPerCycle() const { return 1e3 * dramGigabytesPerSecond / clockMhz; }

    static Result<AsicTemplate> preset(std::string_view name);
    static std::vector<std::string> presetNames();
    /// True for a preset's name and for a JSON file with a PE area budget, which only templates have.
    static bool isMeantBy(const std::string& presetOrPath);
    static Result<AsicTemplate> load(const std::string& presetOrPath);
    /// Errors name the field.
    static Result<AsicTemplate> fromJson(std::string_view text, const std::string& what);

    bool operator==(const AsicTemplate&) const = default;
};

/// What one layer costs for one image under a nest.
struct AsicLayerCost {
    std::int64_t pes = 0;
    std::int64_t cycles = 0; ///< the larger of computing and moving its DRAM words
    std::int64_t computeCycles = 0;
    std::int64_t bufferWords = 0; ///< held in the global buffer while it runs
    double dramBytes = 0;
    double energyPj = 0;

    double edp() const { return energyPj * static_cast<double>(cycles); }
};

/// Costs a nest for an operator type. Weights and final outputs have the widths of the PE, partial sums on
/// their way `psumBits`. Words delivered to or taken from a PE cross the array. `besideWords` activations are
/// read from DRAM through the buffer once beside what the nest reads (what a map is pooled from, what is
/// added to the output, gates). Fails as evaluateNest does.
Result<AsicLayerCost> asicLayerCost(const AsicTemplate& asic, OperatorType op, const NestLayer& layer,
                                    const LoopNest& nest, std::int64_t besideWords = 0);

} // namespace pairscape::asic
