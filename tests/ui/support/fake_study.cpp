// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace pairscape::test {

namespace {

SearchSpace load(const std::string& name) {
    auto space = SearchSpace::preset(name);
    return *std::move(space);
}

/// Chunks with powers of two of PEs, layers that take macs / PEs cycles and some more, and figures that
/// follow from them as on kv260, with 200 MHz and 15.36 GB/s.
void fillHardware(PairingDetail& detail, RandomStream& random) {
    constexpr double hertz = 200e6; // kv260
    constexpr double bytesPerCycle = 76.8;
    Accelerator& accelerator = detail.accelerator;
    HardwareCost& cost = detail.cost;
    accelerator.batch = 1 << random.below(5);
    const OperationCounts counts = detail.network.counts();
    for (const OperatorType op : {OperatorType::Conv, OperatorType::Shift, OperatorType::Adder}) {
        const std::size_t at = indexOf(op);
        if (counts.macs[at] == 0)
            continue;
        Chunk& chunk = accelerator.chunks[at];
        chunk = {8 << random.below(3),
                 4 << random.below(2),
                 2 + static_cast<int>(random.below(6)),
                 16384,
                 8192,
                 8192};
        ChunkCost& use = cost.chunks[at];
        use.pes = chunk.pes();
        const int pes = static_cast<int>(use.pes);
        use.use = op == OperatorType::Conv
                      ? Resources{pes / 2, 900 + 4 * pes, 48, 6}
                      : Resources{0, 700 + (op == OperatorType::Shift ? 48 : 54) * pes, 32, 4};
        cost.use = cost.use + use.use;
    }
    std::int64_t traffic = 0;
    std::int64_t chain = 0;
    for (const Layer& layer : detail.network.layers) {
        ChunkCost& chunk = cost.chunks[indexOf(layer.op)];
        LayerCost each;
        each.chunk = layer.op;
        each.mapping = {std::min(layer.outChannels, 32), std::min(layer.inChannels, 16),
                        std::min(layer.outHeight, 8), std::min(layer.outWidth, 8),
                        static_cast<Stationary>(random.below(3))};
        each.inputBytes = layer.inputElements() * accelerator.batch;
        each.outputBytes = layer.outputElements() * accelerator.batch;
        each.weightBytes = layer.weights();
        each.computeCycles = layer.macs() * accelerator.batch / chunk.pes * (layer.depthwise() ? 4 : 1) + 1;
        const auto dram = static_cast<std::int64_t>(static_cast<double>(each.dramBytes()) / bytesPerCycle);
        each.cycles = std::max(each.computeCycles, dram) + 200;
        each.bound = each.cycles < 600           ? Bound::Fill
                     : dram > each.computeCycles ? Bound::Dram
                                                 : Bound::Compute;
        each.utilisation = static_cast<double>(layer.macs() * accelerator.batch) /
                           static_cast<double>(each.cycles * chunk.pes);
        each.energyPj = static_cast<double>(layer.macs()) * (layer.op == OperatorType::Conv ? 1.1 : 0.4) +
                        static_cast<double>(each.dramBytes()) * 40;
        ++chunk.layers;
        chunk.macs += layer.macs();
        chunk.cycles += each.cycles;
        chunk.dramBytes += each.dramBytes();
        traffic += each.dramBytes();
        chain += each.cycles;
        cost.energyJoule += each.energyPj * 1e-12;
        cost.layers.push_back(each);
    }
    const auto dram = static_cast<std::int64_t>(static_cast<double>(traffic) / bytesPerCycle);
    cost.intervalCycles = dram;
    cost.bound = Bound::Dram;
    std::int64_t busiest = -1;
    for (std::size_t at = 0; at < operatorTypeCount; ++at) {
        if (cost.chunks[at].cycles > busiest) {
            busiest = cost.chunks[at].cycles;
            cost.bottleneck = static_cast<OperatorType>(at);
        }
    }
    if (busiest >= dram) {
        cost.intervalCycles = busiest;
        cost.bound = Bound::Compute;
    }
    for (ChunkCost& chunk : cost.chunks)
        chunk.busy = static_cast<double>(chunk.cycles) / static_cast<double>(cost.intervalCycles);
    cost.fps = accelerator.batch * hertz / static_cast<double>(cost.intervalCycles);
    cost.latencySeconds = static_cast<double>(chain) / hertz;
    cost.throughputGops = 2e-9 * static_cast<double>(counts.total()) * cost.fps;
    cost.energyJoule += 0.6 / cost.fps;
    cost.powerWatts = cost.energyJoule * cost.fps;
    cost.imagesInFlight = 3 * accelerator.batch;
    cost.inFlightBytes = cost.imagesInFlight * 65536;
}

void copyFigures(PairingRecord& record, const PairingDetail& detail) {
    const HardwareCost& cost = detail.cost;
    record.fps = cost.fps;
    record.throughputGops = cost.throughputGops;
    record.latencySeconds = cost.latencySeconds;
    record.energyJoule = cost.energyJoule;
    record.powerWatts = cost.powerWatts;
    record.use = cost.use;
    record.batch = detail.accelerator.batch;
    record.bound = cost.bound;
    record.bottleneck = cost.bottleneck;
}

} // namespace

std::vector<std::size_t> slowFront(const ChunkedList<PairingRecord>& pairings) {
    std::vector<std::size_t> front;
    const auto beats = [](const PairingRecord& a, const PairingRecord& b) {
        const bool better = a.accuracy > b.accuracy || a.fps > b.fps;
        const bool equal = a.accuracy == b.accuracy && a.fps == b.fps;
        return a.feasible && a.accuracy >= b.accuracy && a.fps >= b.fps && (better || (equal && a.id < b.id));
    };
    for (std::size_t i = 0; i < pairings.size(); ++i)
        if (pairings[i].feasible &&
            std::none_of(pairings.begin(), pairings.end(), [&](const PairingRecord& other) {
                return other.id != pairings[i].id && beats(other, pairings[i]);
            }))
            front.push_back(i);
    std::sort(front.begin(), front.end(),
              [&](std::size_t a, std::size_t b) { return pairings[a].fps < pairings[b].fps; });
    return front;
}

FakeStudy::FakeStudy(std::size_t pairings, const std::string& space, std::uint64_t seed)
    : space_(load(space)), seed_(seed) {
    StudySnapshot first;
    first.path = "fake-" + space + "-" + std::to_string(seed) + ".pairscape";
    first.version = 1;
    first.settings.spaceJson = space_.toJson();
    first.settings.seed = seed;
    first.spaceName = space_.name();
    first.platformName = "kv260";
    first.platformTitle = "AMD Kria KV260";
    if (auto platform = Platform::preset("kv260"))
        first.settings.platformJson = platform->toJson();
    first.terms = {"nn_degree", "zen"};
    if (pairings > 0) {
        RunRecord run;
        run.id = 1;
        run.state = RunState::Finished;
        run.settings.budget = static_cast<std::int64_t>(pairings);
        run.startedAt = "2026-03-02T09:30:00Z";
        first.runs = {run};
    }
    snapshot_ = std::make_shared<StudySnapshot>(std::move(first));
    if (pairings > 0)
        grow(pairings);
}

PairingDetail FakeStudy::makeDetail(PairingId id) const {
    RandomStream random{seed_, 77, static_cast<std::uint64_t>(id)};
    const Architecture architecture = space_.sample(random);
    PairingDetail detail;
    detail.network = space_.expand(architecture);
    PairingRecord& record = detail.record;
    record.id = id;
    record.architecture = space_.format(architecture);
    record.hash = space_.hash(architecture);
    record.counts = detail.network.counts();
    const double size =
        std::log2(static_cast<double>(record.counts.total()) / 27e6) / 2; // 0 to 1 in nash-cifar100
    const double conv =
        static_cast<double>(record.counts.macs[0]) / static_cast<double>(record.counts.total());
    record.accuracy = std::clamp(0.35 + 0.9 * size + 0.3 * conv + 0.5 * (random.uniform() - 0.5), 0.0, 2.0);
    record.scores = {{"nn_degree", 20 + 40 * size + 6 * random.uniform()},
                     {"zen", 60 + 90 * record.accuracy}};
    detail.ranks = {record.accuracy / 2, record.accuracy / 2};
    record.feasible = !random.chance(0.04);
    if (!record.feasible) {
        record.infeasibleReason = "the conv chunk alone needs 1,310 DSP; kv260 has 1,248";
        return detail;
    }
    fillHardware(detail, random);
    copyFigures(record, detail);
    return detail;
}

void FakeStudy::grow(std::size_t more) {
    StudySnapshot next = *snapshot();
    for (std::size_t i = 0; i < more; ++i) {
        PairingRecord record = makeDetail(static_cast<PairingId>(next.pairings.size()) + 1).record;
        if (!next.runs.empty()) {
            record.run = next.runs.back().id;
            record.index = next.runs.back().done++;
        }
        next.pairings.push_back(std::move(record));
    }
    publish(std::move(next));
}

void FakeStudy::edit(const std::function<void(StudySnapshot&)>& change) {
    StudySnapshot next = *snapshot();
    change(next);
    publish(std::move(next));
}

void FakeStudy::publish(StudySnapshot next) {
    ++next.version;
    next.front = slowFront(next.pairings);
    for (PairingRecord& record : next.pairings)
        record.onFront = false;
    for (const std::size_t i : next.front)
        next.pairings[i].onFront = true;
    {
        const std::lock_guard lock(mutex_);
        snapshot_ = std::make_shared<StudySnapshot>(std::move(next));
    }
    announce();
}

void FakeStudy::announce() {
    std::thread([this] {
        const std::lock_guard lock(listening_);
        if (listener_)
            listener_();
    }).join();
}

void FakeStudy::holdDetails(bool held) {
    {
        const std::lock_guard lock(mutex_);
        held_ = held;
    }
    released_.notify_all();
}

std::vector<PairingId> FakeStudy::detailCalls() const {
    const std::lock_guard lock(mutex_);
    return detailCalls_;
}

void FakeStudy::failWith(std::optional<Error> error) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
}

int FakeStudy::snapshotCalls() const {
    const std::lock_guard lock(mutex_);
    return snapshotCalls_;
}

std::shared_ptr<const StudySnapshot> FakeStudy::snapshot() const {
    const std::lock_guard lock(mutex_);
    ++snapshotCalls_;
    return snapshot_;
}

Result<PairingDetail> FakeStudy::detail(PairingId id) const {
    std::unique_lock lock(mutex_);
    detailCalls_.push_back(id);
    released_.wait(lock, [this] { return !held_; });
    if (error_)
        return *error_;
    const std::shared_ptr<const StudySnapshot> now = snapshot_;
    lock.unlock();
    const PairingRecord* record = now->find(id);
    if (!record)
        return Error{ErrorCode::NotFound, "There is no design " + std::to_string(id) + " in this study."};
    PairingDetail detail = makeDetail(id);
    detail.record = *record;
    return detail;
}

Status FakeStudy::pin(PairingId id, const std::string& name) {
    {
        const std::lock_guard lock(mutex_);
        if (error_)
            return *error_;
    }
    if (name.empty())
        return Error{ErrorCode::InvalidInput, "A pin needs a name."};
    edit([&](StudySnapshot& next) { next.pairings[static_cast<std::size_t>(id) - 1].pin = name; });
    return {};
}

Status FakeStudy::unpin(PairingId id) {
    {
        const std::lock_guard lock(mutex_);
        if (error_)
            return *error_;
    }
    edit([&](StudySnapshot& next) { next.pairings[static_cast<std::size_t>(id) - 1].pin.clear(); });
    return {};
}

void FakeStudy::setListener(std::function<void()> listener) {
    const std::lock_guard lock(listening_);
    listener_ = std::move(listener);
}

Status FakeStudy::verify(int, ProgressSink*, std::stop_token) const {
    return {};
}

} // namespace pairscape::test
