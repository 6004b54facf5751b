// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <rapidcheck.h>

#include <string>

/// RapidCheck generators for the search space. Not uniform; they shrink towards the first choice of every
/// gene, so a counterexample comes out small.
namespace pairscape {

/// RapidCheck shows counterexamples through this.
inline void showValue(const Architecture& architecture, std::ostream& out) {
    out << "stem" << architecture.stemChannels;
    for (const StageGene& stage : architecture.stages) {
        out << ' ' << stage.channels;
        char separator = ':';
        for (const BlockGene& block : stage.blocks) {
            out << separator;
            separator = ',';
            if (block.skip)
                out << '-';
            else
                out << operatorTypeLetter(block.op) << block.kernel << 'e' << block.expansion;
        }
    }
    out << " head" << architecture.headChannels;
}

/// One of the presets.
inline rc::Gen<SearchSpace> arbitrarySpace() {
    return rc::gen::map(rc::gen::elementOf(SearchSpace::presetNames()),
                        [](const std::string& name) { return *SearchSpace::preset(name); });
}

/// An index that shrinks towards 0.
inline rc::Gen<std::size_t> arbitraryIndex(std::size_t size) {
    return rc::gen::inRange<std::size_t>(0, size);
}

/// A valid architecture of the space.
inline rc::Gen<Architecture> arbitraryArchitecture(const SearchSpace& space) {
    return rc::gen::exec([space] {
        const auto pick = [](const auto& choices) { return choices[*arbitraryIndex(choices.size())]; };
        Architecture architecture;
        architecture.stemChannels = pick(space.stemChannels());
        int in = architecture.stemChannels;
        for (std::size_t i = 0; i < space.stages().size(); ++i) {
            const StageChoices& choices = space.stages()[i];
            StageGene stage;
            stage.channels = pick(choices.channels);
            stage.blocks.resize(static_cast<std::size_t>(pick(choices.depths)));
            BlockGene shared{OperatorType::Conv, pick(choices.kernels), pick(choices.expansions), false};
            for (std::size_t b = 0; b < stage.blocks.size(); ++b) {
                BlockGene block = shared;
                if (space.granularity() == Granularity::Block)
                    block = {OperatorType::Conv, pick(choices.kernels), pick(choices.expansions), false};
                block.op = pick(space.operators());
                if (space.skipLegal(i, b, in, stage.channels) && *arbitraryIndex(4) == 0)
                    block = {.skip = true};
                stage.blocks[b] = block;
            }
            in = stage.channels;
            architecture.stages.push_back(stage);
        }
        architecture.headChannels = pick(space.headChannels());
        return architecture;
    });
}

} // namespace pairscape
