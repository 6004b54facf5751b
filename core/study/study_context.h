// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/base/error.h"
#include "core/base/rank_metric.h"
#include "core/space/search_space.h"
#include "core/study/records.h"
#include "core/zeroshot/scorer.h"

#include <memory>

namespace pairscape {

/// A study's settings, read and checked: what its pairings are evaluated with.
struct StudyContext {
    SearchSpace space;
    Platform platform;
    AcceleratorSearchSettings accelerators;
    std::shared_ptr<const Scorer> scorer;
    RankMetric rank; ///< what its accuracy axis is
};

/// Errors name the field or word that is wrong.
Result<StudyContext> makeContext(const StudySettings& settings);

} // namespace pairscape
