// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/supernet_trainer.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace pairscape::cli {

struct Commands;
class Output;

/// What every verb that evaluates parts of a supernet asks for.
struct JudgeOptions {
    std::string file, dataset, images = "validation", device = "cpu";
    bool coarse = false;
    int recalibration = 0, threads = 1, loaderThreads = 1;
};

/// Adds the options with their help; `options` must live as long as the app.
void addJudgeOptions(CLI::App& verb, JudgeOptions& options);

/// Opens data set and supernet, with LibTorch made ready. Notes on stderr where test images stand in for
/// missing validation images.
Result<std::shared_ptr<const SupernetEvaluator>> openJudge(const JudgeOptions& options, Output& out);

/// "validation" or "test".
std::string imagesName(EvaluationImages images);

/// `supernet` with the verbs below it.
void addSupernetVerbs(CLI::App& app, Commands& commands);

/// `supernet search`, below its parent; not in a build for training alone.
void addSupernetSearchVerb(CLI::App& parent, Commands& commands);

} // namespace pairscape::cli
