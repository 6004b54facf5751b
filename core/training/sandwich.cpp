// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sandwich.h"

#include "core/base/hash.h"

#include <utility>

namespace pairscape {

namespace {

std::pair<std::int64_t, std::int64_t> sizeOf(const SearchSpace& space, const Architecture& architecture) {
    const OperationCounts counts = space.expand(architecture).counts();
    return {counts.total(), counts.parameters};
}

/// The same architecture with a type drawn for every block.
Architecture withDrawnTypes(Architecture architecture, const SearchSpace& space, RandomStream& random) {
    const auto& types = space.operators();
    for (StageGene& stage : architecture.stages)
        for (BlockGene& block : stage.blocks)
            if (!block.skip)
                block.op = types[random.below(static_cast<std::uint32_t>(types.size()))];
    return architecture;
}

} // namespace

Sandwich::Sandwich(SearchSpace space, std::vector<Architecture> promising, int random, std::uint64_t seed)
    : space_(std::move(space)), promising_(std::move(promising)), random_(random), seed_(seed) {
    if (promising_.empty())
        return;
    auto least = sizeOf(space_, promising_.front());
    auto most = least;
    for (std::size_t i = 1; i < promising_.size(); ++i) {
        const auto size = sizeOf(space_, promising_[i]);
        if (size < least) {
            least = size;
            smallest_ = i;
        }
        if (size > most) {
            most = size;
            largest_ = i;
        }
    }
}

std::vector<Architecture> Sandwich::ofStep(std::int64_t number) const {
    const auto stream = [&](const char* what, int k) {
        return RandomStream(
            {seed_, stableHash(what), static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(k)});
    };
    std::vector<Architecture> chosen;
    if (promising_.empty()) {
        RandomStream random = stream("types of the ends", 0);
        const OperatorType any = space_.operators().front();
        chosen.push_back(withDrawnTypes(space_.largest(any), space_, random));
        chosen.push_back(withDrawnTypes(space_.smallest(any), space_, random));
    } else {
        chosen.push_back(promising_[largest_]);
        if (smallest_ != largest_)
            chosen.push_back(promising_[smallest_]);
    }
    for (int k = 0; k < random_; ++k) {
        RandomStream random = stream("subnet of a step", k);
        chosen.push_back(promising_.empty()
                             ? space_.sample(random)
                             : promising_[random.below(static_cast<std::uint32_t>(promising_.size()))]);
    }
    return chosen;
}

} // namespace pairscape
