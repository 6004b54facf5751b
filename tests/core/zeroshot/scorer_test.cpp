// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The scorer as a whole: shipped populations, threads, errors.

#include "core/zeroshot/scorer.h"

#include "core/operators/kernels/layer_kernels.h"
#include "core/zeroshot/blas_warning.h"
#include "core/zeroshot/population_journal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

namespace pairscape {
namespace {

std::vector<std::string> allNames() {
    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos())
        names.push_back(info.name);
    return names;
}

/// As a search runs it: workers side by side, one thread each. Several threads would wait for each other at
/// every layer on a busy machine.
struct OneThreadEach : testing::Environment {
    void SetUp() override { setScorerThreads(1); }
};
[[maybe_unused]] const testing::Environment* const oneThreadEach =
    testing::AddGlobalTestEnvironment(new OneThreadEach);

double termOf(const RawScores& scores, const std::string& name) {
    for (const RawTerm& term : scores)
        if (term.name == name)
            return term.value;
    return std::nan("");
}

} // namespace

TEST(ShippedPopulations, AreWhatTheScorerComputes) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const SearchSpace space = *SearchSpace::preset(name);
        const auto shipped = ReferencePopulation::shipped(space, 1);
        ASSERT_TRUE(shipped.ok()) << shipped.error().message;
        ASSERT_EQ(shipped->members().size(), static_cast<std::size_t>(referencePopulationSize));
        const auto scorer = makeScorer(space, {.seed = 1});
        for (const int i : {0, 511}) {
            const ReferenceMember& member = shipped->members()[static_cast<std::size_t>(i)];
            const Architecture architecture = referenceArchitecture(space, 1, i);
            EXPECT_EQ(member.architecture, space.format(architecture));
            const auto scores = (*scorer)->score(architecture, {});
            ASSERT_TRUE(scores.ok());
            EXPECT_DOUBLE_EQ(termOf(member.scores, "nn_degree"), termOf(*scores, "nn_degree"));
            // docs/zero-shot.md: what instruction sets without a fused multiply-add may change.
            const bool fused = kernels::instructionSet() != std::string("SSE4");
            EXPECT_NEAR(termOf(member.scores, "zen"), termOf(*scores, "zen"), fused ? 1e-9 : 3.0)
                << name << ' ' << i;
        }
        // Members really differ, so that ranks mean something.
        std::set<double> zen;
        for (const ReferenceMember& member : shipped->members())
            zen.insert(termOf(member.scores, "zen"));
        EXPECT_GT(zen.size(), name == "tiny" ? 100U : 500U);
    }
}

/// Computed with another version of LibTorch: the same to some digits.
TEST(ShippedPopulations, OfTinyHasEveryTerm) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto shipped = ReferencePopulation::shipped(space, 1);
    ASSERT_TRUE(shipped.ok());
    const auto scorer = makeScorer(space, {.seed = 1, .metrics = allNames()});
    const auto scores = (*scorer)->score(referenceArchitecture(space, 1, 7), {});
    ASSERT_TRUE(scores.ok());
    for (const RawTerm& term : *scores)
        EXPECT_NEAR(termOf(shipped->members()[7].scores, term.name), term.value, 1e-2 * std::abs(term.value))
            << term.name;
}

TEST(Scorer, ThreadsAndWorkersChangeNothing) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto scorer = makeScorer(space, {.seed = 5, .metrics = allNames()});
    std::string first;
    for (const int threads : {1, 2})
        for (const int workers : {1, 2}) {
            setScorerThreads(threads);
            const auto population = scoreReferencePopulation(**scorer, 3, workers, nullptr, {});
            ASSERT_TRUE(population.ok());
            if (first.empty())
                first = population->toCsv();
            EXPECT_EQ(population->toCsv(), first) << threads << " threads, " << workers << " workers";
        }
    setScorerThreads(1);
}

/// Metrics that share a run must not see of each other what they changed in it.
TEST(Scorer, AMetricAloneIsTheSameAsAmongOthers) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Architecture architecture = referenceArchitecture(space, 6, 2);
    const auto all = makeScorer(space, {.seed = 5, .metrics = allNames()});
    const auto together = (*all)->score(architecture, {});
    ASSERT_TRUE(together.ok());
    for (const RawTerm& term : *together) {
        const auto alone = makeScorer(space, {.seed = 5, .metrics = {term.name}});
        const auto scores = (*alone)->score(architecture, {});
        ASSERT_TRUE(scores.ok());
        EXPECT_EQ(scores->front().value, term.value) << term.name;
    }
}

TEST(Scorer, GivesTheTermsThatWereAskedForInTheirOrder) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto scorer = makeScorer(space, {.seed = 1, .metrics = {"macs", "nn_degree", "params"}});
    const Architecture architecture = space.largest(OperatorType::Adder);
    const auto scores = (*scorer)->score(architecture, {});
    ASSERT_TRUE(scores.ok());
    ASSERT_EQ(scores->size(), 3U);
    EXPECT_EQ((*scores)[0].name, "macs");
    const OperationCounts counts = space.expand(architecture).counts();
    EXPECT_EQ((*scores)[0].value, static_cast<double>(counts.total()));
    EXPECT_EQ((*scores)[2].value, static_cast<double>(counts.parameters));
}

TEST(Scorer, RefusesWhatItCannotDoInOneSentence) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto message = [&](const ScorerSettings& settings) {
        const auto scorer = makeScorer(space, settings);
        return scorer.ok() ? std::string() : scorer.error().message;
    };
    EXPECT_EQ(message({.metrics = {"zen", "nope"}}).rfind("There is no metric 'nope'; choose nn_degree, ", 0),
              0U);
    EXPECT_EQ(message({.metrics = {"zen", "zen"}}), "Metric 'zen' was chosen more than once; name it once.");
    EXPECT_EQ(message({.metrics = {}}), "No metric was chosen; name at least one.");
    EXPECT_EQ(message({.zenBatch = 1}), "The batch of the Zen score must be 2 to 1024 images, not 1.");
    EXPECT_EQ(message({.zenRepeats = 0}), "The Zen score must be repeated 1 to 1024 times, not 0.");
}

TEST(Scorer, RefusesAnArchitectureOfAnotherSpace) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto scorer = makeScorer(space, {});
    const SearchSpace other = *SearchSpace::preset("nash-cifar100");
    const auto scores = (*scorer)->score(other.smallest(OperatorType::Conv), {});
    ASSERT_FALSE(scores.ok());
    EXPECT_EQ(scores.error().code, ErrorCode::InvalidInput);
}

TEST(Scorer, StopsWhenAsked) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const auto scorer = makeScorer(space, {});
    std::stop_source stop;
    stop.request_stop();
    const auto scores = (*scorer)->score(space.largest(OperatorType::Conv), stop.get_token());
    ASSERT_FALSE(scores.ok());
    EXPECT_EQ(scores.error().code, ErrorCode::Stopped);
    const auto population = scoreReferencePopulation(**scorer, 4, 2, nullptr, stop.get_token());
    ASSERT_FALSE(population.ok());
    EXPECT_EQ(population.error().code, ErrorCode::Stopped);
}

TEST(Scorer, PopulationReportsProgressToItsEnd) {
    struct Sink : ProgressSink {
        std::vector<std::int64_t> done;
        void progress(const Progress& p) override {
            EXPECT_EQ(p.total, 5);
            done.push_back(p.done);
        }
    } sink;
    const auto scorer = makeScorer(*SearchSpace::preset("tiny"), {.metrics = {"nn_degree"}});
    ASSERT_TRUE(scoreReferencePopulation(**scorer, 5, 2, &sink, {}).ok());
    EXPECT_EQ(sink.done, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
}

namespace {

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A path in a folder of its own that goes with it.
struct JournalPath {
    std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                   ("pairscape-journal-" + std::to_string(std::random_device{}()));
    std::filesystem::path path = folder / "population.csv.journal";
    JournalPath() { std::filesystem::create_directories(folder); }
    ~JournalPath() { std::filesystem::remove_all(folder); }
};

} // namespace

/// Stopped after some members, even within a line, it goes on with the others and comes to the same.
TEST(PopulationJournal, GoesOnWhereItWasStopped) {
    const JournalPath place;
    const auto scorer =
        makeScorer(*SearchSpace::preset("tiny"), {.seed = 3, .metrics = {"nn_degree", "zen"}});
    const auto whole = scoreReferencePopulation(**scorer, 6, 1, nullptr, {});
    {
        auto journal = PopulationJournal::open(place.path, **scorer);
        ASSERT_TRUE(journal.ok()) << journal.error().message;
        ASSERT_TRUE(scoreReferencePopulation(**scorer, 3, 1, nullptr, {}, &*journal).ok());
    }
    std::filesystem::resize_file(place.path, std::filesystem::file_size(place.path) - 5);
    // What the file says is taken, not computed again: a value that only the file has.
    std::string text = contentOf(place.path);
    const std::size_t first = text.find('\n', text.find("architecture")) + 1;
    const std::size_t comma = text.find(',', first);
    text.replace(comma + 1, text.find(',', comma + 1) - comma - 1, "1234.5");
    std::ofstream(place.path) << text;
    auto journal = PopulationJournal::open(place.path, **scorer);
    ASSERT_TRUE(journal.ok()) << journal.error().message;
    EXPECT_EQ(journal->known(), 2U);
    const auto resumed = scoreReferencePopulation(**scorer, 6, 2, nullptr, {}, &*journal);
    ASSERT_TRUE(resumed.ok());
    EXPECT_EQ(resumed->members()[0].scores[0].value, 1234.5);
    for (std::size_t i = 1; i < 6; ++i)
        EXPECT_EQ(resumed->members()[i].scores, whole->members()[i].scores) << i;
    journal->remove();
    EXPECT_FALSE(std::filesystem::exists(place.path));
}

TEST(PopulationJournal, OfOtherSettingsIsRefused) {
    const JournalPath place;
    const SearchSpace space = *SearchSpace::preset("tiny");
    const auto begun = makeScorer(space, {.seed = 3, .metrics = {"nn_degree"}});
    ASSERT_TRUE(PopulationJournal::open(place.path, **begun).ok());
    for (const ScorerSettings& settings : {ScorerSettings{.seed = 4, .metrics = {"nn_degree"}},
                                           ScorerSettings{.seed = 3, .metrics = {"nn_degree", "zen"}}}) {
        const auto scorer = makeScorer(space, settings);
        const auto journal = PopulationJournal::open(place.path, **scorer);
        ASSERT_FALSE(journal.ok());
        EXPECT_EQ(journal.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(journal.error().message.find("was begun with another space, seed or metrics"),
                  std::string::npos);
    }
    EXPECT_FALSE(PopulationJournal::open(place.folder / "no" / "such" / "folder", **begun).ok());
}

TEST(Metrics, SayWhatTheyAre) {
    std::set<std::string> names;
    for (const MetricInfo& info : metricInfos()) {
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        EXPECT_FALSE(info.title.empty() || info.reference.empty() || info.note.empty()) << info.name;
        EXPECT_TRUE(info.costClass == "topology" || info.costClass == "forward" ||
                    info.costClass == "backward");
        EXPECT_FALSE(info.needsGradient && info.costClass != "backward") << info.name;
        EXPECT_FALSE(info.needsLabels && !info.needsData) << info.name;
    }
}

TEST(BlasWarning, KnowsTheReferenceBlasByItsPath) {
    EXPECT_TRUE(usesReferenceBlas("7f00 r-xp 0 08:01 1  /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0\n"));
    EXPECT_TRUE(usesReferenceBlas("a /usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3\n"
                                  "b /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0\n"));
    EXPECT_FALSE(usesReferenceBlas("7f00 /usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3\n"));
    EXPECT_FALSE(usesReferenceBlas("7f00 /usr/lib/x86_64-linux-gnu/libcblas.so.3\n"));
    EXPECT_FALSE(usesReferenceBlas("libblas.so.3"));
    EXPECT_FALSE(usesReferenceBlas(""));
}

TEST(BlasWarning, SaysWhatToInstall) {
    const std::string warning = blasWarning();
    EXPECT_TRUE(warning.empty() || warning.find("install libopenblas0-pthread") != std::string::npos)
        << warning;
}

} // namespace pairscape
