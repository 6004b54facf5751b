// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// evaluateNest against a machine that runs the nest: every PE, every MAC, every word that a PE holds.

#include "core/accelerator/asic/loop_nest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <set>
#include <vector>

namespace pairscape::asic {
namespace {

using Point = std::array<int, loopDimCount>;
using Words = std::set<std::array<int, 4>>; ///< weights: r s c k; outputs: p q and channel

std::array<int, 4> wordOf(const NestLayer& layer, Operand operand, const Point& at) {
    const auto of = [&](LoopDim dim) { return at[static_cast<std::size_t>(dim)]; };
    if (operand == Operand::Weights)
        return {of(LoopDim::R), of(LoopDim::S), of(LoopDim::C), of(LoopDim::K)};
    return {of(LoopDim::P), of(LoopDim::Q), of(layer.depthwise ? LoopDim::C : LoopDim::K), 0};
}

/// All points of a list of loops, each loop stepping by what the loops inside it span.
std::vector<Point> pointsOf(const std::vector<Loop>& loops, Point& span) {
    std::vector<Point> points{{}};
    for (const Loop& loop : loops) {
        const auto dim = static_cast<std::size_t>(loop.dim);
        std::vector<Point> more;
        for (int step = 0; step < loop.count; ++step)
            for (Point point : points) {
                point[dim] += step * span[dim];
                more.push_back(point);
            }
        points = std::move(more);
        span[dim] *= loop.count;
    }
    return points;
}

Point sum(const Point& a, const Point& b) {
    Point result{};
    for (std::size_t d = 0; d < loopDimCount; ++d)
        result[d] = a[d] + b[d];
    return result;
}

struct Machine {
    /// Of PE 0 for the register file (all PEs do alike), totals for the others.
    std::array<std::array<AccessCounts, operandCount>, memoryLevelCount> accesses{};
    std::int64_t cycles = 0;

    AccessCounts& at(MemoryLevel level, Operand operand) {
        return accesses[static_cast<std::size_t>(level)][static_cast<std::size_t>(operand)];
    }
};

/// Runs weights and outputs. A tile is the set of words that a PE (or the buffer) needs until an outer loop
/// steps.
Machine run(const NestLayer& layer, const LoopNest& nest) {
    Point span;
    span.fill(1);
    const std::vector<Point> inPe = pointsOf(nest.registerFile, span);
    const std::vector<Point> pes = pointsOf(nest.spatial, span);
    const std::vector<Point> inBuffer = pointsOf(nest.globalBuffer, span);
    const std::vector<Point> outside = pointsOf(nest.dram, span);
    Machine machine;
    for (const Operand operand : {Operand::Weights, Operand::Outputs}) {
        const bool psums = operand == Operand::Outputs;
        std::vector<Words> held(pes.size());
        Words buffered, ever;                 // words in the buffer, and outputs that DRAM has seen
        std::vector<Words> begun(pes.size()); // outputs that a PE has added to
        std::vector<Words> left(pes.size());  // outputs that a PE has handed up
        const auto tileAt = [&](const Point& base) {
            Words tile;
            for (const Point& point : inPe)
                tile.insert(wordOf(layer, operand, sum(base, point)));
            return tile;
        };
        const auto handUp = [&] {
            Words summed; // partial sums of several PEs for one output are added on the way
            for (std::size_t pe = 0; pe < pes.size(); ++pe) {
                summed.insert(held[pe].begin(), held[pe].end());
                left[pe].insert(held[pe].begin(), held[pe].end());
            }
            machine.at(MemoryLevel::GlobalBuffer, operand).updates +=
                static_cast<std::int64_t>(summed.size());
        };
        for (const Point& far : outside) {
            Words needed;
            for (const Point& near : inBuffer)
                for (const Point& pe : pes)
                    for (const auto& word : tileAt(sum(far, sum(near, pe))))
                        needed.insert(word);
            if (needed != buffered) {
                if (!psums) {
                    machine.at(MemoryLevel::Dram, operand).reads += static_cast<std::int64_t>(needed.size());
                    machine.at(MemoryLevel::GlobalBuffer, operand).fills +=
                        static_cast<std::int64_t>(needed.size());
                }
                // Partial sums go to DRAM after those of the PEs came up; see below.
            }
            const Words before = buffered;
            bool firstStep = true;
            for (const Point& near : inBuffer) {
                Words distinct;
                bool changed = false;
                std::vector<Words> tiles;
                for (std::size_t pe = 0; pe < pes.size(); ++pe) {
                    tiles.push_back(tileAt(sum(far, sum(near, pes[pe]))));
                    changed = changed || tiles.back() != held[pe];
                }
                if (changed) {
                    if (psums && !held[0].empty())
                        handUp();
                    if (psums && firstStep && needed != before && !before.empty()) {
                        machine.at(MemoryLevel::Dram, operand).updates +=
                            static_cast<std::int64_t>(before.size());
                        ever.insert(before.begin(), before.end());
                    }
                    if (psums && firstStep && needed != before)
                        for (const auto& word : needed)
                            if (ever.count(word) > 0) {
                                ++machine.at(MemoryLevel::Dram, operand).reads;
                                ++machine.at(MemoryLevel::GlobalBuffer, operand).fills;
                            }
                    for (std::size_t pe = 0; pe < pes.size(); ++pe) {
                        for (const auto& word : tiles[pe]) {
                            const bool fetch = !psums || left[pe].count(word) > 0;
                            if (fetch && pe == 0)
                                ++machine.at(MemoryLevel::RegisterFile, operand).fills;
                            if (fetch)
                                distinct.insert(word); // read once for all PEs that need it
                        }
                        held[pe] = tiles[pe];
                    }
                    machine.at(MemoryLevel::GlobalBuffer, operand).reads +=
                        static_cast<std::int64_t>(distinct.size());
                }
                firstStep = false;
                for (const Point& point : inPe) {
                    const auto word = wordOf(layer, operand, sum(far, sum(near, sum(pes[0], point))));
                    AccessCounts& registers = machine.at(MemoryLevel::RegisterFile, operand);
                    if (psums) {
                        registers.reads += begun[0].count(word) > 0 ? 1 : 0;
                        ++registers.updates;
                        begun[0].insert(word);
                    } else {
                        ++registers.reads;
                        ++machine.cycles;
                    }
                }
            }
            buffered = needed;
        }
        if (psums) {
            handUp();
            machine.at(MemoryLevel::Dram, operand).updates += static_cast<std::int64_t>(buffered.size());
        }
    }
    return machine;
}

struct RandomNest {
    NestLayer layer;
    LoopNest nest;
};

RandomNest arbitraryNest() {
    RandomNest random;
    random.layer.stride = *rc::gen::inRange(1, 3);
    random.layer.depthwise = *rc::gen::arbitrary<bool>();
    std::array<std::vector<Loop>*, 4> lists = {&random.nest.registerFile, &random.nest.spatial,
                                               &random.nest.globalBuffer, &random.nest.dram};
    std::int64_t size = 1;
    for (auto* list : lists)
        for (int d = 0; d < loopDimCount; ++d) {
            const auto dim = static_cast<LoopDim>(d);
            if (dim == LoopDim::K && random.layer.depthwise)
                continue;
            const int count = *rc::gen::element(1, 1, 1, 2, 3);
            if (size * count > 3000)
                continue;
            size *= count;
            random.layer[dim] *= count;
            list->insert(list->begin() + *rc::gen::inRange(0, static_cast<int>(list->size()) + 1),
                         {dim, count});
        }
    return random;
}

RC_GTEST_PROP(NestWalk, WeightsAndPartialSumsEqualAMachineThatRunsTheNest, ()) {
    const RandomNest random = arbitraryNest();
    const NestCost cost = evaluateNest(random.layer, random.nest).value();
    Machine machine = run(random.layer, random.nest);
    RC_ASSERT(cost.cycles == machine.cycles);
    for (const Operand operand : {Operand::Weights, Operand::Outputs})
        for (const MemoryLevel level :
             {MemoryLevel::RegisterFile, MemoryLevel::GlobalBuffer, MemoryLevel::Dram}) {
            const AccessCounts& ours = cost.at(level, operand);
            const AccessCounts& walked = machine.at(level, operand);
            RC_LOG() << "level " << static_cast<int>(level) << " operand " << static_cast<int>(operand)
                     << ": " << ours.reads << ' ' << ours.fills << ' ' << ours.updates << " against "
                     << walked.reads << ' ' << walked.fills << ' ' << walked.updates << '\n'
                     << loopsText(random.nest.registerFile) << " | " << loopsText(random.nest.spatial)
                     << " | " << loopsText(random.nest.globalBuffer) << " | " << loopsText(random.nest.dram)
                     << '\n';
            RC_ASSERT(ours == walked);
        }
}

} // namespace
} // namespace pairscape::asic
