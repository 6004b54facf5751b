// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/export.h"
#include "tests/core/interchange/sample_study.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace pairscape {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// RFC 4180 read character by character, strictly: what a reader that we did not write would see.
Rows readCsv(const std::string& text) {
    Rows rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string& field = rows.back().back();
        if (quoted) {
            if (c != '"')
                field += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else
                quoted = false;
        } else if (c == '"') {
            EXPECT_TRUE(field.empty()) << "a quote inside a plain field";
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\r') {
            EXPECT_EQ(text.substr(i, 2), "\r\n");
            ++i;
            rows.emplace_back(1);
        } else {
            EXPECT_NE(c, '\n') << "a line break outside quotes without a carriage return";
            field += c;
        }
    }
    EXPECT_FALSE(quoted) << "an open quote";
    EXPECT_EQ(rows.back(), std::vector<std::string>(1)) << "the last line must end";
    rows.pop_back();
    return rows;
}

std::map<std::string, std::string> named(const Rows& rows, std::size_t row) {
    std::map<std::string, std::string> result;
    for (std::size_t i = 0; i < rows[0].size(); ++i)
        result[rows[0][i]] = rows[row][i];
    return result;
}

TEST(TableCsv, HoldsEveryFigureOfAPairingExactly) {
    const StudySnapshot study = test::sampleStudy();
    const Rows rows = readCsv(tableCsv(study, {1}));
    ASSERT_EQ(rows.size(), 2U);
    ASSERT_EQ(rows[0].size(), rows[1].size());
    auto cell = named(rows, 1);
    EXPECT_EQ(cell.size(), rows[0].size()) << "two columns with one title";
    EXPECT_EQ(cell["id"], "1");
    EXPECT_EQ(cell["name"], "Say \"hello\", twice");
    EXPECT_EQ(cell["front"], "yes");
    EXPECT_EQ(cell["architecture"], study.pairings[0].architecture);
    EXPECT_EQ(cell["accuracy"], "1.375");
    EXPECT_EQ(cell["accuracy kind"], "zero-shot rank");
    EXPECT_EQ(cell["nn_degree (zero-shot)"], "12.25");
    EXPECT_EQ(cell["zen (zero-shot)"], "0.1");
    EXPECT_EQ(cell["FPS (modelled img/s)"], "1234.5");
    EXPECT_EQ(cell["throughput (modelled GOPS)"], "0.1");
    EXPECT_EQ(std::strtod(cell["latency (modelled s)"].c_str(), nullptr), 1.0 / 3);
    EXPECT_EQ(cell["energy (modelled J/img)"], "1e-22");
    EXPECT_EQ(cell["power (modelled W)"], "2");
    EXPECT_EQ(cell["LUT (modelled)"], "3400");
    EXPECT_EQ(cell["BRAM36 (modelled)"], "56");
    EXPECT_EQ(cell["batch (images)"], "4");
    EXPECT_EQ(cell["bound (modelled)"], "dram");
    EXPECT_EQ(cell["bottleneck (modelled)"], "adder");
    EXPECT_EQ(cell["top-1 (trained %)"], "61.25");
    EXPECT_EQ(cell["top-1 (supernet %)"], "40.5");
    EXPECT_EQ(cell["top-1 (predicted %)"], "50");
    EXPECT_EQ(cell["predicted to (%)"], "56.25");
    EXPECT_EQ(cell["MAC-equivalents (counted)"], std::to_string(study.pairings[0].counts.total()));
    EXPECT_EQ(cell["parameters (counted)"], std::to_string(study.pairings[0].counts.parameters));
}

TEST(TableCsv, LeavesFiguresEmptyWhereThereIsNoAccelerator) {
    const Rows rows = readCsv(tableCsv(test::sampleStudy(), {2}));
    ASSERT_EQ(rows[1].size(), rows[0].size());
    auto cell = named(rows, 1);
    EXPECT_EQ(cell["feasible"], "no");
    EXPECT_EQ(cell["infeasible because"], "needs 13 DSP, has 12");
    EXPECT_EQ(cell["zen (zero-shot)"], "") << "a term that was not computed";
    for (const char* title :
         {"FPS (modelled img/s)", "EDP (modelled J s)", "batch (images)", "bottleneck (modelled)"})
        EXPECT_EQ(cell[title], "") << title;
}

TEST(TableCsv, KeepsTheGivenOrderAndSkipsUnknownRows) {
    const Rows rows = readCsv(tableCsv(test::sampleStudy(), {2, 99, 1}));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1][0], "2");
    EXPECT_EQ(rows[2][0], "1");
}

RC_GTEST_PROP(TableCsv, AnyNameComesBackAsItWas, ()) {
    StudySnapshot study = test::sampleStudy();
    study.pairings[0].pin = *rc::gen::container<std::string>(
        rc::gen::element('a', ' ', ',', '"', '\r', '\n', ';', '\xc3', '\xa9'));
    const Rows rows = readCsv(tableCsv(study, {1, 2}));
    RC_ASSERT(rows.size() == 3U);
    RC_ASSERT(rows[1].size() == rows[0].size());
    RC_ASSERT(named(rows, 1)["name"] == study.pairings[0].pin);
}

RC_GTEST_PROP(TableCsv, AnyNumberComesBackBitForBit, (double fps, double zen)) {
    StudySnapshot study = test::sampleStudy();
    study.pairings[0].fps = fps;
    study.pairings[0].scores[1].value = zen;
    auto cell = named(readCsv(tableCsv(study, {1})), 1);
    RC_ASSERT(std::strtod(cell["FPS (modelled img/s)"].c_str(), nullptr) == fps);
    RC_ASSERT(std::strtod(cell["zen (zero-shot)"].c_str(), nullptr) == zen);
}

TEST(ExportTable, WritesTheFileOrSaysWhyNot) {
    const StudySnapshot study = test::sampleStudy();
    const auto path = std::filesystem::path(testing::TempDir()) / "pairscape_table.csv";
    ASSERT_TRUE(exportTable(path, study, {1, 2}).ok());
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(content.str(), tableCsv(study, {1, 2}));
    std::filesystem::remove(path);

    const Status failed = exportTable("/no-such-folder/table.csv", study, {1});
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::Io);
    EXPECT_NE(failed.error().message.find("/no-such-folder/table.csv"), std::string::npos);
}

} // namespace
} // namespace pairscape
