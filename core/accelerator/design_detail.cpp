// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/design_detail.h"

#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/energy.h"
#include "core/accelerator/replay.h"
#include "core/accelerator/schedule.h"

#include <algorithm>

namespace pairscape {

namespace {

EnergySplit energyOf(const Platform& platform, const SwitchedWork& work) {
    EnergySplit split;
    split.operations = dynamicEnergyPj(platform, {work.macs, work.operationPj, 0, 0});
    split.buffers = dynamicEnergyPj(platform, {0, 0, work.bufferBytes, 0});
    split.dram = dynamicEnergyPj(platform, {0, 0, 0, work.dramBytes});
    return split;
}

/// Seconds of so many cycles.
double secondsOf(const Platform& platform, std::int64_t cycles) {
    return static_cast<double>(cycles) / (platform.clockMhz * 1e6);
}

DesignReplay replayOf(const Workload& workload, const std::vector<LayerRuns>& runs, DramRate rate,
                      const Platform& platform, int batch,
                      const std::array<int, operatorTypeCount>& activationBytes,
                      const EnergySplit& imageJoule) {
    const Replay played = replayInterval(runs, workload.ops, rate);
    Schedule schedule;
    schedule.starts = played.starts;
    schedule.intervalCycles = played.intervalCycles;
    followBatch(schedule, workload, played.cycles, batch, activationBytes);

    DesignReplay replay;
    replay.intervalCycles = played.intervalCycles;
    if (played.intervalCycles > 0)
        replay.fps = batch * (platform.clockMhz * 1e6) / static_cast<double>(played.intervalCycles);
    replay.pipelineCycles = schedule.pipelineCycles;
    replay.latencySeconds = secondsOf(platform, schedule.pipelineCycles);
    replay.batchesInFlight = schedule.batchesInFlight;
    replay.inFlightBytes = schedule.inFlightBytes;
    replay.energyJoule = imageJoule.total() - imageJoule.staticPower +
                         1e-12 * staticEnergyPj(platform, static_cast<double>(played.intervalCycles) / batch);
    for (std::size_t i = 0; i < runs.size(); ++i)
        replay.layers.push_back({played.starts[i], played.cycles[i], schedule.intervals[i]});
    return replay;
}

} // namespace

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
    std::vector<LayerRuns> runs;
    EnergySplit batchPj;
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
        layer.waits = waitsOf(layer.shares);
        layer.bufferBytes = bufferTraffic(shape, array, accelerator.batch, mapping, figures);
        layer.energyPj = energyOf(platform, {shape.macs() * accelerator.batch,
                                             platform.peCost(op).form(chunk.unpacked).energyPj,
                                             layer.bufferBytes, figures.dramBytes()});
        batchPj.operations += layer.energyPj.operations;
        batchPj.buffers += layer.energyPj.buffers;
        batchPj.dram += layer.energyPj.dram;
        runs.push_back(runsOf(shape, array, accelerator.batch, mapping));
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
    detail.chainCycles = schedule.chainCycles;
    detail.pipelineCycles = schedule.pipelineCycles;
    detail.latencyAloneSeconds = secondsOf(platform, schedule.chainCycles);
    detail.latencySteadySeconds = secondsOf(platform, schedule.pipelineCycles);
    detail.batchesInFlight = schedule.batchesInFlight;
    const double image = 1e-12 / accelerator.batch;
    detail.energyJoule = {image * batchPj.operations, image * batchPj.buffers, image * batchPj.dram,
                          image * staticEnergyPj(platform, static_cast<double>(schedule.intervalCycles))};
    detail.replay =
        replayOf(*workload, runs, rate, platform, accelerator.batch, activationBytes, detail.energyJoule);
    return detail;
}

} // namespace pairscape
