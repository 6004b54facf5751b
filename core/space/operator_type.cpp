// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/operator_type.h"

namespace pairscape {

std::optional<OperatorType> operatorTypeFromName(std::string_view name) {
    for (const OperatorType type : allOperatorTypes)
        if (operatorTypeName(type) == name)
            return type;
    return std::nullopt;
}

std::optional<OperatorType> operatorTypeFromLetter(char letter) {
    for (const OperatorType type : allOperatorTypes)
        if (operatorTypeLetter(type) == letter)
            return type;
    return std::nullopt;
}

} // namespace pairscape
