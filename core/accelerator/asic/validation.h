// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <vector>

/// Our models beside figures from outside: every reference in resources/validation. Nothing here is adjusted
/// to them.
namespace pairscape::asic {

/// One of our figures beside theirs.
struct Comparison {
    std::string subject;  ///< the layer or case
    std::string quantity; ///< "latency", "buffer traffic", ...
    std::string unit;
    double ours = 0, theirs = 0;
    std::string note;  ///< what ours is bound by, or a reason for a difference; may be empty
    bool known = true; ///< whether there is a figure of theirs

    /// Ours over theirs less one; 0 where both are 0.
    double deviation() const;
};

struct DeviationSummary {
    std::string group; ///< the network, or the reference
    std::string quantity;
    int figures = 0;
    double mean = 0, largest = 0; ///< of the absolute deviations
};

/// A figure from outside that has none of ours beside it, and why.
struct BesideFigure {
    std::string subject, figure, source, reason;
};

struct ReferenceReport {
    std::string title, source;
    std::vector<Comparison> comparisons;
    std::vector<DeviationSummary> summary;
    std::vector<BesideFigure> besides = {};
};

/// Adds the deviations of a report's comparisons, from the `from`-th on, to its summary, by quantity.
void summarise(ReferenceReport& report, const std::string& group, std::size_t from);

/// Any loop nests through evaluateNest: cycles, accesses of each memory and operand, and energy where the
/// file has unit energies; beside what another program says of them, as far as the file has it. The two forms
/// of such a file are in docs/validation.md; `what` names it in errors, which are InvalidInput and name the
/// field.
Result<ReferenceReport> compareNests(std::string_view json, const std::string& what);

/// Timeloop's accesses, cycles and energies of three nests against evaluateNest.
Result<ReferenceReport> compareWithTimeloop(std::string_view json);

/// The mapper released with NASA-F against bestMappings, dataflow by dataflow.
Result<ReferenceReport> compareWithNasaF(std::string_view json);

/// Eyeriss silicon against rowStationaryCost, layer by layer.
Result<ReferenceReport> compareWithEyeriss(std::string_view json);

/// All references that are built in.
Result<std::vector<ReferenceReport>> compareWithReferences();

} // namespace pairscape::asic
