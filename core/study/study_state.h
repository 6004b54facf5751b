// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/pairing_problem.h"
#include "core/study/live_front.h"
#include "core/study/records.h"
#include "core/zeroshot/reference_population.h"
#include "core/zeroshot/scorer.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pairscape {

/// What is committed to a study's file, in memory: all that tables and plots need, and where an
/// architecture's pairing is. Not thread-safe.
class StudyState {
  public:
    std::string path;
    StudySettings settings;
    std::string spaceName, platformName, platformTitle;
    bool readOnly = false;
    std::vector<RunRecord> runs;                           ///< runs[i].id == i + 1
    std::shared_ptr<const ReferencePopulation> population; ///< null until a run needed it and it is complete

    void setPopulation(std::shared_ptr<const ReferencePopulation> whole);
    /// Takes in one member; the last one that was missing completes the population.
    void addMember(int index, ReferenceMember member);
    /// Of a population that is not complete yet.
    const ReferenceMembers& members() const { return members_; }
    std::vector<HypervolumePoint> hypervolumePoints;
    /// Where runs with these objectives measure from; null before the first.
    const HypervolumePoint* hypervolumePoint(const std::vector<Objective>& objectives) const;

    /// Takes in a pairing: gives it its accuracy and its place on the front. Its id is size() + 1.
    void addPairing(PairingRecord record);
    void addEvaluation(RunId run, PairingId pairing);
    void setPin(PairingId id, std::string name);
    /// In place of one of the same kind. Predictions are as they were until calibrate().
    void setAccuracy(PairingId id, MeasuredAccuracy accuracy);
    /// Predicts anew from what is trained by now.
    void calibrate();

    std::size_t size() const { return pairings_.size(); }
    const PairingRecord& pairing(PairingId id) const { return pairings_[static_cast<std::size_t>(id) - 1]; }
    PairingId find(const std::string& architecture) const; ///< 0: not there
    RunRecord& run(RunId id) { return runs[static_cast<std::size_t>(id) - 1]; }
    /// Pairings that a run evaluated, in order.
    const ChunkedList<PairingId>& evaluations(RunId run) const;

    std::shared_ptr<const StudySnapshot> snapshot();

  private:
    ReferenceMembers members_;
    ChunkedList<PairingRecord> pairings_;
    std::unordered_map<std::string, PairingId> byArchitecture_;
    std::vector<ChunkedList<PairingId>> evaluations_; ///< for each run
    LiveFront front_;
    std::shared_ptr<const Calibration> calibration_; ///< null while too few pairings are trained
    std::uint64_t version_ = 0;
};

/// The figures of an evaluation that the table shows. `hash` is the architecture's.
PairingRecord recordOf(const Evaluation& evaluation, std::uint64_t hash);
/// And back, without layers and chunks: what a search needs of a stored point.
Evaluation evaluationOf(const PairingRecord& record);

} // namespace pairscape
