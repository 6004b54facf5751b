// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

using nlohmann::json;

TEST(ParseJson, SaysLineAndColumn) {
    const auto parsed = parseJson("{\n  \"a\": 1,\n  oops\n}", "space 'x'");
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.error().message, "space 'x' is not valid JSON at line 3, column 3; correct it there.");
}

TEST(JsonReader, ReadsAndNamesTheFirstWrongField) {
    const json document = json::parse(R"({"a": 3, "inner": {"b": 0, "c": "text"}, "list": [{"d": 1}, {"d": 99}]})");
    JsonReader reader(document, "doc");
    EXPECT_EQ(reader.integer("a", 0, 10), 3);
    JsonReader inner = reader.object("inner");
    EXPECT_EQ(inner.text("c"), "text");
    inner.integer("b", 1, 10);
    reader.absorb(inner);
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().message, "doc: field 'inner.b' must be between 1 and 10 but is 0.");
}

TEST(JsonReader, NamesEntriesOfLists) {
    const json document = json::parse(R"({"list": [{"d": 1}, {"d": 99}]})");
    JsonReader reader(document, "doc");
    for (JsonReader& entry : reader.objects("list")) {
        entry.integer("d", 0, 10);
        reader.absorb(entry);
    }
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().message, "doc: field 'list[1].d' must be between 0 and 10 but is 99.");
}

TEST(JsonReader, SuggestsTheFieldThatWasMeant) {
    const json document = json::parse(R"({"clok_mhz": 1})");
    JsonReader reader(document, "doc");
    reader.allowOnly({"clock_mhz", "dsp"});
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().message, "doc: field 'clok_mhz' is not known; write 'clock_mhz' if that was meant.");
}

TEST(JsonReader, MissingAndMistypedFields) {
    const json document = json::parse(R"({"n": "no", "x": 1.5})");
    JsonReader missing(document, "doc");
    missing.text("title");
    EXPECT_EQ(missing.error().message, "doc: field 'title' is missing; add it.");
    JsonReader mistyped(document, "doc");
    mistyped.number("n", 0, 1);
    EXPECT_EQ(mistyped.error().message, "doc: field 'n' must be a number.");
    JsonReader fraction(document, "doc");
    fraction.integer("x", 0, 3);
    EXPECT_EQ(fraction.error().message, "doc: field 'x' must be a whole number.");
}

} // namespace
} // namespace pairscape
