// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/search_space.h"
#include "core/training/data_set.h"
#include "core/training/trainer.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

/// Tests of a single network that a checkpoint keeps, without tensors in the interface.
namespace pairscape {

struct NetworkEvaluationSettings {
    bool quantised = false; ///< round to few bits even where the training did not
    bool integer = false;   ///< compute in integers too, and compare; implies quantised
    std::string device = "cpu";
    int loaderThreads = 1;
    int workers = 1; ///< threads that compute in integers; change only the time
    ProgressSink* sink = nullptr;
};

struct NetworkEvaluation {
    std::string architecture;
    TrainingBudget budget; ///< that the checkpoint was trained under; it says which images
    bool quantised = false;
    TestFigures test; ///< of floats, or of the quantised network as the trainer computes it
    struct Integers {
        TestFigures test;
        std::int64_t differentTop1 = 0;   ///< images of which the two name another class
        std::int64_t differentLogits = 0; ///< images of which any logit differs in any bit
    };
    std::optional<Integers> integers;
};

/// Tests a checkpoint's network as its training did in the end: norms (and ranges) measured anew, then the
/// test images. Errors: what checkpoint, space and data set say; InvalidInput where they do not belong
/// together; Stopped.
Result<NetworkEvaluation> evaluateCheckpoint(const std::filesystem::path& checkpoint,
                                             const SearchSpace& space, const DataSet& data,
                                             const NetworkEvaluationSettings& settings, std::stop_token stop);

} // namespace pairscape
