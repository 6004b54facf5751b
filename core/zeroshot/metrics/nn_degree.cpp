// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/metrics/metrics.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace pairscape {
namespace {

/// What one cell adds up to before the averages are taken.
struct Cell {
    std::int64_t layers = 0;
    std::int64_t width = 0; ///< sum of the layers' output channels
    std::int64_t skips = 0; ///< sum of the channels that skip connections add
};

Result<double> nnDegree(const MetricInput& input) {
    const Network& network = input.network;
    std::vector<Cell> cells;
    for (const NetworkBlock& block : network.blocks) {
        const auto stage = static_cast<std::size_t>(block.stage);
        if (stage >= cells.size())
            cells.resize(stage + 1);
        Cell& cell = cells[stage];
        for (const int index : {block.expand, block.depthwise, block.project}) {
            if (index < 0)
                continue;
            ++cell.layers;
            cell.width += network.layers[static_cast<std::size_t>(index)].outChannels;
        }
        if (block.residual)
            cell.skips += block.outChannels;
    }
    double degree = 0;
    for (const Cell& cell : cells) {
        if (cell.layers == 0) // every block of the stage is skipped
            continue;
        // w = width / layers, d = layers, so w * d is the sum of the widths.
        degree += static_cast<double>(cell.width) / static_cast<double>(cell.layers) +
                  static_cast<double>(cell.skips) / static_cast<double>(cell.width);
    }
    return cells.empty() ? -std::numeric_limits<double>::infinity() : degree;
}

} // namespace

Metric nnDegreeMetric() {
    MetricInfo info;
    info.name = "nn_degree";
    info.title = "NN-Degree";
    info.reference =
        "Li et al., FLASH: Fast Neural Architecture Search with Hardware Optimization, ACM TECS 2021 "
        "(arXiv 2108.00568): sum over cells of w + SC / (w d)";
    info.note =
        "Trainability, from topology alone, so blind to operator type and kernel. Our reading: a cell is a "
        "stage; its layers are expand, depthwise and project; w is their mean output width and d their "
        "number; SC is "
        "the channels that its blocks' skip connections add, projected ones included.";
    info.costClass = "topology";
    return {info, nnDegree};
}

} // namespace pairscape
