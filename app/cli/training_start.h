// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/training/data_set.h"

#include <string>

namespace pairscape::cli {

/// What every verb that runs networks on images begins with: opens the data set, warns of a slow BLAS, and
/// sets the process up for `threads` threads of computation.
Result<DataSet> startTraining(const std::string& dataset, bool coarse, int threads, Output& out);

} // namespace pairscape::cli
