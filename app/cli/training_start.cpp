// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_start.h"

#include "core/training/process_setup.h"
#include "core/zeroshot/scorer.h"

namespace pairscape::cli {

Result<DataSet> startTraining(const std::string& dataset, bool coarse, int threads, Output& out) {
    auto data = openDataSet(dataset, {.coarseLabels = coarse});
    if (!data)
        return data.error();
    if (const std::string warning = blasWarning(); !warning.empty())
        out.note("pairscape-cli: " + warning);
    prepareTrainingProcess(threads);
    return data;
}

} // namespace pairscape::cli
