// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/merge.h"

#include "core/accelerator/platform.h"
#include "core/base/number_text.h"
#include "core/study/compare.h"
#include "core/study/schema.h"
#include "core/study/study_builder.h"
#include "core/study/study_store.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

namespace pairscape {

namespace {

using Inputs = std::vector<std::shared_ptr<StudyStore>>;

Result<Inputs> openAll(const std::vector<std::filesystem::path>& paths) {
    Inputs inputs;
    for (const std::filesystem::path& path : paths) {
        const auto study = Study::open(path, OpenMode::ReadOnly);
        if (!study)
            return study.error();
        inputs.push_back(std::dynamic_pointer_cast<StudyStore>(*study));
    }
    return inputs;
}

/// Whether two texts, which versions may write differently, are of one platform.
bool samePlatform(const std::string& a, const std::string& b) {
    const auto first = Platform::fromJson(a, "platform"), second = Platform::fromJson(b, "platform");
    return first && second && *first == *second;
}

/// In what the second study differs so that its figures cannot stand beside the first one's; empty: in
/// nothing.
std::string otherSetting(const StudySettings& a, const StudySettings& b) {
    if (a.spaceJson != b.spaceJson)
        return "search space";
    if (a.platformJson != b.platformJson && !samePlatform(a.platformJson, b.platformJson))
        return "platform";
    if (a.seed != b.seed)
        return "seed";
    if (a.acceleratorMethod != b.acceleratorMethod)
        return "accelerator method";
    if (a.hardwareObjective != b.hardwareObjective)
        return "accelerator objective";
    if (a.maxBatch != b.maxBatch)
        return "largest batch";
    if (a.rankMetric != b.rankMetric)
        return "zero-shot metric";
    if (a.metrics != b.metrics || a.zenBatch != b.zenBatch || a.zenRepeats != b.zenRepeats)
        return "set of zero-shot terms";
    return {};
}

/// One pairing with all that a store has of it.
Result<Evaluation> wholeEvaluation(const StudyStore& study, PairingId id) {
    auto detail = study.detail(id);
    if (!detail)
        return detail.error();
    Evaluation evaluation = evaluationOf(detail->record);
    evaluation.storedAs = 0;
    evaluation.design.accelerator = detail->accelerator;
    evaluation.design.cost = std::move(detail->cost);
    return evaluation;
}

class Merger {
  public:
    Merger(const Inputs& inputs, StudyBuilder& builder, ProgressSink* sink, std::stop_token stop)
        : inputs_(inputs), builder_(builder), sink_(sink), stop_(std::move(stop)) {
        for (const auto& input : inputs)
            total_ += std::ssize(input->snapshot()->pairings);
    }

    Status run() {
        if (Status stored = addPopulation(); !stored)
            return stored;
        for (const auto& input : inputs_)
            if (Status added = addStudy(*input); !added)
                return added;
        return {};
    }

    MergeReport report;

  private:
    /// A complete population where some study has one, else the members that they have together.
    Status addPopulation() {
        ReferenceMembers members;
        const StudyStore* owner = nullptr;
        for (const auto& input : inputs_) {
            ReferenceMembers own = input->populationMembers();
            if (const auto whole = input->population())
                for (const ReferenceMember& member : whole->members())
                    own.emplace(static_cast<int>(own.size()), member);
            for (const auto& [index, member] : own) {
                const auto [place, isNew] = members.emplace(index, member);
                if (isNew)
                    continue;
                Evaluation first;
                Evaluation second;
                first.feasible = second.feasible = false;
                first.scores = place->second.scores;
                second.scores = member.scores;
                if (place->second.architecture != member.architecture ||
                    difference(first, second, scoreTolerance))
                    return Error{ErrorCode::InvalidInput,
                                 "Studies " + owner->snapshot()->path + " and " + input->snapshot()->path +
                                     " rank against different reference populations and cannot be merged."};
            }
            if (owner == nullptr && !own.empty())
                owner = input.get();
        }
        for (const auto& [index, member] : members)
            builder_.rows().addMember(index, member);
        return {};
    }

    Status addStudy(const StudyStore& study) {
        const auto snapshot = study.snapshot();
        for (const HypervolumePoint& point : snapshot->hypervolumePoints)
            builder_.rows().addHypervolumePoint(point);
        const RunId before = report.runs;
        for (RunRecord run : snapshot->runs) {
            run.id = ++report.runs;
            if (run.state == RunState::Queued || run.state == RunState::Running ||
                run.state == RunState::Paused) {
                // Another program is at it; here nobody is.
                run.state = RunState::Interrupted;
                run.endedAt = utcNow();
            }
            builder_.rows().addRun(run);
        }
        for (std::size_t i = 0; i < snapshot->runs.size(); ++i) {
            const ChunkedList<PairingId>& evaluations = snapshot->evaluations[i];
            for (std::size_t index = 0; index < evaluations.size(); ++index) {
                const RunId run = before + static_cast<RunId>(i) + 1;
                const auto added = addPairing(study, *snapshot->find(evaluations[index]), run,
                                              static_cast<std::int64_t>(index));
                if (!added)
                    return added.error();
                builder_.rows().addEvaluation(run, static_cast<std::int64_t>(index), *added);
            }
        }
        // What a repair saved without its place in a run.
        for (const PairingRecord& record : snapshot->pairings)
            if (const auto added = addPairing(study, record, before + record.run, record.index); !added)
                return added.error();
        return {};
    }

    /// Its number in the new study.
    Result<PairingId> addPairing(const StudyStore& study, const PairingRecord& record, RunId run,
                                 std::int64_t index) {
        const std::pair<const StudyStore*, PairingId> here = {&study, record.id};
        const auto [known, isNew] = known_.try_emplace(record.architecture, Known{here, 0, {}, {}, {}});
        if (!isNew && (known->second.first == here || known->second.last == here))
            return known->second.id;
        if (stop_.stop_requested())
            return Error{ErrorCode::Stopped, "The merge was stopped; nothing was written."};
        const auto evaluation = wholeEvaluation(study, record.id);
        if (!evaluation)
            return evaluation.error();
        if (isNew) {
            PairingRecord copy = record;
            copy.id = known->second.id = ++report.pairings;
            copy.run = run;
            copy.index = index;
            builder_.rows().addPairing(copy, *evaluation);
        } else if (Status same = compare(study, record, *evaluation, known->second); !same) {
            return same.error();
        }
        if (record.pinned())
            addPin(study, record, known->second);
        addAccuracies(study, record, known->second);
        tell();
        return known->second.id;
    }

    struct Known {
        std::pair<const StudyStore*, PairingId> first; ///< who had it first
        PairingId id = 0;
        std::pair<const StudyStore*, PairingId> last; ///< who had it last and was compared
        std::string pin;
        std::vector<MeasuredAccuracy> measured;
    };

    Status compare(const StudyStore& study, const PairingRecord& record, const Evaluation& evaluation,
                   Known& known) {
        const auto first = wholeEvaluation(*known.first.first, known.first.second);
        if (!first)
            return first.error();
        if (const auto differs = difference(*first, evaluation, scoreTolerance))
            return Error{ErrorCode::InvalidInput,
                         "Pairing " + std::to_string(known.first.second) + " of " +
                             known.first.first->snapshot()->path + " and pairing " +
                             std::to_string(record.id) + " of " + study.snapshot()->path +
                             " are one architecture with two results (" + *differs +
                             "); nothing was written, since studies of different versions cannot be merged."};
        if (known.last.first == nullptr)
            ++report.shared;
        known.last = {&study, record.id};
        return {};
    }

    void addPin(const StudyStore& study, const PairingRecord& record, Known& known) {
        if (known.pin.empty()) {
            known.pin = record.pin;
            builder_.rows().setPin(known.id, record.pin);
        } else if (known.pin != record.pin) {
            report.notes.push_back("Pairing " + std::to_string(known.id) + " stays pinned as '" + known.pin +
                                   "'; " + study.snapshot()->path + " calls it '" + record.pin + "'.");
        }
    }

    /// The first study's stay.
    void addAccuracies(const StudyStore& study, const PairingRecord& record, Known& known) {
        for (const MeasuredAccuracy& accuracy : record.measured) {
            const auto there = std::ranges::find(known.measured, accuracy.kind, &MeasuredAccuracy::kind);
            if (there == known.measured.end()) {
                known.measured.push_back(accuracy);
                builder_.rows().setAccuracy(known.id, accuracy);
            } else if (*there != accuracy) {
                report.notes.push_back("Pairing " + std::to_string(known.id) + " keeps its " +
                                       accuracyKindName(accuracy.kind) + " accuracy of " +
                                       exactText(there->percent) + " %; " + study.snapshot()->path +
                                       " has another of " + exactText(accuracy.percent) + " %.");
            }
        }
    }

    void tell() {
        if (sink_ != nullptr && (++done_ % 64 == 0 || done_ == total_))
            sink_->progress({"merging", done_, total_});
    }

    const Inputs& inputs_;
    StudyBuilder& builder_;
    ProgressSink* sink_;
    std::stop_token stop_;
    std::unordered_map<std::string, Known> known_;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

} // namespace

Result<MergeReport> mergeStudies(const std::filesystem::path& out,
                                 const std::vector<std::filesystem::path>& inputs, ProgressSink* sink,
                                 std::stop_token stop) {
    if (inputs.size() < 2)
        return Error{ErrorCode::InvalidInput, "Name two studies or more to merge."};
    const auto opened = openAll(inputs);
    if (!opened)
        return opened.error();
    const auto first = opened->front()->snapshot();
    for (const auto& input : *opened)
        if (const std::string other = otherSetting(first->settings, input->snapshot()->settings);
            !other.empty())
            return Error{ErrorCode::InvalidInput, "Studies " + first->path + " and " +
                                                      input->snapshot()->path + " have another " + other +
                                                      " each, so their figures do not compare; only studies "
                                                      "created with the same settings can be merged."};
    try {
        auto builder = StudyBuilder::create(out, first->settings);
        if (!builder)
            return builder.error();
        Merger merger(*opened, **builder, sink, std::move(stop));
        if (Status merged = merger.run(); !merged)
            return merged.error();
        if (Status named = (*builder)->finish(); !named)
            return named.error();
        return std::move(merger.report);
    } catch (const SQLite::Exception& failure) {
        return storageError(failure, out.string(), nullptr);
    }
}

} // namespace pairscape
