// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/figure_json.h"

#include <cmath>

namespace pairscape {

nlohmann::json figureJson(double value, std::string_view unit, std::string_view kind) {
    return {{"value", std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr)},
            {"unit", unit},
            {"kind", kind}};
}

} // namespace pairscape
