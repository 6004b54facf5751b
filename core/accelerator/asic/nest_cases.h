// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/asic/loop_nest.h"
#include "core/base/json_reader.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files of loop nests to be costed, with the figures that another program gives for them or without.
namespace pairscape::asic {

/// What another program says of a nest; what is absent it does not say.
struct NestFigures {
    using Accesses = std::array<std::array<AccessCounts, operandCount>, memoryLevelCount>;
    std::optional<double> cycles, energyMicrojoule;
    std::optional<Accesses> accesses; ///< words, of one PE for the register file
};

struct NestCase {
    std::string name;
    NestLayer layer;
    LoopNest nest;
    NestCost cost; ///< ours
    NestFigures theirs;
};

/// What an array offers; a limit of 0 is none.
struct NestLimits {
    std::int64_t pes = 0, registerFileWords = 0, globalBufferWords = 0;
};

struct NestCases {
    std::string title, source;
    std::string energyNote; ///< why their energies differ, if anybody knows
    std::optional<NestEnergy> unit;
    NestLimits limits;
    std::vector<NestCase> cases;
};

/// Reads a file of nests and costs them, in one of two forms (docs/validation.md): with "cases" as an array,
/// as in resources/validation/timeloop.json, or as an object by name, with factors and orders apart. `what`
/// names the document in errors, which name the field: InvalidInput where a nest is none, or does not make
/// its layer.
Result<NestCases> readNestCases(std::string_view json, const std::string& what);

/// What of a nest is more than the limits hold, as "needs 512 of 256 PEs"; empty where nothing is.
std::string excessOf(const NestCost& cost, const NestLimits& limits);

/// Loops in a text field, innermost first: "K6 Q7 P7".
std::vector<Loop> readLoops(JsonReader& reader, const std::string& field);

} // namespace pairscape::asic
