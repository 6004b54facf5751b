// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include "core/base/hash.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace pairscape {

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = 0xD2511F53ULL * counter[0];
        const std::uint64_t b = 0xCD9E8D57ULL * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

RandomStream::RandomStream(std::initializer_list<std::uint64_t> keys) {
    std::uint64_t name = 0x5061697273636170ULL;
    for (const std::uint64_t key : keys)
        name = mixBits(name + 0x9e3779b97f4a7c15ULL + mixBits(key + 0x9e3779b97f4a7c15ULL));
    key_ = {static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32)};
}

void RandomStream::refill() {
    block_ = philox4x32(counter_, key_);
    used_ = 0;
    for (std::uint32_t& word : counter_)
        if (++word != 0)
            break;
}

std::uint32_t RandomStream::next32() {
    if (used_ == 4)
        refill();
    return block_[static_cast<std::size_t>(used_++)];
}

std::uint64_t RandomStream::next64() {
    const std::uint64_t low = next32();
    return low | (static_cast<std::uint64_t>(next32()) << 32);
}

std::uint32_t RandomStream::below(std::uint32_t bound) {
    assert(bound > 0);
    // Lemire's multiply-shift rejection (ACM TOMACS 2019).
    std::uint64_t product = static_cast<std::uint64_t>(next32()) * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
        const std::uint32_t threshold = (0U - bound) % bound;
        while (static_cast<std::uint32_t>(product) < threshold)
            product = static_cast<std::uint64_t>(next32()) * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
}

double RandomStream::uniform() {
    return static_cast<double>(next64() >> 11) * 0x1.0p-53;
}

void RandomStream::fillNormal(std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); i += 2) {
        // (next32 + 0.5) / 2^32 never is zero, so the logarithm is finite.
        const double u = (static_cast<double>(next32()) + 0.5) * 0x1.0p-32;
        const double v = static_cast<double>(next32()) * 0x1.0p-32;
        const double radius = std::sqrt(-2.0 * std::log(u));
        out[i] = static_cast<float>(radius * std::cos(2.0 * std::numbers::pi * v));
        if (i + 1 < out.size())
            out[i + 1] = static_cast<float>(radius * std::sin(2.0 * std::numbers::pi * v));
    }
}

} // namespace pairscape
