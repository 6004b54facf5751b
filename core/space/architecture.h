// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/operator_type.h"

#include <vector>

namespace pairscape {

/// One searchable block (an inverted bottleneck). A skipped block passes its input on; its other genes are
/// then zero, so that equal networks have equal genotypes.
struct BlockGene {
    OperatorType op = OperatorType::Conv;
    int kernel = 0;
    int expansion = 0;
    bool skip = false;

    bool operator==(const BlockGene&) const = default;
};

/// One stage: its output channels and its blocks. Where a space chooses kernel and expansion per stage,
/// all blocks of the stage hold the same two values.
struct StageGene {
    int channels = 0;
    std::vector<BlockGene> blocks;

    bool operator==(const StageGene&) const = default;
};

/// One point of a search space: the genotype. A plain value; what is legal is the SearchSpace's business,
/// and so is the text form.
struct Architecture {
    int stemChannels = 0;
    std::vector<StageGene> stages;
    int headChannels = 0;

    bool operator==(const Architecture&) const = default;
};

} // namespace pairscape
