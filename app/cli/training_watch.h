// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "core/training/trainer.h"

#include <nlohmann/json.hpp>

namespace pairscape::cli {

/// Progress of one training: the rewriting line, and a line for every epoch.
class TrainingWatch final : public TrainingObserver {
  public:
    TrainingWatch(Output& out, int epochs) : out_(out), epochs_(epochs) {}

    void progress(const Progress& progress) override { line_.progress(progress); }
    void epochEnded(const EpochRecord& record) override;

  private:
    ProgressLine line_{"images"};
    Output& out_;
    int epochs_;
};

/// Folder, format and title.
nlohmann::json dataSetJson(const DataSet& data);

} // namespace pairscape::cli
