// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/scorer.h"

#include <ATen/Parallel.h>

namespace pairscape {

// LibTorch keeps the number for the whole process and hands it to each thread when that first runs something
// in parallel; threads that did so before keep theirs.
void setScorerThreads(int threads) {
    at::set_num_threads(threads);
}

} // namespace pairscape
