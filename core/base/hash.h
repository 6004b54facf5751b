// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pairscape {

/// 64-bit hash of a byte string: FNV-1a followed by the splitmix64 finaliser. Part of the study file
/// format, so it never changes and is the same on every machine.
std::uint64_t stableHash(std::string_view bytes);

/// Bijective scrambling of 64 bits (the splitmix64 finaliser).
std::uint64_t mixBits(std::uint64_t value);

/// Sixteen lower-case hexadecimal digits.
std::string hashText(std::uint64_t hash);

} // namespace pairscape
