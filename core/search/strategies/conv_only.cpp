// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy convOnlyStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "conv-only";
    strategy.title = "Convolution only";
    strategy.description =
        "The multiplication-based baseline that the papers compare with, searched with the same "
        "loop and metric as 'nash' (our reading).";
    strategy.operators = {Conv};
    return strategy;
}

} // namespace pairscape
