// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace pairscape::kernels {

/// Bytes of a row in adder8Product(): rows are filled up to a multiple of this.
inline constexpr std::int64_t adder8RowStep = 64;

/// out[p * outStep + m] = - sum over k of |x[p][k] - w[m][k]| for `pixels` rows x and `outputs` rows w of
/// `row` unsigned bytes each, a multiple of adder8RowStep; rows are aligned to 64 bytes. By the
/// sum-of-absolute-differences instructions of the machine (psadbw; uabd and uadalp on NEON), 16 to 64 terms
/// in one. Signed numbers come biased by 128, which no difference sees.
void adder8Product(std::int64_t pixels, std::int64_t outputs, std::int64_t row, const std::uint8_t* x,
                   const std::uint8_t* w, std::int32_t* out, std::int64_t outStep);

} // namespace pairscape::kernels
