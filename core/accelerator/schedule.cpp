// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/schedule.h"

#include <algorithm>

namespace pairscape {

void followBatch(Schedule& schedule, const Workload& workload, const std::vector<std::int64_t>& cycles,
                 int batch, const std::array<int, operatorTypeCount>& activationBytes) {
    const std::size_t count = workload.shapes.size();
    schedule.intervals.assign(count, 0);
    schedule.inFlightBytes = 0;
    if (count == 0)
        return;

    const auto eachSource = [&](std::size_t layer, auto&& visit) {
        for (const int source :
             {workload.sources[layer].input, workload.sources[layer].gate, workload.sources[layer].addend})
            if (source >= 0)
                visit(static_cast<std::size_t>(source));
    };
    // Every layer stands behind those that it reads.
    int deepest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        eachSource(i, [&](std::size_t source) {
            const bool ended = schedule.starts[source] + cycles[source] <= schedule.starts[i];
            schedule.intervals[i] =
                std::max(schedule.intervals[i], schedule.intervals[source] + (ended ? 0 : 1));
        });
        deepest = std::max(deepest, schedule.intervals[i]);
    }
    schedule.batchesInFlight = deepest + 1;

    const auto begin = [&](std::size_t i) {
        return schedule.intervals[i] * schedule.intervalCycles + schedule.starts[i];
    };
    const auto end = [&](std::size_t i) { return begin(i) + cycles[i]; };
    std::vector<std::int64_t> lastRead(count); // a map that nobody reads leaves at once
    std::int64_t finish = 0;
    for (std::size_t i = 0; i < count; ++i) {
        lastRead[i] = std::max(lastRead[i], end(i));
        eachSource(i, [&](std::size_t source) { lastRead[source] = std::max(lastRead[source], end(i)); });
        finish = std::max(finish, end(i));
    }
    schedule.pipelineCycles = finish - begin(0);
    for (std::size_t i = 0; i < count; ++i) {
        const LayerShape& shape = workload.shapes[i];
        const std::int64_t alive =
            std::max<std::int64_t>(1, (lastRead[i] - begin(i) + schedule.intervalCycles - 1) /
                                          std::max<std::int64_t>(1, schedule.intervalCycles));
        schedule.inFlightBytes += alive * batch * shape.outChannels * shape.outRows * shape.outColumns *
                                  activationBytes[indexOf(workload.ops[i])];
    }
}

Schedule scheduleOf(const Workload& workload, const std::vector<std::int64_t>& cycles, std::int64_t bytes,
                    DramRate rate, int batch, const std::array<int, operatorTypeCount>& activationBytes) {
    const std::size_t count = workload.shapes.size();
    Schedule schedule;
    schedule.starts.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::int64_t& chunk = schedule.chunkCycles[indexOf(workload.ops[i])];
        schedule.starts[i] = chunk;
        chunk += cycles[i];
        schedule.chainCycles += cycles[i];
    }
    schedule.dramCycles = rate.cycles(bytes);
    schedule.intervalCycles = std::max(
        *std::max_element(schedule.chunkCycles.begin(), schedule.chunkCycles.end()), schedule.dramCycles);
    followBatch(schedule, workload, cycles, batch, activationBytes);
    return schedule;
}

} // namespace pairscape
