// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Verilog PEs against the integer definition, bit by bit: every pair of operands, then long sums that are
// cleared and held at random, at the widths of resources/rtl.

#include "core/base/random.h"
#include "core/operators/integer_product.h"

#include "Vpe_adder.h"
#include "Vpe_conv.h"
#include "Vpe_conv_packed.h"
#include "Vpe_shift.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>

namespace pairscape {
namespace {

/// The low `bits` of a number, as a port takes them.
std::uint32_t port(std::int32_t value, int bits) {
    return static_cast<std::uint32_t>(value) & ((std::uint32_t{1} << bits) - 1);
}

/// What a port of `bits` holds, read as two's complement.
std::int32_t readSigned(std::uint32_t value, int bits) {
    const std::uint32_t sign = std::uint32_t{1} << (bits - 1);
    return static_cast<std::int32_t>((value ^ sign) - sign);
}

template <class Pe> void tick(Pe& pe) {
    pe.clock = 0;
    pe.eval();
    pe.clock = 1;
    pe.eval();
}

template <class Pe> void clear(Pe& pe) {
    pe.clear = 1;
    pe.enable = 1;
    tick(pe);
    pe.clear = 0;
}

/// Runs `steps` random cycles of one PE beside its definition. Extreme operands come up one time in four.
template <class Pe, class Drive> void runLongSums(Pe& pe, int steps, std::uint64_t stream, Drive drive) {
    RandomStream random({1, stream});
    std::int32_t sum = 0;
    clear(pe);
    for (int i = 0; i < steps; ++i) {
        // The accumulators are made for 4,096 terms.
        const bool clearing = i % 4096 == 4095 || random.below(1000) == 0;
        pe.clear = clearing;
        pe.enable = random.below(8) != 0;
        const std::int32_t term = drive(random);
        sum = clearing ? 0 : pe.enable ? sum + term : sum;
        tick(pe);
        ASSERT_EQ(readSigned(pe.accumulator, Pe::accumulatorBits), sum) << "step " << i;
    }
}

std::int32_t operand(RandomStream& random, int bits) {
    const std::int32_t low = -(1 << (bits - 1)), high = (1 << (bits - 1)) - 1;
    switch (random.below(8)) {
    case 0: return low;
    case 1: return high;
    default: return low + static_cast<std::int32_t>(random.below(std::uint32_t{1} << bits));
    }
}

struct ConvPe : Vpe_conv {
    static constexpr int accumulatorBits = 28;
};
struct ShiftPe : Vpe_shift {
    static constexpr int accumulatorBits = 28;
};
struct AdderPe : Vpe_adder {
    static constexpr int accumulatorBits = 20;
};

TEST(ConvPe, EqualsDefinitionForEveryPair) {
    ConvPe pe;
    for (int x = -128; x < 128; ++x)
        for (int w = -128; w < 128; ++w) {
            clear(pe);
            pe.x = port(x, 8);
            pe.w = port(w, 8);
            tick(pe);
            ASSERT_EQ(readSigned(pe.accumulator, 28),
                      convProduct(static_cast<std::int8_t>(x), static_cast<std::int8_t>(w)));
        }
}

TEST(ConvPe, EqualsDefinitionInLongSums) {
    ConvPe pe;
    runLongSums(pe, 200'000, 11, [&](RandomStream& random) {
        const auto x = static_cast<std::int8_t>(operand(random, 8)), w = static_cast<std::int8_t>(operand(random, 8));
        pe.x = port(x, 8);
        pe.w = port(w, 8);
        return convProduct(x, w);
    });
}

TEST(ConvPe, HoldsTheLargestSumItIsMadeFor) {
    ConvPe pe;
    clear(pe);
    pe.x = pe.w = port(-128, 8);
    for (int i = 0; i < 4096; ++i)
        tick(pe);
    EXPECT_EQ(readSigned(pe.accumulator, 28), 4096 * 128 * 128);
}

/// Both halves of a shared DSP, for every activation and a lower weight; the upper weight is drawn.
TEST(ConvPackedPe, BothHalvesEqualTheDefinition) {
    Vpe_conv_packed pe;
    RandomStream random({1, 12});
    for (int x = -128; x < 128; ++x)
        for (int w0 = -128; w0 < 128; ++w0)
            for (const std::int32_t w1 : {-128, 127, operand(random, 8), operand(random, 8)}) {
                clear(pe);
                pe.x = port(x, 8);
                pe.w0 = port(w0, 8);
                pe.w1 = port(w1, 8);
                tick(pe);
                const auto activation = static_cast<std::int8_t>(x);
                ASSERT_EQ(readSigned(pe.accumulator0, 28), convProduct(activation, static_cast<std::int8_t>(w0)));
                ASSERT_EQ(readSigned(pe.accumulator1, 28), convProduct(activation, static_cast<std::int8_t>(w1)))
                    << x << ' ' << w0 << ' ' << w1;
            }
}

TEST(ConvPackedPe, SumsEqualTheDefinition) {
    Vpe_conv_packed pe;
    RandomStream random({1, 13});
    std::int32_t sum0 = 0, sum1 = 0;
    clear(pe);
    for (int i = 0; i < 4096; ++i) {
        const auto x = static_cast<std::int8_t>(operand(random, 8));
        const auto w0 = static_cast<std::int8_t>(operand(random, 8)), w1 = static_cast<std::int8_t>(operand(random, 8));
        pe.x = port(x, 8);
        pe.w0 = port(w0, 8);
        pe.w1 = port(w1, 8);
        sum0 += convProduct(x, w0);
        sum1 += convProduct(x, w1);
        tick(pe);
        ASSERT_EQ(readSigned(pe.accumulator0, 28), sum0);
        ASSERT_EQ(readSigned(pe.accumulator1, 28), sum1);
    }
}

TEST(ShiftPe, EqualsDefinitionForEveryPair) {
    ShiftPe pe;
    for (int x = -128; x < 128; ++x)
        for (int code = 0; code < 64; ++code) {
            const ShiftWeight w{code >= 32, static_cast<std::uint8_t>(code % 32)};
            ASSERT_EQ(w.code(), code);
            clear(pe);
            pe.x = port(x, 8);
            pe.w = w.code();
            tick(pe);
            ASSERT_EQ(readSigned(pe.accumulator, 28), shiftProduct(static_cast<std::int8_t>(x), w));
        }
}

TEST(ShiftPe, EqualsDefinitionInLongSums) {
    ShiftPe pe;
    runLongSums(pe, 200'000, 14, [&](RandomStream& random) {
        const auto x = static_cast<std::int8_t>(operand(random, 8));
        // Half the exponents within reach, half anywhere.
        const auto exponent = static_cast<std::uint8_t>(random.below(random.below(2) == 0 ? 8 : 32));
        const ShiftWeight w{random.below(2) == 1, exponent};
        pe.x = port(x, 8);
        pe.w = w.code();
        return shiftProduct(x, w);
    });
}

TEST(AdderPe, EqualsDefinitionForEveryPair) {
    AdderPe pe;
    for (int x = -32; x < 32; ++x)
        for (int w = -32; w < 32; ++w) {
            clear(pe);
            pe.x = port(x, 6);
            pe.w = port(w, 6);
            tick(pe);
            ASSERT_EQ(readSigned(pe.accumulator, 20),
                      adderTerm(static_cast<std::int8_t>(x), static_cast<std::int8_t>(w)));
        }
}

TEST(AdderPe, EqualsDefinitionInLongSums) {
    AdderPe pe;
    runLongSums(pe, 200'000, 15, [&](RandomStream& random) {
        const auto x = static_cast<std::int8_t>(operand(random, 6)), w = static_cast<std::int8_t>(operand(random, 6));
        pe.x = port(x, 6);
        pe.w = port(w, 6);
        return adderTerm(x, w);
    });
}

} // namespace
} // namespace pairscape
