// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy nasaFStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "nasa-f";
    strategy.title = "NASA-F: conv and adder";
    strategy.description =
        "Searches networks of conv and adder layers, the paper's two operator types, with the "
        "same loop and zero-shot metric as 'nash' where the paper trains a supernet (our "
        "reading).";
    strategy.operators = {Conv, Adder};
    return strategy;
}

} // namespace pairscape
