// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/accelerator/proof_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace pairscape {

namespace {

using Totals = PlainSpace::Totals;

/// Sums of the same terms in another order differ by their rounding: nearer than this they are the same.
constexpr double rounding = 1e-12;

/// What one choice of unrolls needs and costs at least.
struct Least {
    int dsp = 0, lut = 0, blocks = 0;
    Totals totals;
};

class Checker {
  public:
    Checker(const PlainSpace& space, const ExactProof& proof, int batch)
        : space_(space), proof_(proof), batch_(batch) {
        for (const OperatorType op : space.ops())
            for (std::size_t n = 0; n < unrollChoices().size(); ++n)
                for (const bool unpacked : {false, true})
                    if (const Array array = {static_cast<int>(n), unpacked};
                        !unpacked || space.platform().peCost(op).alone)
                        if (const auto least = leastOf(op, chunkOf(array)))
                            alive_[op].emplace(array, *least);
    }

    std::string check() {
        for (const ExactProof::Step& step : proof_.steps) {
            if (step.batch != batch_)
                continue;
            const auto found = alive_[step.chunk].find({step.unrolls, step.unpacked});
            if (found == alive_[step.chunk].end())
                return "a step rules out unrolls that are not there";
            if (!holds(step, found->second))
                return "the step on unrolls " + std::to_string(step.unrolls) + " of the " +
                       std::string(operatorTypeName(step.chunk)) + " chunk for batch " +
                       std::to_string(batch_) + " does not hold";
            alive_[step.chunk].erase(found);
            if (alive_[step.chunk].empty())
                return {}; // nothing left for a chunk: nothing better at this batch
        }
        return tryTheRest();
    }

  private:
    using Array = std::pair<int, bool>; ///< unrolls by index, and whether they are of unpacked PEs

    static Chunk chunkOf(const Array& array) {
        Chunk chunk = unrollChoices()[array.first];
        chunk.unpacked = array.second;
        return chunk;
    }

    /// Empty where the unrolls do not fit the platform even alone.
    std::optional<Least> leastOf(OperatorType op, const Chunk& unrolls) const {
        Accelerator alone;
        Chunk& chunk = alone.chunks[indexOf(op)];
        chunk = unrolls;
        chunk.inputBufferBytes = chunk.weightBufferBytes = chunk.outputBufferBytes = bufferSizes.front();
        const Platform& platform = space_.platform();
        const Resources logic = logicOf(chunk, platform.peCost(op));
        const BufferBlocks blocks = buffersOf(chunk, platform.peCost(op));
        Least least = {logic.dsp, logic.lut, 0, {}};
        least.totals.operationPj = operationPjOf(platform, op, chunk.unpacked);
        for (std::size_t b = 0; b < 3; ++b)
            least.blocks +=
                platform.budget().uram > 0 ? std::min(blocks.bram36[b], blocks.uram[b]) : blocks.bram36[b];
        if (logic.dsp > platform.budget().dsp || logic.lut > platform.budget().lut ||
            least.blocks > platform.budget().bram36 + platform.budget().uram)
            return std::nullopt;
        const ArrayShape array = arrayShape(chunk, platform.peCost(op));
        const DramRate rate = DramRate::of(platform);
        for (std::size_t i = 0; i < space_.workload().shapes.size(); ++i) {
            if (space_.workload().ops[i] != op)
                continue;
            const LayerShape& layer = space_.workload().shapes[i];
            const std::int64_t bytes = compulsoryBytes(layer, array, batch_);
            least.totals.cycles += std::max(rate.cycles(bytes), leastComputeCycles(layer, array, batch_));
            least.totals.dramBytes += bytes;
            least.totals.bufferBytes += leastArrayTraffic(layer, array, batch_) + bytes;
        }
        return least;
    }

    Least leastAlive(OperatorType op) const {
        Least least = alive_.at(op).begin()->second;
        for (const auto& [n, other] : alive_.at(op)) {
            least.dsp = std::min(least.dsp, other.dsp);
            least.lut = std::min(least.lut, other.lut);
            least.blocks = std::min(least.blocks, other.blocks);
            least.totals.cycles = std::min(least.totals.cycles, other.totals.cycles);
            least.totals.dramBytes = std::min(least.totals.dramBytes, other.totals.dramBytes);
            least.totals.bufferBytes = std::min(least.totals.bufferBytes, other.totals.bufferBytes);
            least.totals.operationPj = std::min(least.totals.operationPj, other.totals.operationPj);
        }
        return least;
    }

    bool holds(const ExactProof::Step& step, const Least& own) const {
        int dsp = own.dsp, lut = own.lut, blocks = own.blocks;
        std::array<Totals, operatorTypeCount> totals;
        totals[indexOf(step.chunk)] = own.totals;
        for (const OperatorType op : space_.ops()) {
            if (op == step.chunk)
                continue;
            const Least other = leastAlive(op);
            dsp += other.dsp;
            lut += other.lut;
            blocks += other.blocks;
            totals[indexOf(op)] = other.totals;
        }
        const Resources budget = space_.platform().budget();
        if (step.reason == ExactProof::Reason::NoRoom)
            return dsp > budget.dsp || lut > budget.lut || blocks > budget.bram36 + budget.uram;
        return !better(totals);
    }

    bool better(const std::array<Totals, operatorTypeCount>& totals) const {
        return space_.objective(totals, batch_) < proof_.objective * (1 - rounding);
    }

    /// All combinations of what is left. One that fits and is better is found if it exists; those that are no
    /// better even with the least of the others are passed over.
    std::string tryTheRest() {
        std::array<std::vector<PlainSpace::Design>, operatorTypeCount> lists;
        std::array<Totals, operatorTypeCount> least;
        for (const OperatorType op : space_.ops())
            least[indexOf(op)] = leastAlive(op).totals;
        for (const OperatorType op : space_.ops())
            for (const auto& [n, own] : alive_[op])
                for (const PlainSpace::Design& design : space_.designs(op, chunkOf(n), batch_)) {
                    auto totals = least;
                    totals[indexOf(op)] = design.totals;
                    if (better(totals))
                        lists[indexOf(op)].push_back(design);
                }
        Accelerator accelerator;
        std::array<Totals, operatorTypeCount> totals = least;
        bool found = false;
        const auto choose = [&](auto&& self, std::size_t n) -> void {
            if (found || n == space_.ops().size()) {
                found = found || space_.fits(accelerator);
                return;
            }
            const std::size_t op = indexOf(space_.ops()[n]);
            for (const PlainSpace::Design& design : lists[op]) {
                totals[op] = design.totals;
                if (!better(totals))
                    continue;
                accelerator.chunks[op] = design.chunk;
                if (n + 1 < space_.ops().size() && !space_.fits(accelerator))
                    continue;
                self(self, n + 1);
            }
            totals[op] = least[op];
            accelerator.chunks[op] = {};
        };
        choose(choose, 0);
        return found ? "an accelerator for batch " + std::to_string(batch_) + " is better" : std::string();
    }

    const PlainSpace& space_;
    const ExactProof& proof_;
    int batch_;
    std::map<OperatorType, std::map<Array, Least>> alive_;
};

} // namespace

std::string checkProof(const PlainSpace& space, const ExactProof& proof, int maxBatch) {
    for (const int batch : batches) {
        if (batch > maxBatch)
            break;
        if (const std::string wrong = Checker(space, proof, batch).check(); !wrong.empty())
            return wrong;
    }
    return {};
}

} // namespace pairscape
