// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// PE costs of an FPGA family and where they come from.
struct FamilyPeCosts {
    std::array<PeCost, operatorTypeCount> pe;
    std::string source;
};

/// From resources/platforms/pe-costs.json: counts of synthesis, divided by the elements that a module holds.
/// NotFound, as the end of a sentence about a field, where the table has no such family; Internal where the
/// table that was built in is damaged.
Result<FamilyPeCosts> peCostsOfFamily(std::string_view family);

/// The same from the text of a table.
Result<FamilyPeCosts> peCostsOfFamily(std::string_view family, std::string_view tableText);

/// The families that resources/platforms/pe-costs.json has, in the order of the alphabet; none where it is
/// damaged.
std::vector<std::string> peCostFamilies();

} // namespace pairscape
