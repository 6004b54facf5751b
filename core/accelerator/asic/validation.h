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
    std::string note; ///< what ours is bound by, or a reason for a difference; may be empty

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

/// Timeloop's accesses, cycles and energies of three nests against evaluateNest.
Result<ReferenceReport> compareWithTimeloop(std::string_view json);

/// The mapper released with NASA-F against bestMappings, dataflow by dataflow.
Result<ReferenceReport> compareWithNasaF(std::string_view json);

/// Eyeriss silicon against rowStationaryCost, layer by layer.
Result<ReferenceReport> compareWithEyeriss(std::string_view json);

/// All references that are built in.
Result<std::vector<ReferenceReport>> compareWithReferences();

} // namespace pairscape::asic
