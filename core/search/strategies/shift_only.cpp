// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy shiftOnlyStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "shift-only";
    strategy.title = "Shift only";
    strategy.description =
        "The multiplication-free baseline after DeepShift that the papers compare with, searched "
        "with the same loop and metric as 'nash' (our reading).";
    strategy.operators = {Shift};
    return strategy;
}

} // namespace pairscape
