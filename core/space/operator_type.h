// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pairscape {

/// What a block multiplies with: a weight (conv), a power of two (shift), or not at all (adder: |x - w|).
enum class OperatorType : std::uint8_t { Conv, Shift, Adder };

inline constexpr std::size_t operatorTypeCount = 3;
inline constexpr std::array<OperatorType, operatorTypeCount> allOperatorTypes = {
    OperatorType::Conv, OperatorType::Shift, OperatorType::Adder};

constexpr std::size_t indexOf(OperatorType type) { return static_cast<std::size_t>(type); }

/// "conv", "shift", "adder".
constexpr std::string_view operatorTypeName(OperatorType type) {
    constexpr std::array<std::string_view, operatorTypeCount> names = {"conv", "shift", "adder"};
    return names[indexOf(type)];
}

/// 'C', 'S', 'A': the letter of the architecture's text form.
constexpr char operatorTypeLetter(OperatorType type) {
    constexpr std::array<char, operatorTypeCount> letters = {'C', 'S', 'A'};
    return letters[indexOf(type)];
}

std::optional<OperatorType> operatorTypeFromName(std::string_view name);
std::optional<OperatorType> operatorTypeFromLetter(char letter);

} // namespace pairscape
