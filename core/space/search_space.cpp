// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"

#include "core/base/hash.h"
#include "core/base/resources.h"
#include "core/space/space_index.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <filesystem>

namespace pairscape {

std::vector<std::string> SearchSpace::presetNames() {
    return embeddedNames("spaces", ".json");
}

Result<SearchSpace> SearchSpace::preset(std::string_view name) {
    const std::string quoted = std::string("'").append(name).append("'");
    if (const auto text = embeddedResource(std::string("spaces/").append(name).append(".json")))
        return fromJson(*text, "search space " + quoted);
    const std::vector<std::string> names = presetNames();
    const auto near = nearestChoice(name, names);
    return Error{ErrorCode::NotFound, quoted + " is not a search space" +
                                          (near ? "; did you mean '" + *near + "'?" : ".") + " Choose from " +
                                          joinChoices(names) + "."};
}

Result<SearchSpace> SearchSpace::load(const std::string& presetOrPath) {
    const std::vector<std::string> names = presetNames();
    if (std::find(names.begin(), names.end(), presetOrPath) != names.end())
        return preset(presetOrPath);
    std::error_code ignored;
    if (std::filesystem::exists(presetOrPath, ignored)) {
        const auto text = readTextFile(presetOrPath);
        if (!text)
            return text.error();
        return fromJson(*text, "search space '" + presetOrPath + "'");
    }
    const auto near = nearestChoice(presetOrPath, names);
    return Error{ErrorCode::NotFound, "'" + presetOrPath + "' is neither a search space nor a file" +
                                          (near ? "; did you mean '" + *near + "'?" : ".") + " Choose from " +
                                          joinChoices(names) + ", or name a JSON file."};
}

Result<SearchSpace> SearchSpace::restrictedTo(const std::vector<OperatorType>& operators) const {
    if (operators.empty())
        return Error{ErrorCode::InvalidInput,
                     "A search space needs an operator type; choose conv, shift or adder."};
    for (const OperatorType op : operators) {
        if (std::find(operators_.begin(), operators_.end(), op) != operators_.end())
            continue;
        std::vector<std::string> names;
        for (const OperatorType known : operators_)
            names.emplace_back(operatorTypeName(known));
        return Error{ErrorCode::InvalidInput, "The search space " + name_ + " has no " +
                                                  std::string(operatorTypeName(op)) +
                                                  " blocks; choose from " + joinChoices(names) + "."};
    }
    SearchSpace restricted = *this;
    restricted.operators_.clear();
    for (const OperatorType op : operators_)
        if (std::find(operators.begin(), operators.end(), op) != operators.end())
            restricted.operators_.push_back(op);
    restricted.index_ = std::make_shared<const SpaceIndex>(restricted);
    return restricted;
}

bool SearchSpace::skipLegal(std::size_t stage, std::size_t block, int inChannels, int outChannels) const {
    return skipAllowed_ && (block > 0 || (stages_[stage].stride == 1 && inChannels == outChannels));
}

std::string SearchSpace::sizeText() const {
    return index_->size().str();
}

double SearchSpace::size() const {
    // By way of the decimal text, because std::from_chars rounds to the nearest double.
    const std::string text = sizeText();
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Result<std::vector<Architecture>> SearchSpace::enumerate(std::size_t limit) const {
    const WholeNumber& count = index_->size();
    if (count > limit)
        return Error{ErrorCode::Infeasible, "The search space " + name_ + " has " + count.str() +
                                                " architectures, more than the " + std::to_string(limit) +
                                                " that may be listed; sample it instead."};
    std::vector<Architecture> all;
    all.reserve(count.convert_to<std::size_t>());
    for (WholeNumber number = 0; number < count; ++number)
        all.push_back(index_->at(*this, number));
    return all;
}

namespace {

enum class Extreme { Smallest, Largest };

/// Lists of choices are ascending, so their ends are their extremes.
int pick(const std::vector<int>& choices, Extreme extreme) {
    return extreme == Extreme::Smallest ? choices.front() : choices.back();
}

Architecture extremeArchitecture(const SearchSpace& space, OperatorType op, Extreme extreme) {
    assert(std::find(space.operators().begin(), space.operators().end(), op) != space.operators().end());
    Architecture architecture;
    architecture.stemChannels = pick(space.stemChannels(), extreme);
    int in = architecture.stemChannels;
    for (std::size_t i = 0; i < space.stages().size(); ++i) {
        const StageChoices& choices = space.stages()[i];
        StageGene stage;
        stage.channels = pick(choices.channels, extreme);
        const BlockGene block = {op, pick(choices.kernels, extreme), pick(choices.expansions, extreme),
                                 false};
        stage.blocks.assign(static_cast<std::size_t>(pick(choices.depths, extreme)), block);
        for (std::size_t b = 0; extreme == Extreme::Smallest && b < stage.blocks.size(); ++b)
            if (space.skipLegal(i, b, in, stage.channels))
                stage.blocks[b] = {.skip = true};
        in = stage.channels;
        architecture.stages.push_back(std::move(stage));
    }
    architecture.headChannels = pick(space.headChannels(), extreme);
    return architecture;
}

} // namespace

Architecture SearchSpace::smallest(OperatorType op) const {
    return extremeArchitecture(*this, op, Extreme::Smallest);
}

Architecture SearchSpace::largest(OperatorType op) const {
    return extremeArchitecture(*this, op, Extreme::Largest);
}

std::uint64_t SearchSpace::hash(const Architecture& architecture) const {
    return stableHash(name_ + " " + format(architecture));
}

Architecture SearchSpace::sample(RandomStream& random) const {
    return index_->at(*this, uniformBelow(index_->size(), random));
}

} // namespace pairscape
