// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"

#include <algorithm>
#include <cassert>

/// Mutation and crossover. Both walk an architecture from stem to head, so that what is legal behind a gene
/// (a skip needs equal channels) is known when they get there.
namespace pairscape {
namespace {

template <class T>
T drawn(const std::vector<T>& choices, RandomStream& random) {
    return choices[random.below(static_cast<std::uint32_t>(choices.size()))];
}

/// Uniform among the other choices; there must be one.
template <class T>
T drawnOther(const std::vector<T>& choices, const T& current, RandomStream& random) {
    assert(choices.size() > 1);
    auto index = random.below(static_cast<std::uint32_t>(choices.size() - 1));
    const auto at = std::find(choices.begin(), choices.end(), current) - choices.begin();
    if (index >= static_cast<std::uint32_t>(at))
        ++index;
    return choices[index];
}

/// Everything that one block may be, at block granularity.
std::vector<BlockGene> blockChoices(const SearchSpace& space, std::size_t stageIndex, bool maySkip) {
    const StageChoices& stage = space.stages()[stageIndex];
    std::vector<BlockGene> choices;
    for (const int kernel : stage.kernels)
        for (const int expansion : stage.expansions)
            for (const OperatorType op : space.operators())
                choices.push_back({op, kernel, expansion, false});
    if (maySkip)
        choices.push_back({.skip = true});
    return choices;
}

/// Shortens the stage, or lengthens it by blocks with redrawn operators (and genes, at block granularity).
void setDepth(const SearchSpace& space, std::size_t stageIndex, StageGene& stage, int depth,
              RandomStream& random) {
    const auto wanted = static_cast<std::size_t>(depth);
    if (stage.blocks.size() > wanted)
        stage.blocks.resize(wanted);
    while (stage.blocks.size() < wanted) {
        BlockGene block = stage.blocks.front();
        if (space.granularity() == Granularity::Stage)
            block.op = drawn(space.operators(), random);
        else
            block = drawn(blockChoices(space, stageIndex, space.skipsBlocks()), random);
        stage.blocks.push_back(block);
    }
}

/// Other channels can make the skip of a stage's first block illegal; that block is then drawn anew.
void repairSkips(const SearchSpace& space, Architecture& architecture, RandomStream& random) {
    int in = architecture.stemChannels;
    for (std::size_t i = 0; i < architecture.stages.size(); ++i) {
        StageGene& stage = architecture.stages[i];
        if (stage.blocks.front().skip && !space.skipLegal(i, 0, in, stage.channels))
            stage.blocks.front() = drawn(blockChoices(space, i, false), random);
        in = stage.channels;
    }
}

int incomingChannels(const Architecture& architecture, std::size_t stage) {
    return stage == 0 ? architecture.stemChannels : architecture.stages[stage - 1].channels;
}

/// Calls `visit(choices, current, set)` for each gene that is a number chosen from a list, and
/// `visitBlock(stage, block)` for each block. One list of genes, so that mutation at a rate and the change of
/// exactly one gene agree on what a gene is.
template <class Number, class Block>
void forEachGene(const SearchSpace& space, Architecture& architecture, RandomStream& random, Number number,
                 Block visitBlock) {
    number(space.stemChannels(), architecture.stemChannels,
           [&](int channels) { architecture.stemChannels = channels; });
    for (std::size_t i = 0; i < architecture.stages.size(); ++i) {
        const StageChoices& choices = space.stages()[i];
        StageGene& stage = architecture.stages[i];
        number(choices.channels, stage.channels, [&](int channels) { stage.channels = channels; });
        number(choices.depths, static_cast<int>(stage.blocks.size()),
               [&](int depth) { setDepth(space, i, stage, depth, random); });
        if (space.granularity() == Granularity::Stage) {
            number(choices.kernels, stage.blocks.front().kernel, [&](int kernel) {
                for (BlockGene& block : stage.blocks)
                    block.kernel = kernel;
            });
            number(choices.expansions, stage.blocks.front().expansion, [&](int expansion) {
                for (BlockGene& block : stage.blocks)
                    block.expansion = expansion;
            });
        }
        for (std::size_t b = 0; b < stage.blocks.size(); ++b)
            visitBlock(i, b);
    }
    number(space.headChannels(), architecture.headChannels,
           [&](int channels) { architecture.headChannels = channels; });
}

/// What the block may be, its present value among it.
std::vector<BlockGene> alternatives(const SearchSpace& space, const Architecture& architecture,
                                    std::size_t stage, std::size_t block) {
    const StageGene& gene = architecture.stages[stage];
    if (space.granularity() == Granularity::Block)
        return blockChoices(
            space, stage,
            space.skipLegal(stage, block, incomingChannels(architecture, stage), gene.channels));
    std::vector<BlockGene> choices;
    for (const OperatorType op : space.operators()) {
        choices.push_back(gene.blocks[block]);
        choices.back().op = op;
    }
    return choices;
}

/// Changes exactly one gene, drawn from those that have an alternative. Leaves a space of one point alone.
void changeOneGene(const SearchSpace& space, Architecture& architecture, RandomStream& random) {
    std::uint32_t changeable = 0;
    forEachGene(
        space, architecture, random,
        [&](const std::vector<int>& choices, int, auto) { changeable += choices.size() > 1 ? 1 : 0; },
        [&](std::size_t stage, std::size_t block) {
            changeable += alternatives(space, architecture, stage, block).size() > 1 ? 1 : 0;
        });
    if (changeable == 0)
        return;
    // Counts down to the chosen gene; never reaches it again, because it wraps far below.
    std::uint32_t left = random.below(changeable) + 1;
    forEachGene(
        space, architecture, random,
        [&](const std::vector<int>& choices, int current, auto set) {
            if (left > 0 && choices.size() > 1 && --left == 0)
                set(drawnOther(choices, current, random));
        },
        [&](std::size_t stage, std::size_t block) {
            if (left == 0)
                return;
            const std::vector<BlockGene> choices = alternatives(space, architecture, stage, block);
            BlockGene& gene = architecture.stages[stage].blocks[block];
            if (choices.size() > 1 && --left == 0)
                gene = drawnOther(choices, gene, random);
        });
    repairSkips(space, architecture, random);
}

} // namespace

Architecture SearchSpace::mutate(const Architecture& parent, double rate, RandomStream& random) const {
    assert(validate(parent).ok());
    Architecture child = parent;
    forEachGene(
        *this, child, random,
        [&](const std::vector<int>& choices, int, auto set) {
            if (random.chance(rate))
                set(drawn(choices, random));
        },
        [&](std::size_t stage, std::size_t block) {
            if (random.chance(rate))
                child.stages[stage].blocks[block] = drawn(alternatives(*this, child, stage, block), random);
        });
    repairSkips(*this, child, random);
    if (child == parent)
        changeOneGene(*this, child, random);
    assert(validate(child).ok());
    return child;
}

Architecture SearchSpace::crossover(const Architecture& a, const Architecture& b,
                                    RandomStream& random) const {
    assert(validate(a).ok() && validate(b).ok());
    Architecture child;
    child.stemChannels = random.chance(0.5) ? a.stemChannels : b.stemChannels;
    for (std::size_t i = 0; i < a.stages.size(); ++i) {
        const bool fromA = random.chance(0.5);
        StageGene stage = fromA ? a.stages[i] : b.stages[i];
        const StageGene& other = fromA ? b.stages[i] : a.stages[i];
        const std::size_t both = std::min(stage.blocks.size(), other.blocks.size());
        for (std::size_t block = 0; block < both; ++block) {
            if (!random.chance(0.5))
                continue;
            if (granularity_ == Granularity::Stage)
                stage.blocks[block].op = other.blocks[block].op;
            else
                stage.blocks[block] = other.blocks[block];
        }
        child.stages.push_back(std::move(stage));
    }
    child.headChannels = random.chance(0.5) ? a.headChannels : b.headChannels;
    repairSkips(*this, child, random);
    assert(validate(child).ok());
    return child;
}

} // namespace pairscape
