// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"
#include "core/space/search_space.h"
#include "tests/core/space/test_spaces.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>

namespace pairscape {
namespace {

using nlohmann::json;

TEST(SpaceJson, PresetsAreInCanonicalLayout) {
    for (const std::string& name : SearchSpace::presetNames())
        EXPECT_EQ(SearchSpace::preset(name)->toJson(), *embeddedResource("spaces/" + name + ".json"));
    EXPECT_EQ(skippingSpace().toJson(), skippingSpaceText);
}

TEST(SpaceJson, LayoutAndOrderDoNotMatter) {
    for (const std::string& name : SearchSpace::presetNames()) {
        const SearchSpace space = *SearchSpace::preset(name);
        // nlohmann::json sorts fields and drops line breaks: the same space in another layout.
        json document = json::parse(space.toJson());
        std::reverse(document["operators"].begin(), document["operators"].end());
        const auto again = SearchSpace::fromJson(document.dump(), "again");
        ASSERT_TRUE(again.ok()) << again.error().message;
        EXPECT_EQ(again->toJson(), space.toJson());
        EXPECT_EQ(again->sizeText(), space.sizeText());
    }
}

TEST(SpaceJson, TextsAreEscaped) {
    json document = json::parse(skippingSpaceText);
    document["title"] = "Quotes \" and\nlines, \\ and \u00e4";
    const auto space = SearchSpace::fromJson(document.dump(), "quotes");
    ASSERT_TRUE(space.ok());
    EXPECT_EQ(SearchSpace::fromJson(space->toJson(), "again")->title(), space->title());
}

/// The complaint about a preset with one value put in another's place (null: removed).
std::string complaint(const std::string& preset, const std::string& pointer, const json& value) {
    json document = json::parse(SearchSpace::preset(preset)->toJson());
    const json::json_pointer where(pointer);
    if (value.is_null())
        document[where.parent_pointer()].erase(where.back());
    else
        document[where] = value;
    const auto space = SearchSpace::fromJson(document.dump(), "space 'mine'");
    EXPECT_FALSE(space.ok()) << pointer;
    if (space.ok())
        return "";
    EXPECT_EQ(space.error().code, ErrorCode::InvalidInput);
    return space.error().message;
}

TEST(SpaceJson, ComplaintsNameTheField) {
    const auto nash = [](const std::string& pointer, const json& value) {
        return complaint("nash-cifar100", pointer, value);
    };
    EXPECT_EQ(nash("/name", "two words"),
              "space 'mine': field 'name' must be 1 to 64 letters, digits, '-' or '_'.");
    EXPECT_EQ(nash("/name", ""), "space 'mine': field 'name' must be 1 to 64 letters, digits, '-' or '_'.");
    EXPECT_EQ(nash("/title", nullptr), "space 'mine': field 'title' is missing; add it.");
    EXPECT_EQ(nash("/input_size", 0),
              "space 'mine': field 'input_size' must be between 1 and 4096 but is 0.");
    EXPECT_EQ(nash("/classes", "ten"), "space 'mine': field 'classes' must be a whole number.");
    EXPECT_EQ(nash("/operators", {"conv", "mul"}),
              "space 'mine': field 'operators' must hold \"conv\", \"shift\" or \"adder\" but has \"mul\".");
    EXPECT_EQ(nash("/operators", {"conv", "conv"}), "space 'mine': field 'operators' has \"conv\" twice.");
    EXPECT_EQ(nash("/operators", json::array()),
              "space 'mine': field 'operators' must be a list of texts with at least one entry.");
    EXPECT_EQ(nash("/granularity", "layer"),
              "space 'mine': field 'granularity' must be \"stage\" or \"block\" but is \"layer\".");
    EXPECT_EQ(nash("/shortcut", "none"),
              "space 'mine': field 'shortcut' must be \"identity\" or \"projected\" but is \"none\".");
    EXPECT_EQ(nash("/skip", true),
              "space 'mine': field 'skip' can be true only where 'granularity' is \"block\".");
    EXPECT_EQ(nash("/skip", 1), "space 'mine': field 'skip' must be true or false.");
    EXPECT_EQ(nash("/squeeze_reduction", 0),
              "space 'mine': field 'squeeze_reduction' must be between 1 and 1024 but is 0.");
    EXPECT_EQ(
        nash("/stem/activation", "gelu"),
        "space 'mine': field 'stem.activation' must be \"none\", \"relu\" or \"swish\" but is \"gelu\".");
    EXPECT_EQ(nash("/stem/channels", {16, 16}), "space 'mine': field 'stem.channels' must be in ascending "
                                                "order without repeats but has 16 after 16.");
    EXPECT_EQ(nash("/stages", json::array()),
              "space 'mine': field 'stages' must be a list with at least one entry.");
    EXPECT_EQ(nash("/stages/1/kernels", {3, 4}),
              "space 'mine': field 'stages[1].kernels' must hold odd numbers but has 4.");
    EXPECT_EQ(nash("/stages/1/depths", {5, 3}), "space 'mine': field 'stages[1].depths' must be in ascending "
                                                "order without repeats but has 3 after 5.");
    EXPECT_EQ(nash("/stages/2/name", "mb2"),
              "space 'mine': field 'stages[2].name' is \"mb2\" as in an earlier stage; give each its own.");
    EXPECT_EQ(nash("/stages/3/channels", {0}),
              "space 'mine': field 'stages[3].channels' must hold whole numbers from 1 to 8192 but has 0.");
    EXPECT_EQ(nash("/stages/1/stride", 3),
              "space 'mine': field 'stages[1].stride' must divide the stage's map of 32x32 but is 3.");
    EXPECT_EQ(
        nash("/stages/1/expansion", {4}),
        "space 'mine': field 'stages[1].expansion' is not known; write 'expansions' if that was meant.");
    EXPECT_EQ(nash("/head/expansion", -1),
              "space 'mine': field 'head.expansion' must be between 0 and 32 but is -1.");
    EXPECT_EQ(nash("/colour", "red"), "space 'mine': field 'colour' is not known; remove it.");
    EXPECT_EQ(complaint("nasa-cifar", "/stages/1/depths", {3, 4}),
              "space 'mine': field 'stages[1].depths' must be one number where 'skip' is true, because skips "
              "already "
              "vary the depth.");
}

TEST(SpaceJson, EveryFieldIsNeededAndChecked) {
    // Each field in turn is removed, and given a value of a wrong type; the complaint must name it.
    const json whole = json::parse(skippingSpaceText);
    const json flat = whole.flatten();
    std::set<std::string> fields;
    for (const auto& [pointer, value] : flat.items()) {
        std::string field = pointer;
        while (std::isdigit(static_cast<unsigned char>(field.back())) != 0)
            field = field.substr(0, field.rfind('/'));
        fields.insert(field);
    }
    EXPECT_EQ(fields.size(), 11u + 3u + 3u * 8u + 2u);
    for (const std::string& field : fields) {
        const json::json_pointer where(field);
        for (const bool removed : {true, false}) {
            json document = whole;
            if (removed)
                document[where.parent_pointer()].erase(where.back());
            else
                document[where] = json::object();
            const auto space = SearchSpace::fromJson(document.dump(), "it");
            ASSERT_FALSE(space.ok()) << field;
            EXPECT_NE(space.error().message.find(where.back() + "'"), std::string::npos)
                << space.error().message;
        }
    }
}

TEST(SpaceJson, BrokenJsonSaysWhere) {
    const auto space = SearchSpace::fromJson("{\n  \"name\": tiny\n}", "space 'mine.json'");
    ASSERT_FALSE(space.ok());
    EXPECT_EQ(space.error().message.substr(0, 53), "space 'mine.json' is not valid JSON at line 2, column");
    EXPECT_FALSE(SearchSpace::fromJson("[]", "list").ok());
    EXPECT_FALSE(SearchSpace::fromJson("", "empty").ok());
}

TEST(SpaceJson, AFileIsReadLikeAPreset) {
    const auto path = std::filesystem::temp_directory_path() / "pairscape-space-json-test.json";
    std::ofstream(path) << skippingSpaceText;
    const auto space = SearchSpace::load(path.string());
    std::filesystem::remove(path);
    ASSERT_TRUE(space.ok()) << space.error().message;
    EXPECT_EQ(space->name(), "skipping");
    EXPECT_EQ(SearchSpace::load("tiny")->name(), "tiny");
    const auto neither = SearchSpace::load("tinny");
    ASSERT_FALSE(neither.ok());
    EXPECT_EQ(neither.error().message,
              "'tinny' is neither a search space nor a file; did you mean 'tiny'? Choose from "
              "nasa-cifar, nash-cifar100, nash-tiny-imagenet or tiny, or name a JSON file.");
}

} // namespace
} // namespace pairscape
