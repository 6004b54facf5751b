// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure_json.h"
#include "core/study/records.h"

#include <nlohmann/json.hpp>

namespace pairscape {

// The JSON that design files and the command line's --json share: one word for one thing in both.
// docs/design-file.md gives the keys. Numbers that are not finite become null.

/// MAC-equivalents by operator, multiplications, shifts, additions, parameters. Kind: counted.
nlohmann::json countsJson(const OperationCounts& counts);

/// Input, classes, totals and every layer with its shapes and counts.
nlohmann::json networkJson(const Network& network);

/// DSP, LUT, BRAM36 and URAM. Kind: modelled.
nlohmann::json resourcesJson(const Resources& use);

/// The three chunks with their sizes, use and work, and the batch.
nlohmann::json acceleratorJson(const Accelerator& accelerator, const HardwareCost& cost);

/// The figures of the whole accelerator. Kind: modelled.
nlohmann::json hardwareJson(const HardwareCost& cost);

/// For each layer its chunk, mapping, cycles, DRAM bytes, bound, utilisation and energy. The cost must be of
/// this network; an empty list where it has no layers.
nlohmann::json layerCostsJson(const Network& network, const HardwareCost& cost);

/// What is known of a pairing's accuracy beside its zero-shot rank: measured ones, then the predicted one.
nlohmann::json accuraciesJson(const PairingRecord& record);

/// A pairing as tables and fronts show it.
nlohmann::json recordJson(const PairingRecord& record, const std::string& rankMetric);

/// A stored run with its settings and state.
nlohmann::json runJson(const RunRecord& run);

/// What a study was created with, less the texts of its space and platform.
nlohmann::json studySettingsJson(const StudySettings& settings);

} // namespace pairscape
