// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <string>

namespace pairscape {

/// A space where what is legal depends on genes before it: whether a stage's first block may be skipped
/// hangs on the channels of the stage before. No preset has that; a person's own space may.
inline const std::string skippingSpaceText = R"({
  "name": "skipping",
  "title": "Skips that depend on channels",
  "source": "For tests.",
  "input_size": 8,
  "classes": 10,
  "operators": ["conv", "adder"],
  "granularity": "block",
  "shortcut": "identity",
  "skip": true,
  "expand_at_one": false,
  "squeeze_reduction": 4,
  "stem": {"channels": [8, 16], "stride": 1, "activation": "relu"},
  "stages": [
    {"name": "one", "channels": [8, 16], "depths": [2], "kernels": [3],
     "expansions": [1, 2], "stride": 1, "squeeze_excite": false, "activation": "relu"},
    {"name": "two", "channels": [8, 24], "depths": [1], "kernels": [3, 5],
     "expansions": [2], "stride": 1, "squeeze_excite": true, "activation": "relu"},
    {"name": "three", "channels": [24], "depths": [1], "kernels": [3],
     "expansions": [1], "stride": 2, "squeeze_excite": false, "activation": "relu"}
  ],
  "head": {"channels": [16, 32], "expansion": 0}
}
)";

inline SearchSpace skippingSpace() {
    return *SearchSpace::fromJson(skippingSpaceText, "the test's space");
}

} // namespace pairscape
