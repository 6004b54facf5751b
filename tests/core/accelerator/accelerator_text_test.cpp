// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator_search.h"

#include <gtest/gtest.h>

namespace pairscape {
namespace {

TEST(MappingText, ComesBackAsItWas) {
    for (const Stationary stationary : {Stationary::Weights, Stationary::Inputs, Stationary::Outputs})
        for (const int size : {1, 7, 64, 1200}) {
            const Mapping mapping = {size, size + 1, size + 2, size + 3, stationary};
            const auto read = parseMapping(mappingText(mapping));
            ASSERT_TRUE(read.ok()) << mappingText(mapping);
            EXPECT_EQ(*read, mapping);
        }
    EXPECT_EQ(mappingText({64, 32, 8, 8, Stationary::Outputs}), "o64 i32 r8 c8 outputs");
}

TEST(MappingText, RefusesWhatIsNone) {
    for (const char* text :
         {"", "o64", "o64 i32 r8 c8", "o64 i32 r8 c8 nothing", "o64 i32 r8 c8 outputs more",
          "o0 i32 r8 c8 outputs", "o-4 i32 r8 c8 outputs", "i64 o32 r8 c8 outputs", "o6x i32 r8 c8 outputs",
          "o99999999999 i32 r8 c8 outputs"}) {
        const auto read = parseMapping(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().code, ErrorCode::InvalidInput);
    }
}

TEST(AcceleratorText, NamesTheChunksThatAreThere) {
    Accelerator accelerator;
    accelerator.chunks[indexOf(OperatorType::Conv)] = {16, 8, 4, 1, 1, 1};
    accelerator.chunks[indexOf(OperatorType::Adder)] = {16, 4, 8, 1, 1, 1};
    accelerator.batch = 4;
    EXPECT_EQ(acceleratorText(accelerator), "conv 16x8x4, adder 16x4x8, batch 4");
    accelerator.chunks[indexOf(OperatorType::Conv)].unpacked = true;
    EXPECT_EQ(acceleratorText(accelerator), "conv 16x8x4 unpacked, adder 16x4x8, batch 4");
}

TEST(Names, ComeBackAsTheyWere) {
    for (const std::string& name : acceleratorMethodNames()) {
        const auto method = parseAcceleratorMethod(name);
        ASSERT_TRUE(method.ok()) << name;
        EXPECT_EQ(acceleratorMethodName(*method), name);
    }
    for (const char* name : {"fps", "latency", "energy", "edp"}) {
        const auto objective = parseHardwareObjective(name);
        ASSERT_TRUE(objective.ok()) << name;
        EXPECT_EQ(hardwareObjectiveName(*objective), name);
    }
    EXPECT_FALSE(parseAcceleratorMethod("best").ok());
    EXPECT_FALSE(parseHardwareObjective("speed").ok());
    EXPECT_EQ(boundName(Bound::Fill), "fill");
}

} // namespace
} // namespace pairscape
