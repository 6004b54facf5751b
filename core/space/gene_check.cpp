// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/gene_check.h"

#include "core/base/resources.h"

#include <algorithm>

namespace pairscape {
namespace {

Status wrong(const std::string& where, const std::string& complaint) {
    return Error{ErrorCode::InvalidInput, where + ": " + complaint + "."};
}

/// The genes of one block that the space lets it choose.
Status checkBlock(const SearchSpace& space, std::size_t stageIndex, std::size_t blockIndex, int inChannels,
                  const StageGene& stage) {
    const BlockGene& block = stage.blocks[blockIndex];
    const StageChoices& choices = space.stages()[stageIndex];
    const std::string where = blockLabel(space, stageIndex, blockIndex);
    if (block.skip) {
        if (const auto complaint = skipComplaint(space, stageIndex, blockIndex, inChannels, stage.channels))
            return wrong(where, *complaint);
        if (block != BlockGene{.skip = true})
            return wrong(where, "a skipped block has no operator, kernel or expansion; leave them at zero");
        return {};
    }
    if (const auto complaint = choiceComplaint("kernel", block.kernel, choices.kernels))
        return wrong(where, *complaint);
    if (const auto complaint = choiceComplaint("expansion", block.expansion, choices.expansions))
        return wrong(where, *complaint);
    if (const auto complaint = operatorComplaint(block.op, space.operators()))
        return wrong(where, *complaint);
    const BlockGene& first = stage.blocks.front();
    if (space.granularity() == Granularity::Stage && block.kernel != first.kernel)
        return wrong(where, "kernel " + std::to_string(block.kernel) + " must be " +
                                std::to_string(first.kernel) +
                                " as in the stage's first block, because this space chooses it once a stage");
    if (space.granularity() == Granularity::Stage && block.expansion != first.expansion)
        return wrong(where, "expansion " + std::to_string(block.expansion) + " must be " +
                                std::to_string(first.expansion) +
                                " as in the stage's first block, because this space chooses it once a stage");
    return {};
}

} // namespace

std::string choicesText(const std::vector<int>& choices) {
    std::vector<std::string> texts;
    for (const int choice : choices)
        texts.push_back(std::to_string(choice));
    return joinChoices(texts);
}

std::optional<std::string> choiceComplaint(const std::string& what, int value,
                                           const std::vector<int>& choices) {
    if (std::find(choices.begin(), choices.end(), value) != choices.end())
        return std::nullopt;
    const std::string start = what + " " + std::to_string(value);
    if (choices.size() == 1)
        return start + " must be " + std::to_string(choices.front());
    return start + " is not one of " + choicesText(choices);
}

std::optional<std::string> operatorComplaint(OperatorType op, const std::vector<OperatorType>& choices) {
    if (std::find(choices.begin(), choices.end(), op) != choices.end())
        return std::nullopt;
    std::vector<std::string> names;
    for (const OperatorType choice : choices)
        names.emplace_back(operatorTypeName(choice));
    return "operator " + std::string(operatorTypeName(op)) +
           (names.size() == 1 ? " must be " : " is not one of ") + joinChoices(names);
}

std::optional<std::string> skipComplaint(const SearchSpace& space, std::size_t stage, std::size_t block,
                                         int inChannels, int outChannels) {
    if (space.skipLegal(stage, block, inChannels, outChannels))
        return std::nullopt;
    if (!space.skipsBlocks())
        return "a block cannot be skipped in the space " + space.name();
    if (space.stages()[stage].stride != 1)
        return "the block that makes the map smaller cannot be skipped";
    return "the block that takes " + std::to_string(inChannels) + " channels to " +
           std::to_string(outChannels) + " cannot be skipped";
}

std::string stageLabel(const SearchSpace& space, std::size_t stage) {
    return "stage " + std::to_string(stage + 1) + " (" + space.stages()[stage].name + ")";
}

std::string blockLabel(const SearchSpace& space, std::size_t stage, std::size_t block) {
    return stageLabel(space, stage) + ", block " + std::to_string(block + 1);
}

Status SearchSpace::validate(const Architecture& architecture) const {
    if (const auto complaint = choiceComplaint("channels", architecture.stemChannels, stemChannels_))
        return wrong("stem", *complaint);
    if (architecture.stages.size() != stages_.size())
        return wrong("stages", "there are " + std::to_string(architecture.stages.size()) + " but " + name_ +
                                   " has " + std::to_string(stages_.size()));
    int in = architecture.stemChannels;
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        const StageGene& stage = architecture.stages[i];
        if (const auto complaint = choiceComplaint("channels", stage.channels, stages_[i].channels))
            return wrong(stageLabel(*this, i), *complaint);
        if (const auto complaint =
                choiceComplaint("depth", static_cast<int>(stage.blocks.size()), stages_[i].depths))
            return wrong(stageLabel(*this, i), *complaint);
        for (std::size_t b = 0; b < stage.blocks.size(); ++b)
            if (Status checked = checkBlock(*this, i, b, in, stage); !checked)
                return checked;
        in = stage.channels;
    }
    if (const auto complaint = choiceComplaint("channels", architecture.headChannels, headChannels_))
        return wrong("head", *complaint);
    return {};
}

} // namespace pairscape
