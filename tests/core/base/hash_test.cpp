// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

// FNV-1a 64 test vectors (Fowler, Noll, Vo) pushed through the published splitmix64 finaliser.
TEST(StableHash, IsTheFinaliserOfFnv1a) {
    EXPECT_EQ(stableHash(""), mixBits(0xcbf29ce484222325ULL));
    EXPECT_EQ(stableHash("a"), mixBits(0xaf63dc4c8601ec8cULL));
    EXPECT_EQ(stableHash("foobar"), mixBits(0x85944171f73967e8ULL));
}

// First output of the reference splitmix64 generator seeded with 0 (Steele, Lea, Flood 2014).
TEST(MixBits, AgreesWithSplitmix64) {
    EXPECT_EQ(mixBits(0x9e3779b97f4a7c15ULL), 0xe220a8397b1dcdafULL);
}

TEST(HashText, HasSixteenDigits) {
    EXPECT_EQ(hashText(0), "0000000000000000");
    EXPECT_EQ(hashText(0xdeadbeef01234567ULL), "deadbeef01234567");
}

} // namespace
} // namespace pairscape
