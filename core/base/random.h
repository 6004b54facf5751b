// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace pairscape {

/// Counter-based random stream: Philox4x32-10 (Salmon et al., SC'11). A stream is a pure function of its
/// keys, so what a layer or a child draws depends on who it is and never on thread or order.
/// Not thread-safe; streams are cheap, make one for each use.
class RandomStream {
  public:
    /// `keys` name the stream, for example {study seed, architecture hash, layer index}.
    RandomStream(std::initializer_list<std::uint64_t> keys);

    std::uint32_t next32();
    std::uint64_t next64();

    /// Uniform integer in [0, bound), without modulo bias. `bound` must be positive.
    std::uint32_t below(std::uint32_t bound);

    /// Uniform double in [0, 1) with 53 random bits.
    double uniform();

    /// True with the given probability.
    bool chance(double probability) { return uniform() < probability; }

    /// Fills `out` with standard normal floats (Box-Muller in double precision).
    void fillNormal(std::span<float> out);

  private:
    void refill();

    std::array<std::uint32_t, 2> key_{};
    std::array<std::uint32_t, 4> counter_{};
    std::array<std::uint32_t, 4> block_{};
    int used_ = 4;
};

/// One Philox4x32-10 block, exposed so that tests can hold it against the published vectors.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

} // namespace pairscape
