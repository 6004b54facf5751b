// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/strategy.h"

#include "core/base/resources.h"

namespace pairscape {

const std::vector<Strategy>& strategies() {
    using enum OperatorType;
    static const std::vector<Strategy> list = {
        {"nash",
         "NASH: conv, shift and adder",
         "Searches networks of all three operator types together with their accelerators, ranked by the "
         "paper's "
         "zero-shot metric; the evolutionary loop is our reading, and no supernet is trained yet.",
         {Conv, Shift, Adder},
         Exploration::Evolutionary},
        {"nasa-f",
         "NASA-F: conv and adder",
         "Searches networks of conv and adder layers, the paper's two operator types, with the same loop and "
         "zero-shot metric as 'nash' where the paper trains a supernet (our reading).",
         {Conv, Adder},
         Exploration::Evolutionary},
        {"conv-only",
         "Convolution only",
         "The multiplication-based baseline that the papers compare with, searched with the same loop and "
         "metric "
         "as 'nash' (our reading).",
         {Conv},
         Exploration::Evolutionary},
        {"shift-only",
         "Shift only",
         "The multiplication-free baseline after DeepShift that the papers compare with, searched with the "
         "same "
         "loop and metric as 'nash' (our reading).",
         {Shift},
         Exploration::Evolutionary},
        {"adder-only",
         "Adder only",
         "The multiplication-free baseline after AdderNet that the papers compare with, searched with the "
         "same "
         "loop and metric as 'nash' (our reading).",
         {Adder},
         Exploration::Evolutionary},
        {"random",
         "Random sampling",
         "Draws all three operator types uniformly from the space and learns nothing: the control that any "
         "search has to beat (ours, in no paper).",
         {Conv, Shift, Adder},
         Exploration::Random},
    };
    return list;
}

Result<Strategy> findStrategy(const std::string& name) {
    std::vector<std::string> names;
    for (const Strategy& strategy : strategies()) {
        if (strategy.name == name)
            return strategy;
        names.push_back(strategy.name);
    }
    std::string message = "There is no search strategy '" + name + "'";
    if (const auto near = nearestChoice(name, names))
        message += " (did you mean '" + *near + "'?)";
    return Error{ErrorCode::InvalidInput, message + "; choose " + joinChoices(names) + "."};
}

} // namespace pairscape
