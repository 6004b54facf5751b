// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/choice_genome.h"

#include <cassert>
#include <cstdint>
#include <string_view>

namespace pairscape {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

int below(int bound, RandomStream& random) {
    return static_cast<int>(random.below(static_cast<std::uint32_t>(bound)));
}

} // namespace

int ChoiceGenome::valueOf(char gene) {
    return static_cast<int>(alphabet.find(gene));
}

char ChoiceGenome::geneOf(int value) {
    return alphabet[static_cast<std::size_t>(value)];
}

Genome ChoiceGenome::sample(RandomStream& random) const {
    Genome genome;
    for (const int count : choices_)
        genome += geneOf(below(count, random));
    return genome;
}

Genome ChoiceGenome::mutate(const Genome& parent, RandomStream& random) const {
    assert(parent.size() == length());
    Genome child = parent;
    const auto change = [&](std::size_t at) {
        int other = below(choices_[at] - 1, random);
        other += other >= valueOf(parent[at]) ? 1 : 0;
        child[at] = geneOf(other);
    };
    std::vector<std::size_t> changeable;
    for (std::size_t i = 0; i < length(); ++i)
        if (choices_[i] > 1)
            changeable.push_back(i);
    const std::size_t one = changeable[random.below(static_cast<std::uint32_t>(changeable.size()))];
    change(one);
    for (const std::size_t at : changeable)
        if (at != one && random.chance(1.0 / static_cast<double>(length())))
            change(at);
    return child;
}

Genome ChoiceGenome::crossover(const Genome& a, const Genome& b, RandomStream& random) const {
    assert(a.size() == length() && b.size() == length());
    Genome child = a;
    for (std::size_t i = 0; i < child.size(); ++i)
        if (random.chance(0.5))
            child[i] = b[i];
    return child;
}

std::vector<Genome> ChoiceGenome::enumerate(std::size_t limit) const {
    std::vector<Genome> all = {""};
    for (const int count : choices_) {
        if (all.size() > limit / static_cast<std::size_t>(count))
            return {};
        std::vector<Genome> longer;
        longer.reserve(all.size() * static_cast<std::size_t>(count));
        for (const Genome& genome : all)
            for (int value = 0; value < count; ++value)
                longer.push_back(genome + geneOf(value));
        all = std::move(longer);
    }
    return all;
}

} // namespace pairscape
