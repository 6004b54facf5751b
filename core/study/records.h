// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/search/objective.h"
#include "core/search/pairing_problem.h"
#include "core/space/network.h"
#include "core/study/chunked_list.h"
#include "core/zeroshot/calibration.h"
#include "core/zeroshot/raw_scores.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pairscape {

/// Number of a pairing in its study: 1, 2, 3, ... in the order in which they were stored. 0 is none.
using PairingId = std::int64_t;
using RunId = std::int64_t;

/// Where an accuracy figure comes from. The UI always says which.
enum class AccuracyKind : std::uint8_t { ZeroShotRank, Predicted, Supernet, Trained };
std::string accuracyKindName(AccuracyKind kind); ///< "zero-shot rank", "predicted", "supernet", "trained"

enum class RunState : std::uint8_t { Queued, Running, Paused, Finished, Cancelled, Interrupted, Failed };
std::string runStateName(RunState state); ///< "queued", "running", ...
bool ended(RunState state);               ///< finished, cancelled, interrupted or failed

/// A top-1 accuracy that was measured on test images: of a network trained by itself or inside a supernet.
struct MeasuredAccuracy {
    AccuracyKind kind = AccuracyKind::Trained; ///< that or Supernet
    double percent = 0;
    std::int64_t images = 0; ///< that were looked at
    std::string source;      ///< one line that says how: data set, budget, program
    std::string measuredAt;  ///< UTC, ISO 8601; a store fills it in where it is empty

    bool operator==(const MeasuredAccuracy&) const = default;
};

/// What a study is about. Fixed when it is created.
struct StudySettings {
    std::string spaceJson;    ///< SearchSpace::toJson()
    std::string platformJson; ///< Platform::toJson()
    std::uint64_t seed = 1;
    std::string acceleratorMethod = "exact";
    std::string hardwareObjective = "fps";
    int maxBatch = 16;
    std::string rankMetric = "nash"; ///< what the accuracy axis is: one of rankMetrics()
    std::vector<std::string> metrics = {"nn_degree", "zen"}; ///< at least the terms of the rank metric
    int zenBatch = 16;
    int zenRepeats = 1;

    /// Makes this the rank metric, and its terms those that are computed; a name that is not known is kept
    /// for whoever creates the study to tell.
    void rankBy(const std::string& metric);
};

/// What one run does. The seed of a run is the study's unless said otherwise.
struct RunSettings {
    std::string strategy = "nash";
    std::int64_t budget = 500;
    std::uint64_t seed = 1;
    int population = 32;
    int batch = 16;
    std::vector<Objective> objectives = usualObjectives(); ///< two or more; stored in the order of Quantity
    std::vector<Constraint> constraints;
    std::vector<std::string> seeds; ///< architectures that are evaluated first
    std::optional<double>
        timeLimit; ///< seconds of running from the start or the resumption; then it is finished
    /// Where an aim names the predicted accuracy: the curve that it is read from, "rank:share,...", as it was
    /// when the run began. Filled in by startRun(), so that trainings that end meanwhile change nothing.
    std::string predictor;
    std::optional<std::int64_t> patience; ///< finished when so many evaluations brought no gain (runner.h)
};

/// Why a finished run ended.
enum class RunEnd : std::uint8_t { Open, Budget, TimeLimit, NoGain, Exhausted };
std::string runEndName(RunEnd end); ///< "", "budget", "time limit", "no gain", "space exhausted"

/// A run as stored. `done` counts its stored evaluations.
struct RunRecord {
    RunId id = 0;
    RunSettings settings;
    RunState state = RunState::Queued;
    std::int64_t done = 0;
    std::string startedAt, endedAt; ///< UTC, ISO 8601; endedAt empty while it goes on
    std::string message;            ///< why it failed, else empty
    RunEnd end = RunEnd::Open;      ///< of a finished run
};
bool resumable(const RunRecord& run); ///< interrupted or cancelled

/// The point above which a study measures the hypervolume for one set of objectives: the same for all its
/// runs, so that they compare. In the units of the quantities, in the order of the objectives.
struct HypervolumePoint {
    std::vector<Objective> objectives;
    std::vector<double> point;
};

/// One evaluated pairing as tables and plots need it. All metrics with their kind: scores are zero-shot,
/// hardware figures are modelled.
struct PairingRecord {
    PairingId id = 0;
    RunId run = 0;            ///< the run that first evaluated it
    std::int64_t index = 0;   ///< its place in that run
    std::string architecture; ///< canonical text
    std::uint64_t hash = 0;
    OperationCounts counts;
    RawScores scores;    ///< raw terms
    double accuracy = 0; ///< value on the accuracy axis, of kind `accuracyKind`
    AccuracyKind accuracyKind = AccuracyKind::ZeroShotRank;
    std::vector<MeasuredAccuracy> measured; ///< one of a kind at most, trained first
    /// Of the study's calibration, shares of 1; nothing while too few pairings of the study are trained.
    std::optional<CalibratedAccuracy> predicted;
    bool feasible = true;
    std::string infeasibleReason;
    double fps = 0, throughputGops = 0, latencySeconds = 0, energyJoule = 0, powerWatts = 0;
    Resources use;
    int batch = 1;
    Bound bound = Bound::Compute;
    OperatorType bottleneck = OperatorType::Conv;
    bool onFront = false; ///< not dominated in (accuracy, FPS) among the study's feasible pairings
    std::string pin;      ///< name it was pinned under, empty if it is not pinned

    double edp() const { return energyJoule * latencySeconds; }
    bool pinned() const { return !pin.empty(); }
    /// Null where none of this kind is known.
    const MeasuredAccuracy* accuracyOf(AccuracyKind kind) const;
};

/// Everything about one pairing, for the design page and for export.
struct PairingDetail {
    PairingRecord record;
    Network network;
    Accelerator accelerator;
    HardwareCost cost; ///< with layers and chunks
    /// Rank of each raw term in the reference population, same order as record.scores.
    std::vector<double> ranks;
};

/// A consistent view of a study at one moment. Immutable; views swap the pointer.
struct StudySnapshot {
    std::string path;
    std::uint64_t version = 0; ///< grows with every snapshot
    StudySettings settings;
    std::string spaceName, platformName, platformTitle;
    std::vector<std::string> terms; ///< names of the raw terms in every record
    std::vector<RunRecord> runs;
    ChunkedList<PairingRecord> pairings; ///< pairings[i].id == i + 1; snapshots share what is the same
    /// For each run what it evaluated, in order: also what the store held already.
    std::vector<ChunkedList<PairingId>> evaluations;
    std::vector<HypervolumePoint> hypervolumePoints;
    /// From zero-shot rank to trained accuracy, by all pairings that have both; null while these are too few.
    std::shared_ptr<const Calibration> calibration;
    int populationMembers = 0;      ///< of the reference population that are stored so far
    std::vector<std::size_t> front; ///< indices into pairings, ascending FPS
    bool readOnly = false;

    const PairingRecord* find(PairingId id) const {
        return id >= 1 && static_cast<std::size_t>(id) <= pairings.size()
                   ? &pairings[static_cast<std::size_t>(id) - 1]
                   : nullptr;
    }
};

/// The curve of RunSettings::predictor; null where it is empty or no curve.
std::shared_ptr<const Calibration> predictorOf(const RunSettings& run);
std::string predictorText(const Calibration& calibration);

/// All figures of a pairing that objectives and constraints may name; NaN where it has none of a kind.
QuantityValues quantityValues(const PairingRecord& record);

} // namespace pairscape
