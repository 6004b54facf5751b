// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategies/strategies.h"

namespace pairscape {

Strategy nashStrategy() {
    using enum OperatorType;
    Strategy strategy;
    strategy.name = "nash";
    strategy.title = "NASH: conv, shift and adder";
    strategy.description =
        "Searches networks of all three operator types together with their accelerators, ranked "
        "by the study's zero-shot metric, the paper's by default; the evolutionary loop is our "
        "reading, and no supernet is trained yet.";
    strategy.operators = {Conv, Shift, Adder};
    return strategy;
}

} // namespace pairscape
