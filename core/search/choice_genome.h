// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/search/search_problem.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace pairscape {

/// Genomes that are rows of choices: gene i is one of choices[i] values, at most 62, written as one character
/// ('0' to '9', 'A' to 'Z', 'a' to 'z'). The operators of a SearchProblem for those who have no structure of
/// their own to respect.
class ChoiceGenome {
  public:
    static constexpr int mostChoices = 62;

    /// Every count must be 1 to mostChoices, and one of them above 1.
    explicit ChoiceGenome(std::vector<int> choices) : choices_(std::move(choices)) {}

    std::size_t length() const { return choices_.size(); }

    Genome sample(RandomStream& random) const;
    /// Another value for one gene, and for each further one with the chance of one in length(): always
    /// differs from its parent.
    Genome mutate(const Genome& parent, RandomStream& random) const;
    /// Each gene from either parent.
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const;
    /// All genomes in ascending order, or none where there are more than `limit`.
    std::vector<Genome> enumerate(std::size_t limit) const;

    /// The value of a gene, from 0, and back.
    static int valueOf(char gene);
    static char geneOf(int value);

  private:
    std::vector<int> choices_;
};

} // namespace pairscape
