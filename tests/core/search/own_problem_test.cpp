// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The example of docs/search.md, compiled: between the marks is what stands there, word for word.
// [example]
#include "core/search/choice_genome.h"
#include "core/search/evolution.h"
#include "core/search/pareto_archive.h"

#include <cstdio>

using namespace pairscape;

/// Eight filters, each of four sizes: a large one helps less than the one before it and costs the same.
class Filters : public SearchProblem {
  public:
    std::size_t objectiveCount() const override { return 2; }
    Genome sample(RandomStream& random) const override { return genes_.sample(random); }
    Genome mutate(const Genome& parent, RandomStream& random) const override {
        return genes_.mutate(parent, random);
    }
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override {
        return genes_.crossover(a, b, random);
    }
    /// A pure function of the genome; several threads call it at once. Both objectives are maximised.
    Result<Candidate> evaluate(const Genome& genome, std::stop_token) const override {
        double quality = 0;
        double cost = 0;
        for (std::size_t i = 0; i < genome.size(); ++i) {
            const int size = ChoiceGenome::valueOf(genome[i]);
            quality += size / static_cast<double>(i + 1);
            cost += size;
        }
        Candidate candidate;
        candidate.genome = genome;
        candidate.objectives = {quality, -cost};
        return candidate;
    }

  private:
    ChoiceGenome genes_{std::vector<int>(8, 4)};
};

/// Keeps the front of what it is told.
class Front : public SearchObserver {
  public:
    Status evaluated(std::int64_t index, const Candidate& candidate) override {
        archive.insert(static_cast<std::size_t>(index), candidate.objectives);
        return {};
    }
    ParetoArchive archive;
};

int searchFilters(Front& front) {
    EvolutionSettings settings;
    settings.budget = 400;
    const PauseGate gate; // somebody else could pause the search with it
    const auto outcome = runEvolution(Filters(), settings, front, gate, {});
    if (!outcome) {
        std::fprintf(stderr, "%s\n", outcome.error().message.c_str());
        return 1;
    }
    for (const ParetoArchive::Member& member : front.archive.members())
        std::printf("quality %.2f for cost %.0f\n", member.objectives[0], -member.objectives[1]);
    return 0;
}
// [example]

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

/// The best front by hand: for each cost the first filters as large as they get.
TEST(OwnProblem, TheExampleFindsMostOfTheFront) {
    Front front;
    ASSERT_EQ(searchFilters(front), 0);
    std::vector<std::vector<double>> found;
    for (const ParetoArchive::Member& member : front.archive.members())
        found.push_back(member.objectives);
    std::vector<std::vector<double>> best;
    double quality = 0;
    for (int cost = 0; cost <= 24; ++cost) {
        best.push_back({quality, -static_cast<double>(cost)});
        quality += 1 / static_cast<double>(cost / 3 + 1);
    }
    const double share = hypervolume(found, {0, -25}) / hypervolume(best, {0, -25});
    EXPECT_GT(share, 0.97); // in 400 of 65,536 points
    EXPECT_LE(share, 1 + 1e-12);
}

TEST(OwnProblem, TheDocumentationShowsTheExample) {
    const auto read = [](const std::string& name) {
        std::ifstream file(std::string(PAIRSCAPE_SOURCE_DIR) + "/" + name);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const std::string source = read("tests/core/search/own_problem_test.cpp");
    const std::string mark = "// [example]\n";
    const std::size_t begin = source.find(mark) + mark.size();
    const std::string example = source.substr(begin, source.find(mark, begin) - begin);
    ASSERT_GT(example.size(), 500U);
    EXPECT_NE(read("docs/search.md").find("```cpp\n" + example + "```"), std::string::npos);
}

RC_GTEST_PROP(ChoiceGenome, OperatorsStayInsideAndMutantsDiffer, ()) {
    const auto choices =
        *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, ChoiceGenome::mostChoices + 1));
    RC_PRE(std::ranges::any_of(choices, [](int count) { return count > 1; }));
    const ChoiceGenome genes(choices);
    RandomStream random{*rc::gen::arbitrary<std::uint64_t>()};
    const auto inside = [&](const Genome& genome) {
        bool good = genome.size() == choices.size();
        for (std::size_t i = 0; good && i < genome.size(); ++i)
            good = ChoiceGenome::valueOf(genome[i]) >= 0 && ChoiceGenome::valueOf(genome[i]) < choices[i];
        return good;
    };
    const Genome a = genes.sample(random);
    const Genome b = genes.sample(random);
    const Genome mutant = genes.mutate(a, random);
    const Genome child = genes.crossover(a, b, random);
    RC_ASSERT(inside(a) && inside(b) && inside(mutant) && inside(child));
    RC_ASSERT(mutant != a);
    for (std::size_t i = 0; i < child.size(); ++i)
        RC_ASSERT(child[i] == a[i] || child[i] == b[i]);
}

TEST(ChoiceGenome, ListsSmallSpacesWhole) {
    const ChoiceGenome genes({2, 1, 3});
    EXPECT_EQ(genes.enumerate(6), (std::vector<Genome>{"000", "001", "002", "100", "101", "102"}));
    EXPECT_TRUE(genes.enumerate(5).empty());
}

/// Where genes are many, a mutation changes about two of them: one always, each other with 1 in length.
TEST(ChoiceGenome, MutationsAreSmall) {
    const ChoiceGenome genes(std::vector<int>(40, 3));
    RandomStream random{3};
    int changed = 0;
    constexpr int draws = 4000;
    for (int i = 0; i < draws; ++i) {
        const Genome parent = genes.sample(random);
        const Genome child = genes.mutate(parent, random);
        for (std::size_t g = 0; g < 40; ++g)
            changed += parent[g] != child[g];
    }
    EXPECT_NEAR(changed / static_cast<double>(draws), 1 + 39.0 / 40, 0.1);
}

} // namespace
