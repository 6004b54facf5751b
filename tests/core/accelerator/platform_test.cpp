// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/pe_cost_table.h"
#include "core/accelerator/platform.h"
#include "core/base/resources.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace pairscape {
namespace {

using nlohmann::json;

/// Figures of the vendor's data sheets, written down apart from resources/platforms.
struct DataSheet {
    const char* name;
    Resources available;
    double peakGigabytesPerSecond;
};

constexpr DataSheet dataSheets[] = {
    {"kv260", {1248, 117120, 144, 64}, 2400e6 * 8 / 1e9},
    {"zcu102", {2520, 274080, 912, 0}, 2133e6 * 8 / 1e9},
    {"zc706", {900, 218600, 545, 0}, 1600e6 * 8 / 1e9},
    {"ultra96", {360, 70560, 216, 0}, 2133e6 * 4 / 1e9},
    {"alveo-u50", {5952, 871680, 1344, 640}, 316},
};

/// 'platform show --json' prints the platform inside of a document; so does a design file.
TEST(Platform, IsTakenOutOfWhatShowPrints) {
    const Platform kv260 = *Platform::preset("kv260");
    const json shown = {{"platform", json::parse(kv260.toJson())}, {"budget", {{"dsp", 5}}}};
    const auto read = Platform::fromJson(shown.dump(), "platform 'shown'");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*read, kv260);
    const auto text = Platform::fromJson(R"({"platform": "kv260"})", "platform 'text'");
    ASSERT_FALSE(text.ok());
    EXPECT_NE(text.error().message.find("JSON object"), std::string::npos);
}

TEST(Platform, PresetsAreTheBoardsAndNothingElse) {
    std::vector<std::string> expected;
    for (const DataSheet& sheet : dataSheets)
        expected.emplace_back(sheet.name);
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(Platform::presetNames(), expected);
}

TEST(Platform, PresetsHaveTheDataSheetsFigures) {
    for (const DataSheet& sheet : dataSheets) {
        const auto platform = Platform::preset(sheet.name);
        ASSERT_TRUE(platform.ok()) << platform.error().message;
        EXPECT_EQ(platform->name, sheet.name);
        EXPECT_EQ(platform->available, sheet.available) << sheet.name;
        // Effective bandwidth: what the board's memory can do at its peak, less a fifth.
        EXPECT_NEAR(platform->dramGigabytesPerSecond, 0.8 * sheet.peakGigabytesPerSecond, 0.005)
            << sheet.name;
    }
}

TEST(Platform, EveryFigureOfAPresetHasASource) {
    for (const std::string& name : Platform::presetNames()) {
        const Platform platform = *Platform::preset(name);
        EXPECT_FALSE(platform.source.empty());
        for (const char* field : {"resources", "lut_share", "clock_mhz", "dram_gigabytes_per_second",
                                  "static_watts", "dram_pj_per_byte", "buffer_pj_per_byte", "pe_costs"})
            EXPECT_GT(platform.sources.count(field), 0U) << name << ' ' << field;
    }
}

TEST(Platform, PeCostsAreTheMeasuredOnes) {
    const Platform kv260 = *Platform::preset("kv260");
    EXPECT_EQ(kv260.peCost(OperatorType::Conv).dsp, 0.5);
    EXPECT_EQ(kv260.peCost(OperatorType::Shift).dsp, 0);
    EXPECT_EQ(kv260.peCost(OperatorType::Adder).dsp, 0);
    EXPECT_EQ(kv260.peCost(OperatorType::Conv).weightBits, 8);
    EXPECT_EQ(kv260.peCost(OperatorType::Shift).weightBits, 6);
    EXPECT_EQ(kv260.peCost(OperatorType::Shift).activationBits, 8);
    EXPECT_EQ(kv260.peCost(OperatorType::Adder).activationBits, 6);

    // Straight from the table's rows, by another way than the reader's.
    const json table = json::parse(*embeddedResource("platforms/pe-costs.json"));
    for (const auto& [preset, family] : {std::pair("kv260", "xcup"), std::pair("zc706", "xc7")})
        for (const json& row : table["measured"]) {
            if (row["yosys_family"] != family)
                continue;
            if (row["module"] == "pe_conv") {
                const auto alone = Platform::preset(preset)->peCost(OperatorType::Conv).alone;
                ASSERT_TRUE(alone) << row;
                EXPECT_EQ(alone->dsp, row["dsp"].get<double>()) << row;
                EXPECT_EQ(alone->lut, row["lut"].get<double>()) << row;
                continue;
            }
            const OperatorType op = row["module"] == "pe_conv_packed" ? OperatorType::Conv
                                    : row["module"] == "pe_shift"     ? OperatorType::Shift
                                                                      : OperatorType::Adder;
            const PeCost cost = Platform::preset(preset)->peCost(op);
            EXPECT_EQ(cost.dsp * row["pes"].get<int>(), row["dsp"].get<int>()) << row;
            EXPECT_EQ(cost.lut * row["pes"].get<int>(), row["lut"].get<int>()) << row;
        }
}

/// The rule of the table's `energy` line, worked out once more. Where synthesis takes the accumulator of a
/// conv PE into its DSP is counted, not typed: a tool that counts otherwise makes this fail.
TEST(Platform, EnergiesFollowTheTablesRule) {
    const json table = json::parse(*embeddedResource("platforms/pe-costs.json"));
    const double multiplication = 0.2, shift = 0.024, lutLogic = 14, hardBlock = 5;
    const auto addition = [](int bits) { return bits > 8 ? 0.1 * bits / 32 : 0.03 * bits / 8; };
    struct Family {
        const char *preset, *name;
        double nanometres, volts;
    };
    for (const Family& family : {Family{"kv260", "xcup", 16, 0.85}, Family{"zc706", "xc7", 28, 1.0}}) {
        const double scale = family.nanometres / 45 * (family.volts / 0.9) * (family.volts / 0.9);
        const auto lutsOfAlone = [&] {
            for (const json& row : table["measured"])
                if (row["module"] == "pe_conv" && row["yosys_family"] == family.name)
                    return row["lut"].get<int>();
            return -1;
        }();
        ASSERT_GE(lutsOfAlone, 0);
        const double accumulator = (lutsOfAlone == 0 ? hardBlock : lutLogic) * addition(28);
        const Platform platform = *Platform::preset(family.preset);
        const auto expect = [&](double energy, double ofRule) {
            EXPECT_NEAR(energy, scale * ofRule, 0.00051) << family.name; // three decimals are written
        };
        const PeCost& conv = platform.peCost(OperatorType::Conv);
        expect(conv.energyPj, hardBlock * multiplication + lutLogic * addition(28));
        ASSERT_TRUE(conv.alone);
        expect(conv.alone->energyPj, hardBlock * multiplication + accumulator);
        expect(platform.peCost(OperatorType::Shift).energyPj, lutLogic * (shift + addition(28)));
        expect(platform.peCost(OperatorType::Adder).energyPj, lutLogic * (addition(6) + addition(20)));
    }
}

TEST(Platform, BudgetKeepsLutsFree) {
    Platform platform = *Platform::preset("kv260");
    platform.available.lut = 1001;
    platform.lutShare = 0.7;
    EXPECT_EQ(platform.budget(), (Resources{1248, 700, 144, 64}));
}

TEST(Platform, JsonRoundTripsExactly) {
    for (const std::string& name : Platform::presetNames()) {
        Platform platform = *Platform::preset(name);
        platform.dramGigabytesPerSecond = 1.0 / 3;
        platform.title = "quotes \" and\nlines \\ \u00e4";
        const auto again = Platform::fromJson(platform.toJson(), "again");
        ASSERT_TRUE(again.ok()) << again.error().message;
        EXPECT_EQ(*again, platform);
        EXPECT_EQ(again->toJson(), platform.toJson());
    }
}

TEST(Platform, LayoutAndOrderDoNotMatter) {
    const Platform platform = *Platform::preset("zcu102");
    // nlohmann::json sorts fields and drops line breaks.
    EXPECT_EQ(*Platform::fromJson(json::parse(platform.toJson()).dump(), "again"), platform);
}

TEST(Platform, OwnPeCostsReplaceTheTable) {
    json document = json::parse(*embeddedResource("platforms/kv260.json"));
    document["family"] = "my-fabric";
    document["pe_costs"] = {
        {"conv",
         {{"dsp", 2},
          {"lut", 1.5},
          {"weight_bits", 16},
          {"activation_bits", 12},
          {"energy_pj", 3},
          {"alone", {{"dsp", 3}, {"lut", 0.5}, {"energy_pj", 2.5}}}}},
        {"shift", {{"dsp", 0}, {"lut", 9}, {"weight_bits", 4}, {"activation_bits", 8}, {"energy_pj", 0.25}}},
        {"adder", {{"dsp", 0}, {"lut", 8}, {"weight_bits", 5}, {"activation_bits", 5}, {"energy_pj", 0}}}};
    const auto platform = Platform::fromJson(document.dump(), "mine");
    ASSERT_TRUE(platform.ok()) << platform.error().message;
    EXPECT_EQ(platform->peCost(OperatorType::Conv), (PeCost{2, 1.5, 16, 12, 3, PeForm{3, 0.5, 2.5}}));
    EXPECT_EQ(platform->peCost(OperatorType::Shift), (PeCost{0, 9, 4, 8, 0.25}));
    EXPECT_EQ(platform->peCost(OperatorType::Adder), (PeCost{0, 8, 5, 5, 0}));
    EXPECT_EQ(platform->sources.count("pe_costs"), 0U);
    // Files from before an unpacked PE had an energy of its own mean the packed one's.
    document["pe_costs"]["conv"]["alone"].erase("energy_pj");
    const auto older = Platform::fromJson(document.dump(), "mine");
    ASSERT_TRUE(older.ok()) << older.error().message;
    EXPECT_EQ(older->peCost(OperatorType::Conv).alone, (PeForm{3, 0.5, 3}));
    EXPECT_EQ(*Platform::fromJson(older->toJson(), "again"), *older);
    document["pe_costs"]["conv"].erase("alone"); // one form of each PE, as ever
    EXPECT_EQ(Platform::fromJson(document.dump(), "mine")->peCost(OperatorType::Conv).alone, std::nullopt);
    document["pe_costs"]["shift"]["alone"] = {{"dsp", 1}, {"lut", 2}};
    EXPECT_EQ(Platform::fromJson(document.dump(), "mine").error().message,
              "mine: field 'pe_costs.shift.alone' is not known; remove it.");
}

/// The complaint about kv260 with one value put in another's place (null: removed).
std::string complaint(const std::string& pointer, const json& value) {
    json document = json::parse(Platform::preset("kv260")->toJson());
    const json::json_pointer where(pointer);
    if (value.is_null())
        document[where.parent_pointer()].erase(where.back());
    else
        document[where] = value;
    const auto platform = Platform::fromJson(document.dump(), "platform 'mine'");
    EXPECT_FALSE(platform.ok()) << pointer;
    if (platform.ok())
        return "";
    EXPECT_EQ(platform.error().code, ErrorCode::InvalidInput);
    return platform.error().message;
}

TEST(Platform, ErrorsNameTheField) {
    EXPECT_EQ(complaint("/dsp", 0), "platform 'mine': field 'dsp' must be between 1 and 100000 but is 0.");
    EXPECT_EQ(complaint("/dsp", "many"), "platform 'mine': field 'dsp' must be a whole number.");
    EXPECT_EQ(complaint("/clock_mhz", nullptr), "platform 'mine': field 'clock_mhz' is missing; add it.");
    EXPECT_EQ(complaint("/lut_share", 1.5),
              "platform 'mine': field 'lut_share' must be between 0.01 and 1 but is 1.5.");
    EXPECT_EQ(complaint("/clock_mzh", 200),
              "platform 'mine': field 'clock_mzh' is not known; write 'clock_mhz' if that was meant.");
    EXPECT_EQ(complaint("/name", "two words"),
              "platform 'mine': field 'name' must be 1 to 64 letters, digits, '-' or '_'.");
    EXPECT_EQ(
        complaint("/pe_costs/shift/lut", 0),
        "platform 'mine': field 'pe_costs.shift.lut' must be above 0 where 'dsp' is 0, for an element cannot "
        "be free.");
    EXPECT_EQ(
        complaint("/pe_costs/conv/alone/energy_pj", -1),
        "platform 'mine': field 'pe_costs.conv.alone.energy_pj' must be between 0 and 1e+06 but is -1.");
    EXPECT_EQ(complaint("/pe_costs/conv/alone/energy", 1),
              "platform 'mine': field 'pe_costs.conv.alone.energy' is not known; remove it.");
    EXPECT_EQ(complaint("/pe_costs/adder", nullptr),
              "platform 'mine': field 'pe_costs.adder' is missing; add it.");
    EXPECT_EQ(
        complaint("/sources/clock_mzh", "guess"),
        "platform 'mine': field 'sources.clock_mzh' is not known; write 'clock_mhz' if that was meant.");
    EXPECT_EQ(complaint("/sources/static_watts", 3),
              "platform 'mine': field 'sources.static_watts' must be text in quotes.");
}

TEST(Platform, UnknownFamilyNeedsOwnCosts) {
    json document = json::parse(*embeddedResource("platforms/kv260.json"));
    document["family"] = "versal";
    const auto platform = Platform::fromJson(document.dump(), "platform 'mine'");
    ASSERT_FALSE(platform.ok());
    EXPECT_EQ(platform.error().message,
              "platform 'mine': field 'family' must be \"7-series\" or \"ultrascale+\" where "
              "'pe_costs' is not given, but is \"versal\".");
}

TEST(Platform, LoadTakesNamesAndFiles) {
    EXPECT_EQ(*Platform::load("kv260"), *Platform::preset("kv260"));
    const auto folder = std::filesystem::temp_directory_path() / "pairscape-platform-test";
    std::filesystem::create_directories(folder);
    const auto file = folder / "mine.json";
    Platform mine = *Platform::preset("ultra96");
    mine.available.dsp = 7;
    ASSERT_TRUE(writeTextFile(file, mine.toJson()).ok());
    EXPECT_EQ(*Platform::load(file.string()), mine);
    std::filesystem::remove_all(folder);

    EXPECT_EQ(Platform::load("kv261").error().message, "'kv261' is neither a platform nor a file; did you "
                                                       "mean 'kv260'? Choose from alveo-u50, kv260, ultra96, "
                                                       "zc706 or zcu102, or name a JSON file.");
    EXPECT_EQ(Platform::preset("pe-costs").error().code, ErrorCode::NotFound);
}

TEST(PeCostTable, DamageIsToldApartFromAnUnknownFamily) {
    EXPECT_EQ(peCostsOfFamily("versal").error().code, ErrorCode::NotFound);
    json table = json::parse(*embeddedResource("platforms/pe-costs.json"));
    table["families"]["7-series"]["adder"]["module"] = "pe_none";
    const auto costs = peCostsOfFamily("7-series", table.dump());
    ASSERT_FALSE(costs.ok());
    EXPECT_EQ(costs.error().code, ErrorCode::Internal);
    EXPECT_EQ(costs.error().message,
              "The table of PE costs: field 'families.7-series.adder.module' is \"pe_none\", "
              "which was not measured for xc7.");
}

} // namespace
} // namespace pairscape
