// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/interchange/sample_study.h"

#include "core/space/search_space.h"

namespace pairscape::test {

namespace {

SearchSpace tiny() {
    auto space = SearchSpace::preset("tiny");
    return *std::move(space);
}

PairingRecord record(PairingId id, const Architecture& architecture) {
    const SearchSpace space = tiny();
    PairingRecord record;
    record.id = id;
    record.run = 1;
    record.index = id - 1;
    record.architecture = space.format(architecture);
    record.hash = space.hash(architecture);
    record.counts = space.expand(architecture).counts();
    record.scores = {{"nn_degree", 12.25}, {"zen", 0.1}};
    record.accuracy = 1.375;
    return record;
}

} // namespace

StudySnapshot sampleStudy() {
    StudySnapshot study;
    study.path = "sample.pairscape";
    study.settings.spaceJson = tiny().toJson();
    study.settings.platformJson = R"({"name": "mine", "dsp": 12})";
    study.settings.seed = 7;
    study.spaceName = "tiny";
    study.platformName = "mine";
    study.terms = {"nn_degree", "zen"};
    RunRecord run;
    run.id = 1;
    run.settings.seed = 9;
    run.state = RunState::Finished;
    run.done = 2;
    run.startedAt = "2026-01-02T03:04:05Z";
    study.runs = {run};

    PairingRecord good = record(1, tiny().largest(OperatorType::Adder));
    good.fps = 1234.5;
    good.throughputGops = 0.1;
    good.latencySeconds = 1.0 / 3;
    good.energyJoule = 1e-22;
    good.powerWatts = 2;
    good.use = {12, 3400, 56, 7};
    good.batch = 4;
    good.bound = Bound::Dram;
    good.bottleneck = OperatorType::Adder;
    good.onFront = true;
    good.pin = "Say \"hello\", twice";
    good.measured = {{AccuracyKind::Trained, 61.25, 10000, "30 epochs", "2026-01-03T03:04:05Z"},
                     {AccuracyKind::Supernet, 40.5, 500, "my supernet", "2026-01-03T04:05:06Z"}};
    good.predicted = CalibratedAccuracy{0.5, 0.4375, 0.5625};
    PairingRecord bad = record(2, tiny().smallest(OperatorType::Shift));
    bad.feasible = false;
    bad.infeasibleReason = "needs 13 DSP, has 12";
    bad.scores.pop_back();
    study.pairings = {good, bad};
    study.front = {0};
    return study;
}

PairingDetail sampleDetail(const StudySnapshot& study, PairingId id) {
    const SearchSpace space = tiny();
    PairingDetail detail;
    detail.record = *study.find(id);
    detail.network = space.expand(*space.parse(detail.record.architecture));
    detail.ranks = {0.5, 0.875};
    if (!detail.record.feasible)
        return detail;
    for (const OperatorType op : {OperatorType::Conv, OperatorType::Adder}) {
        detail.accelerator.chunks[indexOf(op)] = {8, 4, 2, 1024, 2048, 4096, op == OperatorType::Conv};
        detail.cost.chunks[indexOf(op)].pes = 64;
        detail.cost.chunks[indexOf(op)].busy = 0.25;
    }
    detail.accelerator.batch = 4;
    detail.cost.fps = detail.record.fps;
    detail.cost.latencySeconds = detail.record.latencySeconds;
    detail.cost.energyJoule = detail.record.energyJoule;
    detail.cost.bound = Bound::Dram;
    detail.cost.bottleneck = OperatorType::Adder;
    for (const Layer& layer : detail.network.layers) {
        LayerCost cost;
        cost.chunk = layer.op;
        cost.mapping = {8, 4, 2, 16, Stationary::Weights};
        cost.cycles = layer.macs() / 64 + 1;
        cost.weightBytes = layer.weights();
        cost.utilisation = 0.5;
        cost.bound = Bound::Fill;
        detail.cost.layers.push_back(cost);
    }
    return detail;
}

} // namespace pairscape::test
