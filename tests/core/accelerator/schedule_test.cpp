// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace pairscape {
namespace {

constexpr std::array<int, operatorTypeCount> bytesOfAValue = {1, 2, 1};

struct DrawnWorkload {
    Workload workload;
    std::vector<std::int64_t> cycles;
    std::int64_t bytes = 0;
    int batch = 1;
};

DrawnWorkload arbitraryWorkload() {
    DrawnWorkload drawn;
    const int count = *rc::gen::inRange(1, 9);
    for (int i = 0; i < count; ++i) {
        LayerShape shape;
        shape.outChannels = *rc::gen::inRange(1, 5);
        shape.outRows = shape.outColumns = *rc::gen::inRange(1, 4);
        drawn.workload.shapes.push_back(shape);
        drawn.workload.ops.push_back(static_cast<OperatorType>(*rc::gen::inRange(0, 3)));
        const auto source = [&] { return *rc::gen::inRange(-1, i); };
        drawn.workload.sources.push_back({i == 0 ? -1 : i - 1, source(), source()});
        drawn.cycles.push_back(*rc::gen::inRange(1, 7)); // few values, so that ends meet begins
    }
    drawn.bytes = *rc::gen::inRange(0, 60) * 1000;
    drawn.batch = *rc::gen::inRange(1, 4);
    return drawn;
}

/// When each layer runs for each batch, by waiting: a layer's turn comes once an interval, for the batches
/// one after the other, and it takes it as soon as all that it reads is there.
std::vector<std::vector<std::int64_t>> beginsByWaiting(const DrawnWorkload& drawn, const Schedule& schedule,
                                                       int batches) {
    const std::size_t count = drawn.cycles.size();
    std::vector<std::vector<std::int64_t>> begins(static_cast<std::size_t>(batches),
                                                  std::vector<std::int64_t>(count));
    for (int b = 0; b < batches; ++b)
        for (std::size_t i = 0; i < count; ++i) {
            auto& here = begins[static_cast<std::size_t>(b)];
            here[i] = b * schedule.intervalCycles + schedule.starts[i];
            const auto& read = drawn.workload.sources[i];
            for (const int source : {read.input, read.gate, read.addend})
                while (source >= 0 && here[static_cast<std::size_t>(source)] +
                                              drawn.cycles[static_cast<std::size_t>(source)] >
                                          here[i])
                    here[i] += schedule.intervalCycles;
        }
    return begins;
}

RC_GTEST_PROP(Schedule, EqualsWaitingBatchAfterBatch, ()) {
    const DrawnWorkload drawn = arbitraryWorkload();
    const std::size_t count = drawn.cycles.size();
    const Schedule schedule = scheduleOf(drawn.workload, drawn.cycles, drawn.bytes, DramRate{1024 * 500},
                                         drawn.batch, bytesOfAValue);
    const int batches = 12;
    const auto begins = beginsByWaiting(drawn, schedule, batches);
    std::int64_t finish = 0, deepest = 0;
    std::vector<std::int64_t> alive(count, 0); // from a map's first write to its last read, in batch 0
    for (std::size_t i = 0; i < count; ++i) {
        finish = std::max(finish, begins[0][i] + drawn.cycles[i]);
        deepest = std::max(deepest, (begins[0][i] - schedule.starts[i]) / schedule.intervalCycles);
        alive[i] = drawn.cycles[i];
        for (std::size_t reader = i + 1; reader < count; ++reader) {
            const auto& read = drawn.workload.sources[reader];
            for (const int source : {read.input, read.gate, read.addend})
                if (source == static_cast<int>(i))
                    alive[i] = std::max(alive[i], begins[0][reader] + drawn.cycles[reader] - begins[0][i]);
        }
    }
    RC_ASSERT(schedule.pipelineCycles == finish - begins[0][0]);
    RC_ASSERT(schedule.batchesInFlight == deepest + 1);

    // The most maps of a layer that are there at one moment, counted when each new one begins.
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::int64_t most = 0;
        for (int now = 0; now < batches; ++now) {
            std::int64_t there = 0;
            for (int b = 0; b <= now; ++b)
                there += begins[static_cast<std::size_t>(b)][i] + alive[i] >
                         begins[static_cast<std::size_t>(now)][i];
            most = std::max(most, there);
        }
        const LayerShape& shape = drawn.workload.shapes[i];
        bytes += most * drawn.batch * shape.outChannels * shape.outRows * shape.outColumns *
                 bytesOfAValue[indexOf(drawn.workload.ops[i])];
    }
    RC_ASSERT(schedule.inFlightBytes == bytes);
}

RC_GTEST_PROP(Schedule, IntervalIsTheBusiestChunkOrTheDram, ()) {
    const DrawnWorkload drawn = arbitraryWorkload();
    const DramRate rate{1024 * 500};
    const Schedule schedule =
        scheduleOf(drawn.workload, drawn.cycles, drawn.bytes, rate, drawn.batch, bytesOfAValue);
    std::int64_t least = (drawn.bytes + 499) / 500, chain = 0;
    for (const OperatorType op : allOperatorTypes) {
        std::int64_t chunk = 0;
        for (std::size_t i = 0; i < drawn.cycles.size(); ++i)
            if (drawn.workload.ops[i] == op) {
                RC_ASSERT(schedule.starts[i] == chunk);
                chunk += drawn.cycles[i];
            }
        least = std::max(least, chunk);
        chain += chunk;
    }
    RC_ASSERT(schedule.intervalCycles == least);
    RC_ASSERT(schedule.chainCycles == chain);
}

} // namespace
} // namespace pairscape
