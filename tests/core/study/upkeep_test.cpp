// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Merging and repairing studies.
#include "core/study/merge.h"
#include "core/study/repair.h"
#include "tests/core/study/study_fixture.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace pairscape {
namespace {

using namespace test;

class UpkeepTest : public StudyTest {
  protected:
    /// A finished run of the space `tiny`, whose population is shipped.
    std::string searched(const std::string& name, const std::string& strategy, std::uint64_t seed,
                         std::int64_t budget = 60) const {
        const auto store = createStore(path(name));
        RunSettings settings;
        settings.strategy = strategy;
        settings.seed = seed;
        settings.budget = budget;
        settings.population = 12;
        settings.batch = 6;
        const auto run = startRun(store, settings, 2);
        EXPECT_TRUE(run && (*run)->wait());
        return path(name);
    }

    Result<MergeReport> merge(const std::string& out, const std::vector<std::string>& in) const {
        return mergeStudies(path(out), {in.begin(), in.end()}, nullptr, {});
    }

    std::string read(const std::string& file) const {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void write(const std::string& file, const std::string& bytes) const {
        std::ofstream(file, std::ios::binary) << bytes;
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder()), {}));
    }
};

/// Everything of a study by architecture: figures and (unless left out) pins, less numbers and places.
std::set<std::string> contents(const Study& study, bool pins = true) {
    std::set<std::string> all;
    for (const PairingRecord& record : study.snapshot()->pairings) {
        std::string text =
            record.architecture + " " + std::to_string(record.fps) + " " + (pins ? record.pin : "");
        for (const RawTerm& term : record.scores)
            text += " " + std::to_string(term.value);
        const auto detail = study.detail(record.id);
        EXPECT_TRUE(detail);
        if (detail)
            text +=
                " " + acceleratorText(detail->accelerator) + " " + std::to_string(detail->cost.layers.size());
        all.insert(text);
    }
    return all;
}

TEST_F(UpkeepTest, MergingGivesTheUnionOfPairingsAndAllRuns) {
    const std::string a = searched("a", "nash", 1);
    const std::string b = searched("b", "nasa-f", 5);
    const std::string c = searched("c", "nash", 1, 90); // begins with what a holds
    ASSERT_TRUE(openStore(b)->pin(3, "mine"));
    const auto report = merge("merged", {a, b, c});
    ASSERT_TRUE(report) << report.error().message;
    const auto merged = openStore(path("merged"));
    const auto snapshot = merged->snapshot();

    std::set<std::string> expected;
    std::size_t sum = 0;
    for (const std::string& file : {a, b, c}) {
        const auto one = openStore(file);
        const auto part = contents(*one);
        expected.insert(part.begin(), part.end());
        sum += part.size();
    }
    std::set<std::string> found = contents(*merged);
    // A pin is of one study; others hold the pairing without.
    std::erase_if(expected, [&](const std::string& text) { return !found.contains(text); });
    EXPECT_EQ(found, expected);
    EXPECT_EQ(report->pairings, std::ssize(snapshot->pairings));
    EXPECT_EQ(report->runs, 3);
    EXPECT_GE(report->shared, 60); // all of a is in c
    EXPECT_LT(snapshot->pairings.size(), sum);
    std::vector<std::string> architectures;
    for (const std::string& file : {a, b, c}) {
        const auto one = openStore(file);
        const std::size_t run = architectures.empty() ? 0 : file == b ? 1 : 2;
        const auto part = one->snapshot();
        ASSERT_EQ(snapshot->evaluations.at(run).size(), part->evaluations.at(0).size());
        for (std::size_t i = 0; i < part->evaluations[0].size(); ++i) {
            architectures.push_back(part->find(part->evaluations[0][i])->architecture);
            EXPECT_EQ(snapshot->find(snapshot->evaluations[run][i])->architecture, architectures.back());
        }
    }
    EXPECT_TRUE(merged->verify(5, nullptr, {}).ok());

    // Again, and it is the same; the other way round the same set.
    ASSERT_TRUE(merge("again", {a, b, c}));
    EXPECT_EQ(dump(*openStore(path("again"))), dump(*merged));
    ASSERT_TRUE(merge("turned", {c, b, a}));
    EXPECT_EQ(contents(*openStore(path("turned"))), found);
}

/// A study of an older version has its platform written without what that version did not know; it is the
/// same platform all the same. Another energy makes another platform.
TEST_F(UpkeepTest, MergingTakesOnePlatformHoweverItIsWritten) {
    const std::string a = searched("a", "nash", 1, 10);
    const auto writtenWith = [&](const std::string& name, const std::string& energy) {
        StudySettings settings = tinySettings();
        const std::string now = R"(, "energy_pj": 0.706})"; // of the unpacked conv PE
        const auto at = settings.platformJson.find(now);
        ASSERT_NE(at, std::string::npos);
        settings.platformJson.replace(at, now.size(), energy + "}");
        createStore(path(name), settings);
    };
    writtenWith("older", "");
    EXPECT_TRUE(merge("both", {a, path("older")}).ok());
    writtenWith("dearer", R"(, "energy_pj": 0.8)");
    EXPECT_NE(merge("out", {a, path("dearer")}).error().message.find("another platform"), std::string::npos);
}

TEST_F(UpkeepTest, MergingToldApartWhatDoesNotFit) {
    const std::string a = searched("a", "nash", 1, 20);
    const std::string b = searched("b", "nash", 1, 20);
    const std::size_t before = files();
    createStore(path("seed"), tinySettings(2));
    EXPECT_NE(merge("out", {a, path("seed")}).error().message.find("another seed"), std::string::npos);
    StudySettings other = tinySettings();
    other.acceleratorMethod = "nasa";
    createStore(path("method"), other);
    EXPECT_NE(merge("out", {a, path("method")}).error().message.find("accelerator method"),
              std::string::npos);
    StudySettings ranked = tinySettings();
    ranked.rankBy("pairscape");
    createStore(path("metric"), ranked);
    EXPECT_NE(merge("out", {a, path("metric")}).error().message.find("zero-shot metric"), std::string::npos);
    EXPECT_EQ(merge("out", {a}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(merge("out", {a, path("nowhere")}).error().code, ErrorCode::NotFound);
    EXPECT_NE(merge("b", {a, b}).error().message.find("exists already"), std::string::npos);
    {
        SQLite::Database database(b, SQLite::OPEN_READWRITE);
        database.exec("UPDATE layers SET cycles = cycles + 1 WHERE pairing = 7 AND position = 0");
    }
    const auto conflict = merge("out", {a, b});
    ASSERT_FALSE(conflict);
    EXPECT_EQ(conflict.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(conflict.error().message.find("two results"), std::string::npos) << conflict.error().message;
    EXPECT_NE(conflict.error().message.find("pairing 7 of"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(path("out")));
    EXPECT_EQ(files(), before + 3); // nothing half-made is left
}

TEST_F(UpkeepTest, AMergedRunGoesOnAsItWould) {
    const std::string whole = searched("whole", "nash", 1, 60);
    {
        SQLite::Database database(whole, SQLite::OPEN_READWRITE);
        database.exec("UPDATE runs SET state = 'interrupted', ended_by = ''");
        database.exec("DELETE FROM evaluations WHERE position >= 30");
    }
    const std::string other = searched("other", "random", 3, 20);
    ASSERT_TRUE(merge("merged", {other, whole}));
    const auto store = openStore(path("merged"));
    EXPECT_EQ(store->snapshot()->runs.at(1).done, 30);
    const auto run = resumeRun(store, 2, 2);
    ASSERT_TRUE(run);
    ASSERT_TRUE((*run)->wait().ok());
    EXPECT_EQ(store->snapshot()->runs.at(1).done, 60);
}

/// Whatever pages are lost: what is saved is a subset, and true; resuming brings the rest back.
TEST_F(UpkeepTest, RepairSavesASubsetThatResumesToTheWhole) {
    const std::string original = searched("original", "nash", 1, 80);
    ASSERT_TRUE(openStore(original)->pin(5, "keep me"));
    const std::string bytes = read(original);
    const std::set<std::string> whole = contents(*openStore(original), false);
    const std::string page = "SQLite format 3";
    ASSERT_TRUE(bytes.starts_with(page));
    std::size_t tried = 0;
    std::size_t most = 0;
    RandomStream random{42, 7};
    for (int round = 0; round < 12; ++round) {
        std::string damaged = bytes;
        if (round < 4) { // cut off
            damaged.resize(bytes.size() * static_cast<std::size_t>(9 - 2 * round) / 10);
        } else { // some pages overwritten, never the first, which holds the header
            const std::size_t pages = bytes.size() / 4096;
            for (int hole = 0; hole < 1 + round % 3; ++hole) {
                const std::size_t at = 1 + random.below(static_cast<std::uint32_t>(pages - 1));
                std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(at * 4096), 4096,
                            round % 2 == 0 ? '\0' : '\x5a');
            }
        }
        const std::string file = path("damaged" + std::to_string(round));
        const std::string out = path("saved" + std::to_string(round));
        write(file, damaged);
        const auto report = repairStudy(file, out, 2, nullptr, {});
        EXPECT_EQ(read(file), damaged); // only read
        if (!report) {
            EXPECT_EQ(report.error().code, ErrorCode::Corrupt) << report.error().message;
            EXPECT_NE(report.error().message.find("Nothing can be saved"), std::string::npos);
            EXPECT_FALSE(std::filesystem::exists(out));
            continue;
        }
        ++tried;
        const auto store = openStore(out);
        const std::set<std::string> saved = contents(*store, false);
        EXPECT_EQ(std::ssize(saved), report->pairings);
        most = std::max(most, saved.size());
        for (const std::string& text : saved)
            EXPECT_TRUE(whole.contains(text)) << text;
        const Status sound = store->verify(3, nullptr, {});
        EXPECT_TRUE(sound) << (sound ? "" : sound.error().message);
        if (const auto left = resumableRun(*store->snapshot())) {
            const auto run = resumeRun(store, *left, 2);
            ASSERT_TRUE(run) << run.error().message;
            ASSERT_TRUE((*run)->wait().ok());
            std::set<std::string> all;
            for (const PairingRecord& record : store->snapshot()->pairings)
                all.insert(record.architecture);
            EXPECT_EQ(all.size(), 80U);
        }
    }
    EXPECT_GE(tried, 6U);
    EXPECT_GE(most, 40U);
}

TEST_F(UpkeepTest, RepairOfASoundStudyLosesNothing) {
    const std::string original = searched("original", "nash", 1, 40);
    ASSERT_TRUE(openStore(original)->pin(5, "keep me"));
    const auto report = repairStudy(original, path("out"), 1, nullptr, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->pairings, 40);
    EXPECT_EQ(report->lostPairings, 0);
    EXPECT_EQ(report->lostMembers, 0);
    EXPECT_TRUE(report->notes.empty());
    const auto before = openStore(original);
    const auto after = openStore(path("out"));
    EXPECT_EQ(dump(*after), dump(*before));
    EXPECT_EQ(after->snapshot()->runs.at(0).state, RunState::Finished);
    EXPECT_EQ(after->snapshot()->runs.at(0).done, 40);
    EXPECT_EQ(after->population()->toCsv(), before->population()->toCsv());
    EXPECT_EQ(repairStudy(original, path("out"), 1, nullptr, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(repairStudy(path("nowhere"), path("new"), 1, nullptr, {}).error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace pairscape
