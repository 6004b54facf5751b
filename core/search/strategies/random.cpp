// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy randomStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "random";
    strategy.title = "Random sampling";
    strategy.description =
        "Draws all three operator types uniformly from the space and learns nothing: the control "
        "that any search has to beat (ours, in no paper).";
    strategy.operators = {Conv, Shift, Adder};
    strategy.exploration = Exploration::Random;
    return strategy;
}

} // namespace pairscape
