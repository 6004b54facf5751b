// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files of loop nests, in both forms: what is read is what is costed, and what is wrong is named.

#include "core/accelerator/asic/nest_cases.h"
#include "core/accelerator/asic/validation.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace pairscape::asic {
namespace {

using Json = nlohmann::json;

/// Two of Timeloop's nests as its runs are written down: cases by name, counts with a decimal point.
Json byName() {
    return Json::parse(R"({
      "source": "runs of our own",
      "architecture": {"PEs": 256, "mesh": [16, 16], "word_bits": 8, "register_file_words": 64,
        "global_buffer_bytes": 131072,
        "energy_pJ_per_word": {"mac": 0.25, "register_file": 0.49, "global_buffer": 3.7, "dram": 100}},
      "conventions": ["loop orders are given innermost first"],
      "cases": {
        "B": {"layer": "conv 3x3, C64 K64, output 56x56, stride 1",
          "register_file": {"factors": "R3 S3", "order_inner_to_outer": "R S"},
          "spatial": {"x": "K16", "y": "C16"},
          "global_buffer": {"factors": "C4 K2 P56 Q14", "order_inner_to_outer": "P Q C K"},
          "dram": {"factors": "Q4 K2", "order_inner_to_outer": "Q K"},
          "timeloop": {"cycles": 451584, "energy_uJ": 361.29}},
        "C": {"layer": "depthwise 3x3, C96, output 56x56, stride 2",
          "register_file": {"factors": "R3 S3", "order_inner_to_outer": "R S"},
          "spatial": {"x": "C16", "y": "Q14"},
          "global_buffer": {"factors": "P14 Q4", "order_inner_to_outer": "P Q"},
          "dram": {"factors": "P4 C6", "order_inner_to_outer": "P C"},
          "timeloop": {"cycles": 12096, "accesses": {
            "RegFile": {"Weights": {"reads": 12096.0, "fills": 54.0, "updates": 0.0},
              "Inputs": {"reads": 12096.0, "fills": 8352.0, "updates": 0.0},
              "Outputs": {"reads": 10752.0, "fills": 0.0, "updates": 12096.0}},
            "GlobalBuffer": {"Weights": {"reads": 864.0, "fills": 864.0, "updates": 0.0},
              "Inputs": {"reads": 1870848.0, "fills": 1225824.0, "updates": 0.0},
              "Outputs": {"reads": 0.0, "fills": 0.0, "updates": 301056.0}},
            "DRAM": {"Weights": {"reads": 864.0, "fills": 0.0, "updates": 0.0},
              "Inputs": {"reads": 1225824.0, "fills": 0.0, "updates": 0.0},
              "Outputs": {"reads": 0.0, "fills": 0.0, "updates": 301056.0}}}}}}})");
}

/// The second of them in the other form, without figures of theirs.
Json byArray() {
    return {{"cases",
             {{{"name", "C"},
               {"extents", "R3 S3 P56 Q56 C96"},
               {"stride", 2},
               {"depthwise", true},
               {"register_file", "R3 S3"},
               {"spatial", "C16 Q14"},
               {"global_buffer", "P14 Q4"},
               {"dram", "P4 C6"}}}}};
}

std::string complaint(const Json& document) {
    const auto read = readNestCases(document.dump(), "file 'x'");
    EXPECT_FALSE(read.ok()) << document.dump();
    if (read.ok())
        return "";
    EXPECT_EQ(read.error().code, ErrorCode::InvalidInput);
    return read.error().message;
}

std::string complaintAbout(const char* pointer, const Json& value, const Json& form = byName()) {
    Json document = form;
    document[Json::json_pointer(pointer)] = value;
    return complaint(document);
}

TEST(NestCases, BothFormsAreTheSameNest) {
    const auto named = readNestCases(byName().dump(), "file");
    ASSERT_TRUE(named.ok()) << named.error().message;
    ASSERT_EQ(named->cases.size(), 2U);
    const auto array = readNestCases(byArray().dump(), "file");
    ASSERT_TRUE(array.ok()) << array.error().message;
    ASSERT_EQ(array->cases.size(), 1U);
    EXPECT_EQ(named->cases[1].nest, array->cases[0].nest);
    EXPECT_EQ(named->cases[1].layer.extent, array->cases[0].layer.extent);
    EXPECT_EQ(named->cases[1].layer.stride, 2);
    EXPECT_TRUE(named->cases[1].layer.depthwise);
    EXPECT_EQ(named->cases[1].cost.accesses, array->cases[0].cost.accesses);
    // The order counts, not the place of a factor.
    EXPECT_EQ(loopsText(named->cases[0].nest.globalBuffer), "P56 Q14 C4 K2");
    EXPECT_EQ(named->limits.globalBufferWords, 131072);
    EXPECT_EQ(named->limits.pes, 256);
    EXPECT_EQ(named->source, "runs of our own");
    EXPECT_FALSE(array->unit.has_value());
}

TEST(NestCases, WhatTheFileSaysStandsBesideOurs) {
    const auto report = compareNests(byName().dump(), "file");
    ASSERT_TRUE(report.ok()) << report.error().message;
    ASSERT_EQ(report->comparisons.size(), 2U * (1 + 27 + 1));
    int known = 0;
    for (const Comparison& one : report->comparisons) {
        known += one.known;
        if (one.known && one.quantity != "energy") {
            EXPECT_EQ(one.ours, one.theirs) << one.subject << ' ' << one.quantity;
        }
        if (one.quantity == "cycles") {
            EXPECT_EQ(one.note, "") << "both fit the array";
        }
    }
    EXPECT_EQ(known, 1 + 1 + 1 + 27); // B: cycles and energy, C: cycles and accesses
    int figures = 0;
    for (const DeviationSummary& one : report->summary)
        figures += one.figures;
    EXPECT_EQ(figures, known) << "what nobody else says has no deviation";

    const auto alone = compareNests(byArray().dump(), "file");
    ASSERT_TRUE(alone.ok());
    EXPECT_EQ(alone->comparisons.size(), 28U) << "no energy without energies of a word";
    EXPECT_TRUE(alone->summary.empty());
}

TEST(NestCases, SaysWhatIsMoreThanTheArrayHas) {
    Json document = byName();
    document["architecture"]["PEs"] = 200;
    document["architecture"]["register_file_words"] = 18;
    document["architecture"]["word_bits"] = 16; // of as many bytes
    const auto report = compareNests(document.dump(), "file");
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->comparisons.front().quantity, "cycles");
    // C: 3x3 weights, as many inputs and one sum; 14 rows of 56 outputs and their inputs, of 16 channels.
    EXPECT_EQ(report->comparisons[29].note, "needs 224 of 200 PEs, 19 of 18 words of register file");
    // B: all weights of 64 x 32 channels, inputs of 58 x 16 and outputs of 56 x 14.
    const std::int64_t held = 9 * 64 * 32 + 58 * 16 * 64 + 56 * 14 * 32;
    EXPECT_EQ(report->comparisons[0].note, "needs 256 of 200 PEs, 19 of 18 words of register file, " +
                                               std::to_string(held) + " of 65536 words of buffer");
}

TEST(NestCases, ErrorsNameTheField) {
    EXPECT_EQ(
        complaintAbout("/cases/B/layer", "conv 3x3, C64 K32, output 56x56, stride 1"),
        "file 'x': field 'cases.B.layer' does not suit the nest: The nest's factors of K make 64 but the "
        "layer has 32; make them agree.");
    for (const char* layer :
         {"conv", "conv 3, C64 K64, output 56x56", "pool 3x3, C64 K64, output 56x56",
          "conv 3x3, K64, output 56x56", "conv 3x3, C64 K64, output 56x56, stride 0",
          "conv 3x3, C64 K64, output 56x56, padding 1", "conv 3x3, C0 K64, output 56x56", ""})
        EXPECT_NE(complaintAbout("/cases/B/layer", layer).find("field 'cases.B.layer' must read like"),
                  std::string::npos)
            << layer;
    EXPECT_EQ(
        complaintAbout("/cases/B/dram/order_inner_to_outer", "Q P"),
        "file 'x': field 'cases.B.dram.order_inner_to_outer' names P, which is no factor of the level.");
    EXPECT_EQ(
        complaintAbout("/cases/B/dram/order_inner_to_outer", "Q"),
        "file 'x': field 'cases.B.dram.order_inner_to_outer' must name every factor of the level once.");
    EXPECT_NE(
        complaintAbout("/cases/B/spatial/x", "K16 Z2").find("field 'cases.B.spatial.x' does not name loops"),
        std::string::npos);
    EXPECT_NE(complaintAbout("/cases/B/spatial/z", "K16").find("'cases.B.spatial.z' is not known"),
              std::string::npos);
    EXPECT_NE(complaintAbout("/cases/C/timeloop/accesses/DRAM/Inputs/reads", -1)
                  .find("'cases.C.timeloop.accesses.DRAM.Inputs.reads' must be"),
              std::string::npos);
    EXPECT_NE(complaintAbout("/cases", Json::object()).find("field 'cases' must hold at least one nest"),
              std::string::npos);
    EXPECT_NE(complaintAbout("/cases/0/dram", "P5 C6", byArray())
                  .find("field 'cases[0].extents' do not suit the nest: The nest's factors of P make 70"),
              std::string::npos);
    EXPECT_NE(complaintAbout("/cases/0/drma", "P5", byArray()).find("'cases[0].drma' is not known"),
              std::string::npos);
    EXPECT_NE(complaintAbout("/cases/0/accesses", Json{{"dram", {{"weights", {1, 2}}}}}, byArray())
                  .find("accesses"),
              std::string::npos);
    EXPECT_NE(complaint(Json::array({1})).find("file 'x'"), std::string::npos);
    // Counts whose product no 64-bit number holds.
    Json large = byArray();
    large["cases"][0]["extents"] = "R3 S3 P100000000 Q100000000 C96";
    large["cases"][0]["dram"] = "P100000000 C6";
    EXPECT_NE(complaint(large).find("more than 10^15 MACs"), std::string::npos);
}

} // namespace
} // namespace pairscape::asic
