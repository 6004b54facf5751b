// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy adderOnlyStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "adder-only";
    strategy.title = "Adder only";
    strategy.description =
        "The multiplication-free baseline after AdderNet that the papers compare with, searched "
        "with the same loop and metric as 'nash' (our reading).";
    strategy.operators = {Adder};
    return strategy;
}

} // namespace pairscape
