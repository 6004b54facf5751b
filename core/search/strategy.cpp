// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategy.h"

#include "core/base/resources.h"
#include "core/search/strategies/strategies.h"

namespace pairscape {

const std::vector<Strategy>& strategies() {
    static const std::vector<Strategy> list = {nashStrategy(),     nasaFStrategy(),     nasaStrategy(),
                                               convOnlyStrategy(), shiftOnlyStrategy(), adderOnlyStrategy(),
                                               randomStrategy(),   sequentialStrategy()};
    return list;
}

Result<Strategy> findStrategy(const std::string& name) {
    std::vector<std::string> names;
    for (const Strategy& strategy : strategies()) {
        if (strategy.name == name)
            return strategy;
        names.push_back(strategy.name);
    }
    std::string message = "There is no search strategy '" + name + "'";
    if (const auto near = nearestChoice(name, names))
        message += " (did you mean '" + *near + "'?)";
    return Error{ErrorCode::InvalidInput, message + "; choose " + joinChoices(names) + "."};
}

} // namespace pairscape
