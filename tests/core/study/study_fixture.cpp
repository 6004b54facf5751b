// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/study_fixture.h"

#include "core/base/random.h"
#include "core/study/schema.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <utility>

namespace pairscape::test {

namespace {

template <class T>
T orEnd(Result<T> result) {
    if (!result) {
        std::cerr << result.error().message << "\n";
        std::abort();
    }
    return *std::move(result);
}

const SearchSpace& tiny() {
    static const SearchSpace space = orEnd(SearchSpace::preset("tiny"));
    return space;
}

const std::vector<Architecture>& allTiny() {
    static const std::vector<Architecture> all = orEnd(tiny().enumerate(100000));
    return all;
}

} // namespace

StudyTest::StudyTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pairscape-study-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        std::abort();
    folder_ = pattern;
}

StudyTest::~StudyTest() {
    std::error_code ignored;
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(folder_, ignored);
}

std::string StudyTest::filled(const std::string& name, std::size_t count) const {
    const auto store = createStore(path(name));
    const RunId run = beginRun(*store);
    for (std::size_t i = 0; i < count; ++i)
        EXPECT_TRUE(store->addEvaluation(run, static_cast<std::int64_t>(i),
                                         std::make_shared<const Evaluation>(inventedEvaluation(i))));
    EXPECT_TRUE(store->flush());
    EXPECT_TRUE(store->setRunState(run, RunState::Finished, {}));
    return path(name);
}

StudySettings tinySettings(std::uint64_t seed) {
    StudySettings settings;
    settings.spaceJson = tiny().toJson();
    settings.platformJson = orEnd(Platform::preset("kv260")).toJson();
    settings.seed = seed;
    return settings;
}

std::shared_ptr<StudyStore> createStore(const std::string& path, const StudySettings& settings) {
    return std::dynamic_pointer_cast<StudyStore>(orEnd(Study::create(path, settings)));
}

std::shared_ptr<StudyStore> openStore(const std::string& path, OpenMode mode) {
    return std::dynamic_pointer_cast<StudyStore>(orEnd(Study::open(path, mode)));
}

std::size_t inventedCount() {
    return allTiny().size();
}

Evaluation inventedEvaluation(std::size_t number) {
    const Architecture& architecture = allTiny()[number];
    const Network network = tiny().expand(architecture);
    RandomStream random{number, 0x1437};
    const auto whole = [&random] { return static_cast<std::int64_t>(random.next64() >> 12); };
    const auto small = [&random] { return static_cast<int>(random.below(1 << 30)); };
    const auto real = [&random] {
        return std::ldexp(random.uniform() + 0.5, static_cast<int>(random.below(400)) - 200);
    };

    Evaluation evaluation;
    evaluation.architecture = tiny().format(architecture);
    evaluation.counts = network.counts();
    evaluation.scores = {{"nn_degree", real()}, {"zen", -real()}};
    evaluation.feasible = random.below(8) != 0;
    if (!evaluation.feasible) {
        evaluation.infeasibleReason = "it needs " + std::to_string(small()) + " DSP";
        return evaluation;
    }
    const auto resources = [&small] { return Resources{small(), small(), small(), small()}; };
    HardwareCost& cost = evaluation.design.cost;
    evaluation.design.accelerator.batch = 1 + static_cast<int>(random.below(16));
    cost.fps = real();
    cost.throughputGops = real();
    cost.latencySeconds = real();
    cost.energyJoule = real();
    cost.powerWatts = real();
    cost.intervalCycles = whole();
    cost.bound = static_cast<Bound>(random.below(4));
    cost.bottleneck = static_cast<OperatorType>(random.below(3));
    cost.imagesInFlight = small();
    cost.inFlightBytes = whole();
    cost.use = resources();
    for (const OperatorType op : allOperatorTypes) {
        evaluation.design.accelerator.chunks[indexOf(op)] = {
            small(), small(), small(), whole(), whole(), whole(), random.below(2) == 1};
        cost.chunks[indexOf(op)] = {resources(), whole(), small(),         whole(),
                                    whole(),     whole(), random.uniform()};
    }
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        LayerCost layer;
        layer.chunk = static_cast<OperatorType>(random.below(3));
        layer.mapping = {small(), small(), small(), small(), static_cast<Stationary>(random.below(3))};
        layer.cycles = whole();
        layer.computeCycles = whole();
        layer.inputBytes = whole();
        layer.weightBytes = whole();
        layer.outputBytes = whole();
        layer.bound = static_cast<Bound>(random.below(4));
        layer.utilisation = real();
        layer.energyPj = real();
        cost.layers.push_back(layer);
    }
    return evaluation;
}

ReferencePopulation inventedPopulation() {
    std::vector<ReferenceMember> members;
    for (int i = 0; i < referencePopulationSize; ++i) {
        const Evaluation evaluation = inventedEvaluation(static_cast<std::size_t>(i) % inventedCount());
        members.push_back({evaluation.architecture, evaluation.scores});
    }
    return ReferencePopulation(std::move(members));
}

RunId beginRun(StudyStore& store) {
    if (!store.population() && !store.storePopulation(inventedPopulation()))
        std::abort();
    RunRecord run;
    run.id = store.nextRun();
    run.state = RunState::Running;
    run.startedAt = utcNow();
    if (!store.addRun(run))
        std::abort();
    return run.id;
}

std::string dump(const Study& study) {
    std::ostringstream out;
    out << std::hexfloat;
    const auto resources = [&out](const Resources& use) {
        out << ' ' << use.dsp << ' ' << use.lut << ' ' << use.bram36 << ' ' << use.uram;
    };
    for (const PairingRecord& record : study.snapshot()->pairings) {
        const auto detail = study.detail(record.id);
        if (!detail)
            return detail.error().message;
        out << record.id << ' ' << record.run << ' ' << record.index << ' ' << record.architecture << ' '
            << record.hash << ' ' << record.counts.total() << ' ' << record.counts.parameters << ' '
            << record.accuracy << ' ' << record.feasible << record.infeasibleReason << ' ' << record.onFront
            << record.pin << ' ' << record.batch;
        for (const RawTerm& term : record.scores)
            out << ' ' << term.name << ' ' << term.value;
        for (const double rank : detail->ranks)
            out << ' ' << rank;
        const HardwareCost& cost = detail->cost;
        out << '\n'
            << record.fps << ' ' << cost.fps << ' ' << cost.throughputGops << ' ' << cost.latencySeconds
            << ' ' << cost.energyJoule << ' ' << cost.powerWatts << ' ' << cost.intervalCycles << ' '
            << static_cast<int>(cost.bound) << static_cast<int>(cost.bottleneck) << ' ' << cost.imagesInFlight
            << ' ' << cost.inFlightBytes << ' ' << detail->accelerator.batch;
        resources(record.use);
        resources(cost.use);
        for (std::size_t i = 0; i < operatorTypeCount; ++i) {
            const Chunk& chunk = detail->accelerator.chunks[i];
            const ChunkCost& work = cost.chunks[i];
            out << "\n  chunk " << chunk.unrollOut << ' ' << chunk.unrollIn << ' ' << chunk.unrollPixels
                << ' ' << chunk.inputBufferBytes << ' ' << chunk.weightBufferBytes << ' '
                << chunk.outputBufferBytes << ' ' << chunk.unpacked;
            resources(work.use);
            out << ' ' << work.pes << ' ' << work.layers << ' ' << work.macs << ' ' << work.cycles << ' '
                << work.dramBytes << ' ' << work.busy;
        }
        for (const LayerCost& layer : cost.layers)
            out << "\n  layer " << static_cast<int>(layer.chunk) << ' ' << mappingText(layer.mapping) << ' '
                << layer.cycles << ' ' << layer.computeCycles << ' ' << layer.inputBytes << ' '
                << layer.weightBytes << ' ' << layer.outputBytes << ' ' << static_cast<int>(layer.bound)
                << ' ' << layer.utilisation << ' ' << layer.energyPj;
        out << '\n';
    }
    return std::move(out).str();
}

} // namespace pairscape::test
