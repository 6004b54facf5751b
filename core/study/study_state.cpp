// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_state.h"

#include <algorithm>
#include <utility>

namespace pairscape {

void StudyState::setPopulation(std::shared_ptr<const ReferencePopulation> whole) {
    population = std::move(whole);
    members_.clear();
}

void StudyState::addMember(int index, ReferenceMember member) {
    members_.insert_or_assign(index, std::move(member));
    if (members_.size() < static_cast<std::size_t>(referencePopulationSize))
        return;
    std::vector<ReferenceMember> all;
    for (auto& [place, each] : members_)
        all.push_back(std::move(each));
    setPopulation(std::make_shared<const ReferencePopulation>(std::move(all)));
}

void StudyState::addPairing(PairingRecord record) {
    const std::size_t index = pairings_.size();
    record.id = static_cast<PairingId>(index) + 1;
    record.accuracyKind = AccuracyKind::ZeroShotRank;
    const RankMetric* rank = findRankMetric(settings.rankMetric);
    record.accuracy = population && rank != nullptr ? population->rankSum(*rank, record.scores) : 0;
    record.onFront = false;
    if (calibration_)
        record.predicted = calibration_->predict(record.accuracy);
    if (record.feasible) {
        std::vector<std::size_t> left;
        record.onFront = front_.insert(index, record.accuracy, record.fps, left);
        for (const std::size_t member : left)
            pairings_[member].onFront = false;
    }
    byArchitecture_.emplace(record.architecture, record.id);
    pairings_.push_back(std::move(record));
}

void StudyState::addEvaluation(RunId run, PairingId pairing) {
    if (evaluations_.size() < runs.size())
        evaluations_.resize(runs.size());
    ChunkedList<PairingId>& list = evaluations_[static_cast<std::size_t>(run) - 1];
    list.push_back(pairing);
    this->run(run).done = static_cast<std::int64_t>(list.size());
}

void StudyState::setPin(PairingId id, std::string name) {
    pairings_[static_cast<std::size_t>(id) - 1].pin = std::move(name);
}

void StudyState::setAccuracy(PairingId id, MeasuredAccuracy accuracy) {
    std::vector<MeasuredAccuracy>& measured = pairings_[static_cast<std::size_t>(id) - 1].measured;
    std::erase_if(measured, [&](const MeasuredAccuracy& old) { return old.kind == accuracy.kind; });
    const bool first = accuracy.kind == AccuracyKind::Trained;
    measured.insert(first ? measured.begin() : measured.end(), std::move(accuracy));
}

void StudyState::calibrate() {
    std::vector<double> ranks, trained;
    const ChunkedList<PairingRecord>& pairings = pairings_; // reading copies no chunk
    for (const PairingRecord& record : pairings)
        if (const MeasuredAccuracy* accuracy = record.accuracyOf(AccuracyKind::Trained)) {
            ranks.push_back(record.accuracy);
            trained.push_back(accuracy->percent / 100);
        }
    auto fitted = Calibration::fit(ranks, trained);
    if (!fitted && !calibration_)
        return;
    calibration_ = fitted ? std::make_shared<const Calibration>(*std::move(fitted)) : nullptr;
    for (PairingRecord& record : pairings_)
        record.predicted =
            calibration_ ? std::optional(calibration_->predict(record.accuracy)) : std::nullopt;
}

PairingId StudyState::find(const std::string& architecture) const {
    const auto found = byArchitecture_.find(architecture);
    return found == byArchitecture_.end() ? 0 : found->second;
}

const HypervolumePoint* StudyState::hypervolumePoint(const std::vector<Objective>& objectives) const {
    const auto found = std::ranges::find(hypervolumePoints, objectives, &HypervolumePoint::objectives);
    return found == hypervolumePoints.end() ? nullptr : &*found;
}

const ChunkedList<PairingId>& StudyState::evaluations(RunId run) const {
    static const ChunkedList<PairingId> none;
    const auto index = static_cast<std::size_t>(run) - 1;
    return run >= 1 && index < evaluations_.size() ? evaluations_[index] : none;
}

std::shared_ptr<const StudySnapshot> StudyState::snapshot() {
    auto result = std::make_shared<StudySnapshot>();
    result->path = path;
    result->version = ++version_;
    result->settings = settings;
    result->spaceName = spaceName;
    result->platformName = platformName;
    result->platformTitle = platformTitle;
    result->terms = settings.metrics;
    result->runs = runs;
    result->pairings = pairings_.share();
    evaluations_.resize(runs.size());
    for (ChunkedList<PairingId>& list : evaluations_)
        result->evaluations.push_back(list.share());
    result->hypervolumePoints = hypervolumePoints;
    result->calibration = calibration_;
    result->populationMembers = static_cast<int>(population ? population->members().size() : members_.size());
    result->front = front_.indices();
    result->readOnly = readOnly;
    return result;
}

PairingRecord recordOf(const Evaluation& evaluation, std::uint64_t hash) {
    PairingRecord record;
    record.architecture = evaluation.architecture;
    record.hash = hash;
    record.counts = evaluation.counts;
    record.scores = evaluation.scores;
    record.feasible = evaluation.feasible;
    record.infeasibleReason = evaluation.infeasibleReason;
    if (!evaluation.feasible)
        return record;
    const HardwareCost& cost = evaluation.design.cost;
    record.fps = cost.fps;
    record.throughputGops = cost.throughputGops;
    record.latencySeconds = cost.latencySeconds;
    record.energyJoule = cost.energyJoule;
    record.powerWatts = cost.powerWatts;
    record.use = cost.use;
    record.batch = evaluation.design.accelerator.batch;
    record.bound = cost.bound;
    record.bottleneck = cost.bottleneck;
    return record;
}

Evaluation evaluationOf(const PairingRecord& record) {
    Evaluation evaluation;
    evaluation.architecture = record.architecture;
    evaluation.counts = record.counts;
    evaluation.scores = record.scores;
    evaluation.feasible = record.feasible;
    evaluation.infeasibleReason = record.infeasibleReason;
    evaluation.storedAs = record.id;
    evaluation.design.accelerator.batch = record.batch;
    HardwareCost& cost = evaluation.design.cost;
    cost.fps = record.fps;
    cost.throughputGops = record.throughputGops;
    cost.latencySeconds = record.latencySeconds;
    cost.energyJoule = record.energyJoule;
    cost.powerWatts = record.powerWatts;
    cost.use = record.use;
    cost.bound = record.bound;
    cost.bottleneck = record.bottleneck;
    return evaluation;
}

} // namespace pairscape
