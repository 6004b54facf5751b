// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace pairscape {

/// How one resource is shared by the chunks.
struct ResourceShare {
    QString name;                                 ///< "DSP", "LUT", "BRAM36", "URAM", "PEs"
    std::array<double, operatorTypeCount> part{}; ///< by chunk
    double shared = 0;                            ///< used, but by no one chunk
    double limit = 0;                             ///< what the device has; 0 where there is no such limit
    double keptFree = 0; ///< of the limit, not for chunks: LUTs for control and routing

    double used() const { return part[0] + part[1] + part[2] + shared; }
    /// What a full bar stands for.
    double whole() const { return limit > 0 ? limit : used(); }
};

/// What one chunk is made of and how much of the interval it works.
struct ChunkShare {
    OperatorType op = OperatorType::Conv;
    QString array;   ///< "16 out × 8 in × 4 pixels = 512 PEs"
    QString buffers; ///< "18 + 36 + 9 KiB": input, weight and output buffer, both halves
    int layers = 0;
    double busy = 0; ///< 0 to 1
    bool bottleneck = false;
};

/// A pairing's accelerator as the allocation view shows it. All modelled.
struct Allocation {
    std::vector<ResourceShare> resources;
    std::vector<ChunkShare> chunks; ///< those that are there
    std::optional<double> dramBusy; ///< share of the interval in which the DRAM transfers; needs a platform
    bool dramSetsInterval = false;
    QString traffic; ///< "7.9 of 15.4 GB/s, 3.85 MB an image"
    QString verdict; ///< "The adder chunk sets the interval: 0.29 ms an image, 3 410 FPS."

    bool empty() const { return chunks.empty(); }
};

/// Empty for a pairing that does not fit.
Allocation allocationOf(const PairingDetail& detail, const std::optional<Platform>& platform);

} // namespace pairscape
