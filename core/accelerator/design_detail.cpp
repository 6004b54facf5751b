// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/design_detail.h"

#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/schedule.h"

#include <algorithm>

namespace pairscape {

Result<DesignDetail> designDetail(const Network& network, const Platform& platform,
                                  const Accelerator& accelerator, const HardwareCost& cost) {
    const Result<Workload> workload = workloadOf(network);
    if (!workload)
        return workload.error();
    const Error foreign = {ErrorCode::InvalidInput,
                           "The mappings are those of another network or accelerator; cost this one first."};
    if (cost.layers.size() != network.layers.size() || accelerator.batch < 1)
        return foreign;
    const std::optional<Placement> placed = tryPlace(accelerator, platform);
    if (!placed)
        return foreign;

    const DramRate rate = DramRate::of(platform);
    DesignDetail detail;
    detail.dramBytesPerCycle = static_cast<double>(rate.bytesPer1024Cycles) / 1024;
    std::array<int, operatorTypeCount> activationBytes = {1, 1, 1};
    std::vector<std::int64_t> cycles;
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < cost.layers.size(); ++i) {
        const OperatorType op = workload->ops[i];
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        const Mapping& mapping = cost.layers[i].mapping;
        const LayerShape& shape = workload->shapes[i];
        if (!chunk.present() || !validMapping(shape, accelerator.batch, mapping))
            return foreign;
        const ArrayShape array = arrayShape(chunk, platform.peCost(op));
        activationBytes[indexOf(op)] = array.activationBytes;
        detail.pes[indexOf(op)] = chunk.pes();

        LayerDetail layer;
        const MappingCost figures =
            mappingCost(shape, array, rate, accelerator.batch, mapping, &layer.shares);
        layer.cycles = figures.cycles;
        const double macs = static_cast<double>(shape.macs() * accelerator.batch);
        layer.intensity = macs / static_cast<double>(figures.dramBytes());
        layer.attained = macs / static_cast<double>(figures.cycles);
        layer.roof = std::min(static_cast<double>(chunk.pes()), layer.intensity * detail.dramBytesPerCycle);
        const Footprint held = footprint(
            shape, array, tilePixels(shape, accelerator.batch, mapping.tileRows, mapping.tileColumns),
            mapping.tileOut, mapping.tileIn);
        layer.held = {held.input, held.weight, held.output};
        const auto share = [](std::int64_t tile, std::int64_t half) {
            return half > 0 ? static_cast<double>(tile) / static_cast<double>(half) : 0;
        };
        layer.occupancy = {share(held.input, chunk.inputBufferBytes),
                           share(held.weight, chunk.weightBufferBytes),
                           share(held.output, chunk.outputBufferBytes)};
        detail.layers.push_back(layer);
        cycles.push_back(figures.cycles);
        bytes += figures.dramBytes();
    }

    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        const std::array<std::int64_t, 3> allocated = {chunk.inputBufferBytes, chunk.weightBufferBytes,
                                                       chunk.outputBufferBytes};
        for (std::size_t b = 0; b < allocated.size(); ++b)
            detail.buffers[indexOf(op)][b] = {allocated[b], placed->buffers[indexOf(op)][b].bram36,
                                              placed->buffers[indexOf(op)][b].uram};
    }

    const Schedule schedule = scheduleOf(*workload, cycles, bytes, rate, accelerator.batch, activationBytes);
    for (std::size_t i = 0; i < detail.layers.size(); ++i) {
        detail.layers[i].start = schedule.starts[i];
        detail.layers[i].interval = schedule.intervals[i];
    }
    detail.intervalCycles = schedule.intervalCycles;
    detail.dramCycles = schedule.dramCycles;
    detail.pipelineCycles = schedule.pipelineCycles;
    detail.batchesInFlight = schedule.batchesInFlight;
    return detail;
}

} // namespace pairscape
