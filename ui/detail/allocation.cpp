// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/allocation.h"

#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace pairscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pairscape::allocation", text);
}

using Amount = int Resources::*;

ResourceShare share(const QString& name, Amount amount, const HardwareCost& cost,
                    const std::optional<Platform>& platform) {
    ResourceShare result;
    result.name = name;
    double chunks = 0;
    for (const OperatorType op : allOperatorTypes) {
        result.part[indexOf(op)] = cost.chunks[indexOf(op)].use.*amount;
        chunks += result.part[indexOf(op)];
    }
    result.shared = std::max(0.0, cost.use.*amount - chunks);
    if (platform) {
        result.limit = platform->available.*amount;
        result.keptFree = result.limit - platform->budget().*amount;
    }
    return result;
}

/// Both halves of the three ping-pong buffers in KiB.
QString bufferText(const Chunk& chunk) {
    const auto kib = [](std::int64_t half) { return figureText(static_cast<double>(2 * half) / 1024); };
    return tr("%1 in + %2 weights + %3 out KiB")
        .arg(kib(chunk.inputBufferBytes), kib(chunk.weightBufferBytes), kib(chunk.outputBufferBytes));
}

QString verdictText(const PairingDetail& detail, const std::optional<Platform>& platform) {
    const HardwareCost& cost = detail.cost;
    const QString who = cost.bound == Bound::Dram
                            ? tr("DRAM traffic sets the interval")
                            : tr("The %1 chunk sets the interval").arg(operatorWord(cost.bottleneck));
    const double cycles = static_cast<double>(cost.intervalCycles) / std::max(1, detail.accelerator.batch);
    const QString interval = platform && platform->clockMhz > 0
                                 ? tr("%1 ms an image").arg(figureText(cycles / (platform->clockMhz * 1e3)))
                                 : tr("%1 cycles an image").arg(figureText(cycles));
    return tr("%1: %2, at most %3 FPS.").arg(who, interval, figureText(cost.fps));
}

} // namespace

Allocation allocationOf(const PairingDetail& detail, const std::optional<Platform>& platform) {
    Allocation result;
    if (!detail.record.feasible)
        return result;
    const HardwareCost& cost = detail.cost;
    std::int64_t traffic = 0;
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = detail.accelerator.chunks[indexOf(op)];
        const ChunkCost& chunkCost = cost.chunks[indexOf(op)];
        traffic += chunkCost.dramBytes;
        if (!chunk.present())
            continue;
        ChunkShare share;
        share.op = op;
        share.array = tr("%1 out \u00d7 %2 in \u00d7 %3 pixels = %4 PEs")
                          .arg(chunk.unrollOut)
                          .arg(chunk.unrollIn)
                          .arg(chunk.unrollPixels)
                          .arg(countText(chunk.pes()));
        if (chunk.unpacked)
            share.array += tr(", unpacked");
        share.buffers = bufferText(chunk);
        share.layers = chunkCost.layers;
        share.busy = chunkCost.busy;
        share.bottleneck = cost.bound != Bound::Dram && cost.bottleneck == op;
        result.chunks.push_back(share);
    }
    if (result.chunks.empty())
        return result;

    result.resources.push_back(share(QStringLiteral("DSP"), &Resources::dsp, cost, platform));
    result.resources.push_back(share(QStringLiteral("LUT"), &Resources::lut, cost, platform));
    result.resources.push_back(share(QStringLiteral("BRAM36"), &Resources::bram36, cost, platform));
    if (cost.use.uram > 0 || (platform && platform->available.uram > 0))
        result.resources.push_back(share(QStringLiteral("URAM"), &Resources::uram, cost, platform));
    ResourceShare pes;
    pes.name = QStringLiteral("PEs");
    for (const OperatorType op : allOperatorTypes)
        pes.part[indexOf(op)] = static_cast<double>(detail.accelerator.chunks[indexOf(op)].pes());
    result.resources.push_back(pes);

    result.dramSetsInterval = cost.bound == Bound::Dram;
    if (platform && platform->dramGigabytesPerSecond > 0 && cost.intervalCycles > 0) {
        const double bytesPerCycle = platform->dramGigabytesPerSecond * 1e9 / (platform->clockMhz * 1e6);
        const double cycles = static_cast<double>(traffic) / bytesPerCycle;
        result.dramBusy = std::min(1.0, cycles / static_cast<double>(cost.intervalCycles));
    }
    if (platform)
        result.traffic = tr("%1 of %2 GB/s, %3 an image")
                             .arg(figureText(static_cast<double>(traffic) /
                                             std::max(1, detail.accelerator.batch) * cost.fps / 1e9),
                                  figureText(platform->dramGigabytesPerSecond),
                                  bytesText(traffic / std::max(1, detail.accelerator.batch)));
    result.verdict = verdictText(detail, platform);
    return result;
}

} // namespace pairscape
