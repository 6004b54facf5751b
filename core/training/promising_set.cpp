// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/promising_set.h"

#include "core/base/resources.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

namespace pairscape {

std::vector<std::string> promisingShare(std::vector<ScoredArchitecture> pool, double share) {
    std::ranges::stable_sort(
        pool, [](const ScoredArchitecture& a, const ScoredArchitecture& b) { return a.score > b.score; });
    std::vector<std::string> best;
    std::set<std::string> known;
    const auto wanted =
        static_cast<std::size_t>(std::max<long>(1, std::lround(share * static_cast<double>(pool.size()))));
    for (std::size_t i = 0; i < std::min(wanted, pool.size()); ++i)
        if (known.insert(pool[i].architecture).second)
            best.push_back(std::move(pool[i].architecture));
    return best;
}

Result<std::vector<Architecture>> parseArchitectures(const SearchSpace& space,
                                                     const std::vector<std::string>& texts) {
    std::vector<Architecture> list;
    std::set<std::string> known;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto architecture = space.parse(texts[i]);
        if (!architecture)
            return Error{architecture.error().code, "Architecture " + std::to_string(i + 1) +
                                                        " of the list: " + architecture.error().message};
        if (known.insert(space.format(*architecture)).second)
            list.push_back(*std::move(architecture));
    }
    return list;
}

Result<std::vector<std::string>> readArchitectureList(const std::string& file) {
    const auto content = readTextFile(file);
    if (!content)
        return content.error();
    std::istringstream lines(*content);
    std::vector<std::string> list;
    for (std::string line; std::getline(lines, line);) {
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty() && line.front() != '#')
            list.push_back(line);
    }
    if (list.empty())
        return Error{ErrorCode::InvalidInput, file + " holds no architecture; write one a line."};
    return list;
}

} // namespace pairscape
