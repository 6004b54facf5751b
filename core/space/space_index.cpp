// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space_index.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace pairscape {
namespace {

const std::vector<int>& incomingChannels(const SearchSpace& space, std::size_t stage) {
    return stage == 0 ? space.stemChannels() : space.stages()[stage - 1].channels;
}

template <class T>
std::size_t positionOf(const std::vector<T>& choices, const T& value) {
    const auto it = std::find(choices.begin(), choices.end(), value);
    assert(it != choices.end());
    return static_cast<std::size_t>(it - choices.begin());
}

/// Takes the least significant digit of `number` to the given base off it.
std::size_t takeDigit(WholeNumber& number, std::size_t base) {
    if (base == 1)
        return 0;
    WholeNumber quotient, digit;
    boost::multiprecision::divide_qr(number, WholeNumber(base), quotient, digit);
    number = std::move(quotient);
    return digit.convert_to<std::size_t>();
}

/// Choices of one block that is not skipped, at block granularity.
std::size_t blockChoices(const SearchSpace& space, const StageChoices& stage) {
    return stage.kernels.size() * stage.expansions.size() * space.operators().size();
}

/// Kernel, expansion and operators of a stage's blocks from a number below its fillings; the first block is
/// the least significant digit.
void fillBlocks(const SearchSpace& space, std::size_t stageIndex, int inChannels, StageGene& stage,
                WholeNumber number) {
    const StageChoices& choices = space.stages()[stageIndex];
    if (space.granularity() == Granularity::Stage) {
        const int kernel = choices.kernels[takeDigit(number, choices.kernels.size())];
        const int expansion = choices.expansions[takeDigit(number, choices.expansions.size())];
        for (BlockGene& block : stage.blocks)
            block = {space.operators()[takeDigit(number, space.operators().size())], kernel, expansion,
                     false};
        return;
    }
    for (std::size_t i = 0; i < stage.blocks.size(); ++i) {
        const std::size_t real = blockChoices(space, choices);
        const bool maySkip = space.skipLegal(stageIndex, i, inChannels, stage.channels);
        std::size_t digit = takeDigit(number, real + (maySkip ? 1 : 0));
        BlockGene& block = stage.blocks[i];
        if (digit == real) {
            block = {.skip = true};
            continue;
        }
        block.op = space.operators()[digit % space.operators().size()];
        digit /= space.operators().size();
        block.expansion = choices.expansions[digit % choices.expansions.size()];
        block.kernel = choices.kernels[digit / choices.expansions.size()];
    }
}

WholeNumber numberOfBlocks(const SearchSpace& space, std::size_t stageIndex, int inChannels,
                           const StageGene& stage) {
    const StageChoices& choices = space.stages()[stageIndex];
    WholeNumber number = 0;
    if (space.granularity() == Granularity::Stage) {
        for (std::size_t i = stage.blocks.size(); i-- > 0;)
            number = number * space.operators().size() + positionOf(space.operators(), stage.blocks[i].op);
        const BlockGene& first = stage.blocks.front();
        number = number * choices.expansions.size() + positionOf(choices.expansions, first.expansion);
        return number * choices.kernels.size() + positionOf(choices.kernels, first.kernel);
    }
    for (std::size_t i = stage.blocks.size(); i-- > 0;) {
        const BlockGene& block = stage.blocks[i];
        const std::size_t real = blockChoices(space, choices);
        std::size_t digit = real;
        if (!block.skip) {
            digit = positionOf(choices.kernels, block.kernel);
            digit = digit * choices.expansions.size() + positionOf(choices.expansions, block.expansion);
            digit = digit * space.operators().size() + positionOf(space.operators(), block.op);
        }
        const bool maySkip = space.skipLegal(stageIndex, i, inChannels, stage.channels);
        number = number * (real + (maySkip ? 1 : 0)) + digit;
    }
    return number;
}

} // namespace

SpaceIndex::SpaceIndex(const SearchSpace& space) {
    const std::vector<StageChoices>& stages = space.stages();
    fillings_.resize(stages.size());
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const StageChoices& stage = stages[i];
        for (const bool firstSkippable : {false, true}) {
            Fillings& fillings = fillings_[i][firstSkippable ? 1 : 0];
            for (const int depth : stage.depths) {
                WholeNumber count = 1;
                if (space.granularity() == Granularity::Stage)
                    count = stage.kernels.size() * stage.expansions.size();
                for (int block = 0; block < depth; ++block) {
                    if (space.granularity() == Granularity::Stage) {
                        count *= space.operators().size();
                        continue;
                    }
                    // Blocks behind the first always have equal channels and stride 1.
                    const bool maySkip = block == 0 ? firstSkippable : space.skipLegal(i, 1, 1, 1);
                    count *= blockChoices(space, stage) + (maySkip ? 1 : 0);
                }
                fillings.total += count;
                fillings.byDepth.push_back(std::move(count));
            }
        }
    }

    completions_.resize(stages.size() + 1);
    completions_.back().assign(incomingChannels(space, stages.size()).size(), space.headChannels().size());
    for (std::size_t i = stages.size(); i-- > 0;) {
        for (const int in : incomingChannels(space, i)) {
            WholeNumber ways = 0;
            for (std::size_t c = 0; c < stages[i].channels.size(); ++c)
                ways += fillings(space, i, in, stages[i].channels[c]).total * completions_[i + 1][c];
            completions_[i].push_back(std::move(ways));
        }
    }
    for (const WholeNumber& ways : completions_.front())
        size_ += ways;
}

const SpaceIndex::Fillings& SpaceIndex::fillings(const SearchSpace& space, std::size_t stage, int inChannels,
                                                 int outChannels) const {
    return fillings_[stage][space.skipLegal(stage, 0, inChannels, outChannels) ? 1 : 0];
}

Architecture SpaceIndex::at(const SearchSpace& space, WholeNumber number) const {
    assert(number < size_);
    std::size_t choice = 0;
    for (; number >= completions_[0][choice]; ++choice)
        number -= completions_[0][choice];
    Architecture architecture;
    architecture.stemChannels = space.stemChannels()[choice];
    architecture.stages.resize(space.stages().size());

    int in = architecture.stemChannels;
    for (std::size_t i = 0; i < space.stages().size(); ++i) {
        const StageChoices& choices = space.stages()[i];
        StageGene& stage = architecture.stages[i];
        for (choice = 0;; ++choice) {
            stage.channels = choices.channels[choice];
            const WholeNumber ways =
                fillings(space, i, in, stage.channels).total * completions_[i + 1][choice];
            if (number < ways)
                break;
            number -= ways;
        }
        WholeNumber filling, rest;
        boost::multiprecision::divide_qr(number, completions_[i + 1][choice], filling, rest);
        number = std::move(rest);

        const Fillings& ways = fillings(space, i, in, stage.channels);
        std::size_t depth = 0;
        for (; filling >= ways.byDepth[depth]; ++depth)
            filling -= ways.byDepth[depth];
        stage.blocks.resize(static_cast<std::size_t>(choices.depths[depth]));
        fillBlocks(space, i, in, stage, std::move(filling));
        in = stage.channels;
    }
    architecture.headChannels = space.headChannels()[number.convert_to<std::size_t>()];
    return architecture;
}

WholeNumber SpaceIndex::numberOf(const SearchSpace& space, const Architecture& architecture) const {
    WholeNumber number = 0;
    for (std::size_t c = positionOf(space.stemChannels(), architecture.stemChannels); c-- > 0;)
        number += completions_[0][c];
    int in = architecture.stemChannels;
    for (std::size_t i = 0; i < architecture.stages.size(); ++i) {
        const StageChoices& choices = space.stages()[i];
        const StageGene& stage = architecture.stages[i];
        const std::size_t channels = positionOf(choices.channels, stage.channels);
        for (std::size_t c = 0; c < channels; ++c)
            number += fillings(space, i, in, choices.channels[c]).total * completions_[i + 1][c];
        WholeNumber filling = numberOfBlocks(space, i, in, stage);
        const std::size_t depth = positionOf(choices.depths, static_cast<int>(stage.blocks.size()));
        for (std::size_t d = 0; d < depth; ++d)
            filling += fillings(space, i, in, stage.channels).byDepth[d];
        number += filling * completions_[i + 1][channels];
        in = stage.channels;
    }
    return number + positionOf(space.headChannels(), architecture.headChannels);
}

WholeNumber uniformBelow(const WholeNumber& bound, RandomStream& random) {
    assert(bound > 0);
    if (bound == 1)
        return 0;
    const WholeNumber last = bound - 1;
    const unsigned bits = boost::multiprecision::msb(last) + 1;
    for (;;) {
        WholeNumber number = 0;
        for (unsigned drawn = 0; drawn < bits; drawn += 32) {
            std::uint32_t word = random.next32();
            if (bits - drawn < 32)
                word >>= 32 - (bits - drawn);
            number |= WholeNumber(word) << drawn;
        }
        if (number < bound)
            return number;
    }
}

} // namespace pairscape
