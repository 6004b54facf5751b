// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <concepts>
#include <string_view>

namespace pairscape {

/// {"value": 12.5, "unit": "img/s", "kind": "modelled"}. The unit is empty for plain numbers; a value that
/// is not finite becomes null.
nlohmann::json figureJson(double value, std::string_view unit, std::string_view kind);
template <std::integral T>
nlohmann::json figureJson(T value, std::string_view unit, std::string_view kind) {
    return {{"value", value}, {"unit", unit}, {"kind", kind}};
}

} // namespace pairscape
