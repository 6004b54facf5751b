// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy nasaStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "nasa";
    strategy.title = "NASA: PEs by operation counts";
    strategy.description =
        "Splits the PEs in proportion to each operator's operations, as the paper does, in a "
        "study of the accelerator method 'nasa'; networks are searched with the same loop and "
        "metric as 'nash' where the paper trains a supernet by gradients (our reading).";
    strategy.operators = {Conv, Shift, Adder};
    strategy.method = AcceleratorMethod::Nasa;
    return strategy;
}

} // namespace pairscape
