// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"

#include "core/accelerator/chunk_resources.h"
#include "core/accelerator/cost_model.h"
#include "core/accelerator/design_space.h"
#include "core/accelerator/layer_shape.h"
#include "core/accelerator/schedule.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace pairscape::test {

namespace {

SearchSpace load(const std::string& name) {
    auto space = SearchSpace::preset(name);
    return *std::move(space);
}

Mapping smallTiles(const LayerShape& shape, RandomStream& random) {
    Mapping mapping;
    mapping.tileOut = std::min(shape.outChannels, 32);
    mapping.tileIn = shape.depthwise ? mapping.tileOut : std::min(shape.inChannels, 16);
    mapping.tileRows = std::min(shape.outRows, 8);
    mapping.tileColumns = shape.outColumns;
    mapping.stationary = static_cast<Stationary>(random.below(3));
    return mapping;
}

/// Chunks with powers of two of PEs that fit, small tiles for every layer, buffers as large as these need,
/// and the figures of the cost model: a sound accelerator of the platform, though not a good one.
void fillHardware(PairingDetail& detail, RandomStream& random) {
    static const Platform platform = *Platform::preset("kv260");
    const DramRate rate = DramRate::of(platform);
    const Workload workload = *workloadOf(detail.network);
    Accelerator& accelerator = detail.accelerator;
    HardwareCost& cost = detail.cost;
    accelerator.batch = 1 << random.below(5);
    std::array<std::int64_t, operatorTypeCount> macs{};
    for (std::size_t i = 0; i < workload.shapes.size(); ++i)
        macs[indexOf(workload.ops[i])] += workload.shapes[i].macs();
    for (const OperatorType op : allOperatorTypes)
        if (macs[indexOf(op)] > 0)
            accelerator.chunks[indexOf(op)] = {
                8 << random.below(2), 4 << random.below(2), 2 + static_cast<int>(random.below(6)), 0, 0, 0};

    std::vector<Mapping> mappings;
    for (std::size_t i = 0; i < workload.shapes.size(); ++i) {
        const LayerShape& shape = workload.shapes[i];
        Chunk& chunk = accelerator.chunks[indexOf(workload.ops[i])];
        mappings.push_back(smallTiles(shape, random));
        const Mapping& mapping = mappings.back();
        const Footprint held =
            footprint(shape, arrayShape(chunk, platform.peCost(workload.ops[i])),
                      tilePixels(shape, accelerator.batch, mapping.tileRows, mapping.tileColumns),
                      mapping.tileOut, mapping.tileIn);
        const auto grow = [](std::int64_t& buffer, std::int64_t bytes) {
            buffer = std::max(buffer, bufferSizes[static_cast<std::size_t>(bufferIndexFor(bytes))]);
        };
        grow(chunk.inputBufferBytes, held.input);
        grow(chunk.weightBufferBytes, held.weight);
        grow(chunk.outputBufferBytes, held.output);
    }
    auto placed = tryPlace(accelerator, platform);
    for (; !placed; placed = tryPlace(accelerator, platform))
        for (Chunk& chunk : accelerator.chunks)
            (chunk.unrollPixels > 1 ? chunk.unrollPixels : chunk.unrollIn) /= 2;
    cost.use = placed->total;

    std::int64_t traffic = 0;
    std::vector<std::int64_t> cycles;
    std::array<int, operatorTypeCount> activationBytes = {1, 1, 1};
    for (std::size_t i = 0; i < workload.shapes.size(); ++i) {
        const OperatorType op = workload.ops[i];
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        const ArrayShape array = arrayShape(chunk, platform.peCost(op));
        TimeShares shares;
        const MappingCost figures =
            mappingCost(workload.shapes[i], array, rate, accelerator.batch, mappings[i], &shares);
        const std::int64_t work = workload.shapes[i].macs();
        LayerCost each;
        each.chunk = op;
        each.mapping = mappings[i];
        each.cycles = figures.cycles;
        each.computeCycles = figures.computeCycles;
        each.inputBytes = figures.inputBytes;
        each.weightBytes = figures.weightBytes;
        each.outputBytes = figures.outputBytes;
        each.bound = boundOf(shares);
        each.utilisation =
            static_cast<double>(work * accelerator.batch) / static_cast<double>(each.cycles * chunk.pes());
        each.energyPj = static_cast<double>(work) * (op == OperatorType::Conv ? 1.1 : 0.4) +
                        static_cast<double>(each.dramBytes()) * 40;
        ChunkCost& share = cost.chunks[indexOf(op)];
        share.use = placed->chunks[indexOf(op)];
        share.pes = chunk.pes();
        ++share.layers;
        share.macs += work;
        share.cycles += each.cycles;
        share.dramBytes += each.dramBytes();
        activationBytes[indexOf(op)] = array.activationBytes;
        traffic += each.dramBytes();
        cycles.push_back(each.cycles);
        cost.energyJoule += each.energyPj * 1e-12;
        cost.layers.push_back(each);
    }
    const Schedule schedule = scheduleOf(workload, cycles, traffic, rate, accelerator.batch, activationBytes);
    cost.intervalCycles = schedule.intervalCycles;
    cost.bottleneck = static_cast<OperatorType>(std::ranges::max_element(schedule.chunkCycles) -
                                                schedule.chunkCycles.begin());
    cost.bound = schedule.dramCycles >= schedule.intervalCycles ? Bound::Dram : Bound::Compute;
    const double hertz = platform.clockMhz * 1e6;
    for (ChunkCost& chunk : cost.chunks)
        chunk.busy = static_cast<double>(chunk.cycles) / static_cast<double>(cost.intervalCycles);
    cost.fps = accelerator.batch * hertz / static_cast<double>(cost.intervalCycles);
    cost.latencySeconds = static_cast<double>(schedule.chainCycles) / hertz;
    cost.throughputGops = 2e-9 * static_cast<double>(detail.network.counts().total()) * cost.fps;
    cost.energyJoule += 0.6 / cost.fps;
    cost.powerWatts = cost.energyJoule * cost.fps;
    cost.imagesInFlight = schedule.batchesInFlight * accelerator.batch;
    cost.inFlightBytes = schedule.inFlightBytes;
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
    snapshot_ = std::make_shared<StudySnapshot>(first);
    next_ = std::move(first);
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
    edit([&](StudySnapshot& next) {
        for (std::size_t i = 0; i < more; ++i) {
            PairingRecord record = makeDetail(static_cast<PairingId>(next.pairings.size()) + 1).record;
            if (!next.runs.empty()) {
                record.run = next.runs.back().id;
                record.index = next.runs.back().done++;
                next.evaluations.resize(next.runs.size());
                next.evaluations.back().push_back(record.id);
            }
            next.pairings.push_back(std::move(record));
        }
    });
}

void FakeStudy::beginRun(const std::string& strategy) {
    edit([&](StudySnapshot& next) {
        RunRecord run;
        run.id = std::ssize(next.runs) + 1;
        run.settings.strategy = strategy;
        run.state = RunState::Finished;
        run.startedAt = "2026-03-02T10:30:00Z";
        next.runs.push_back(run);
        next.evaluations.resize(next.runs.size());
    });
}

void FakeStudy::edit(const std::function<void(StudySnapshot&)>& change) {
    {
        const std::lock_guard lock(editing_);
        change(next_);
        publish();
    }
    announce();
}

void FakeStudy::publish() {
    ++next_.version;
    next_.front = slowFront(next_.pairings);
    std::vector<char> onFront(next_.pairings.size(), 0);
    for (const std::size_t i : next_.front)
        onFront[i] = 1;
    for (std::size_t i = 0; i < onFront.size(); ++i)
        if (std::as_const(next_.pairings)[i].onFront != (onFront[i] != 0))
            next_.pairings[i].onFront = onFront[i] != 0; // writes, and so makes a piece of its own
    ChunkedList<PairingRecord> own = std::move(next_.pairings);
    auto fresh = std::make_shared<StudySnapshot>(next_);
    fresh->pairings = own.share();
    next_.pairings = std::move(own);
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(fresh);
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

Status FakeStudy::setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) {
    edit([&](StudySnapshot& next) { next.pairings[static_cast<std::size_t>(id) - 1].measured = {accuracy}; });
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
