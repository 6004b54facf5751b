// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/export.h"
#include "core/interchange/figures_json.h"
#include "tests/core/interchange/sample_study.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

namespace pairscape {
namespace {

using nlohmann::json;

bool isFigure(const json& value) {
    return value.is_object() && value.contains("value") && value.contains("unit") && value.contains("kind");
}

/// Every key of a document as docs/design-file.md writes it: "mappings[].mapping.tile.out". A figure counts
/// as one key; presets, which have their own pages, are not entered.
void collectPaths(const json& value, const std::string& path, std::set<std::string>& paths) {
    if (value.is_array()) {
        for (const json& entry : value)
            collectPaths(entry, path + "[]", paths);
    } else if (value.is_object() && !isFigure(value) && path != "platform" && path != "provenance.space") {
        for (const auto& [key, entry] : value.items())
            collectPaths(entry, path.empty() ? key : path + "." + key, paths);
    } else {
        paths.insert(path);
    }
}

/// The keys in the first column of the tables of docs/design-file.md.
std::set<std::string> documentedPaths() {
    std::ifstream in(std::string(PAIRSCAPE_SOURCE_DIR) + "/docs/design-file.md");
    EXPECT_TRUE(in.good());
    std::set<std::string> paths;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("| `"))
            continue;
        // "| `a.b`, `a.c` | ...": only what stands before the second bar.
        const std::string cell = line.substr(1, line.find('|', 1) - 1);
        for (std::size_t at = cell.find('`'); at != std::string::npos; at = cell.find('`', at)) {
            const std::size_t end = cell.find('`', at + 1);
            paths.insert(cell.substr(at + 1, end - at - 1));
            at = end + 1;
        }
    }
    return paths;
}

void expectFiguresComplete(const json& value, const std::string& path) {
    static const std::set<std::string> kinds = {"modelled",  "counted",  "zero-shot", "zero-shot rank",
                                                "predicted", "supernet", "trained"};
    if (value.is_object() && value.contains("value")) {
        EXPECT_EQ(value.size(), 3U) << path;
        EXPECT_TRUE(isFigure(value)) << path;
        EXPECT_TRUE(kinds.contains(value.value("kind", ""))) << path;
        return;
    }
    if (value.is_structured())
        for (const auto& [key, entry] : value.items())
            expectFiguresComplete(entry, path + "/" + key);
}

TEST(DesignJson, HasExactlyTheDocumentedKeys) {
    const StudySnapshot study = test::sampleStudy();
    std::set<std::string> paths;
    collectPaths(designJson(test::sampleDetail(study, 1), study), "", paths);
    collectPaths(designJson(test::sampleDetail(study, 2), study), "", paths);
    const std::set<std::string> documented = documentedPaths();
    for (const std::string& path : paths)
        EXPECT_TRUE(documented.contains(path)) << path << " is not in docs/design-file.md";
    for (const std::string& path : documented)
        EXPECT_TRUE(paths.contains(path)) << path << " is only in docs/design-file.md";
}

TEST(DesignJson, GivesEveryFigureItsUnitAndKind) {
    const StudySnapshot study = test::sampleStudy();
    const json design = designJson(test::sampleDetail(study, 1), study);
    expectFiguresComplete(design, "");
    EXPECT_EQ(design["hardware"]["fps"], (json{{"value", 1234.5}, {"unit", "img/s"}, {"kind", "modelled"}}));
    EXPECT_EQ(design["accuracy"]["kind"], "zero-shot rank");
    ASSERT_EQ(design["accuracies"].size(), 3U);
    EXPECT_EQ(design["accuracies"][0]["top1"], (json{{"value", 61.25}, {"unit", "%"}, {"kind", "trained"}}));
    EXPECT_EQ(design["accuracies"][1]["top1"]["kind"], "supernet");
    EXPECT_EQ(design["accuracies"][1]["source"], "my supernet");
    EXPECT_EQ(design["accuracies"][2]["top1"], (json{{"value", 50.0}, {"unit", "%"}, {"kind", "predicted"}}));
    EXPECT_EQ(design["accuracies"][2]["low"], 43.75);
    EXPECT_EQ(design["hardware"]["edp"]["value"], 1e-22 * (1.0 / 3));
    EXPECT_EQ(design["scores"][1]["raw"]["value"], 0.1);
    EXPECT_EQ(design["scores"][1]["rank"]["value"], 0.875);
}

TEST(DesignJson, SaysWhatIsOnWhichChunk) {
    const StudySnapshot study = test::sampleStudy();
    const PairingDetail detail = test::sampleDetail(study, 1);
    const json design = designJson(detail, study);
    ASSERT_EQ(design["mappings"].size(), detail.network.layers.size());
    ASSERT_EQ(design["architecture"]["layers"].size(), detail.network.layers.size());
    for (std::size_t i = 0; i < detail.network.layers.size(); ++i) {
        EXPECT_EQ(design["mappings"][i]["layer"], design["architecture"]["layers"][i]["name"]);
        EXPECT_EQ(design["mappings"][i]["chunk"], operatorTypeName(detail.network.layers[i].op));
    }
    EXPECT_EQ(design["mappings"][0]["mapping"]["tile"],
              (json{{"out", 8}, {"in", 4}, {"rows", 2}, {"columns", 16}}));
    EXPECT_EQ(design["mappings"][0]["mapping"]["stationary"], "weights");
    EXPECT_EQ(design["mappings"][0]["bound"], "fill");
    EXPECT_EQ(design["accelerator"]["chunks"][1]["operator"], "shift");
    EXPECT_EQ(design["accelerator"]["chunks"][1]["present"], false);
    EXPECT_EQ(design["accelerator"]["chunks"][0]["unpacked"], true);
    EXPECT_EQ(design["accelerator"]["chunks"][2]["unpacked"], false);
    EXPECT_EQ(design["accelerator"]["chunks"][2]["unroll"], (json{{"out", 8}, {"in", 4}, {"pixels", 2}}));
}

TEST(DesignJson, KeepsWhereItComesFrom) {
    const StudySnapshot study = test::sampleStudy();
    const json design = designJson(test::sampleDetail(study, 1), study);
    EXPECT_EQ(design["provenance"]["study_seed"], 7);
    EXPECT_EQ(design["provenance"]["run"]["seed"], 9);
    EXPECT_EQ(design["provenance"]["space"]["name"], "tiny");
    EXPECT_EQ(design["platform"]["dsp"], 12);
    EXPECT_FALSE(design.dump().find("2026-01-02") != std::string::npos)
        << "times would make equal exports differ";
}

TEST(DesignJson, DoesNotInventFiguresWithoutAnAccelerator) {
    const StudySnapshot study = test::sampleStudy();
    const json design = designJson(test::sampleDetail(study, 2), study);
    EXPECT_EQ(design["pairing"]["feasible"], false);
    EXPECT_EQ(design["pairing"]["infeasible_reason"], "needs 13 DSP, has 12");
    EXPECT_FALSE(design.contains("hardware"));
    EXPECT_FALSE(design.contains("accelerator"));
    EXPECT_FALSE(design.contains("mappings"));
    EXPECT_FALSE(recordJson(study.pairings[1], "nash").contains("hardware"));
}

TEST(DesignJson, TurnsNumbersThatJsonCannotHoldIntoNull) {
    const json figure = figureJson(-std::numeric_limits<double>::infinity(), "", "zero-shot");
    EXPECT_TRUE(figure["value"].is_null());
    EXPECT_EQ(figureJson(std::int64_t{9007199254740993}, "", "counted").dump(),
              R"({"kind":"counted","unit":"","value":9007199254740993})");
}

TEST(DesignJson, SurvivesADamagedPresetText) {
    StudySnapshot study = test::sampleStudy();
    study.settings.platformJson = "{not json";
    EXPECT_EQ(designJson(test::sampleDetail(study, 1), study)["platform"], "{not json");
}

TEST(ExportDesign, WritesWhatDesignJsonSays) {
    const StudySnapshot study = test::sampleStudy();
    const PairingDetail detail = test::sampleDetail(study, 1);
    const auto path = std::filesystem::path(testing::TempDir()) / "pairscape_design.json";
    ASSERT_TRUE(exportDesign(path, detail, study).ok());
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(json::parse(content.str()), designJson(detail, study));
    std::filesystem::remove(path);
    EXPECT_EQ(exportDesign("/no-such-folder/design.json", detail, study).error().code, ErrorCode::Io);
}

} // namespace
} // namespace pairscape
