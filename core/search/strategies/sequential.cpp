// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy sequentialStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "sequential";
    strategy.title = "Network first, accelerator after";
    strategy.description =
        "Picks networks by accuracy alone, as a search that does not know the hardware does, and "
        "gives each the best accelerator afterwards: what a joint search is measured against "
        "(ours, in no paper).";
    strategy.operators = {Conv, Shift, Adder};
    strategy.accuracyAlone = true;
    return strategy;
}

} // namespace pairscape
