// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/zeroshot/proxy_model.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

/// The cell network of NAS-Bench-201 (Dong and Yang, ICLR 2020) for 32x32 images of 10 classes: conv only,
/// with published scores and accuracies for every cell. Our metrics are held against those; nothing searches
/// it.
namespace pairscape {

enum class CellOperation : std::uint8_t { None, Skip, Conv1, Conv3, AveragePool };

/// Operations of the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3.
using Cell = std::array<CellOperation, 6>;

/// "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|...|": edges in that order.
Result<Cell> parseCell(const std::string& text);

/// Weights, biases and batch norms, as the benchmark counts them.
std::int64_t cellParameters(const Cell& cell);

/// Multiply-accumulates of convolutions and the classifier for one image.
std::int64_t cellMacs(const Cell& cell);

/// The published "FLOPs" in units of one: multiply-accumulates, plus 2 for each element out of a batch norm,
/// 1 for each out of a ReLU, 9 (4) for each out of a 3x3 (2x2) pooling, and 5,184 for what stands after the
/// last cell.
std::int64_t publishedOperations(const Cell& cell);

/// The network, weights drawn from streams of seed and cell.
std::unique_ptr<ProxyModel> cellProxy(const Cell& cell, std::uint64_t seed, const ProxyOptions& options);

} // namespace pairscape
