// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <CLI/CLI.hpp>

#include <string>

namespace pairscape::cli {

/// What every verb that trains asks for: images, budget and where it runs.
struct BudgetOptions {
    std::string dataset;
    bool coarse = false;
    TrainingBudget budget;
    bool noAugment = false;
    std::string device = "cpu";
    int threads = 1;
    int loaderThreads = 1;
};

/// Adds the options with their help to a verb; `options` must live as long as the app.
void addBudgetOptions(CLI::App& verb, BudgetOptions& options);

/// The budget as typed.
TrainingBudget budgetOf(const BudgetOptions& options);

} // namespace pairscape::cli
