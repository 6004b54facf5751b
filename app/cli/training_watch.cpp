// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_watch.h"

#include "app/cli/figure_text.h"

#include <string>

namespace pairscape::cli {

void TrainingWatch::epochEnded(const EpochRecord& record) {
    line_.clear();
    out_.note("epoch " + std::to_string(record.epoch) + " of " + std::to_string(epochs_) + ": loss " +
              decimalText(record.loss, 4) + ", training top-1 " + decimalText(100 * record.top1, 2) + " %" +
              (record.testTop1 ? ", tested top-1 " + decimalText(100 * *record.testTop1, 2) + " %" : ""));
}

nlohmann::json dataSetJson(const DataSet& data) {
    return {{"folder", data.folder.string()}, {"format", data.format}, {"title", data.title}};
}

} // namespace pairscape::cli
