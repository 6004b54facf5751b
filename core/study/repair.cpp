// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/repair.h"

#include "core/study/compare.h"
#include "core/study/reference_phase.h"
#include "core/study/schema.h"
#include "core/study/study_builder.h"
#include "core/study/study_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace pairscape {

namespace {

/// What a read gives, or nothing where the file is damaged there.
template <class Read>
auto ifReadable(Read read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const SQLite::Exception&) {
        return std::nullopt;
    }
}

class Salvage {
  public:
    Salvage(std::string path, SQLite::Database& database, StudyContext context, StudySettings settings)
        : path_(std::move(path)), database_(database), context_(std::move(context)),
          settings_(std::move(settings)) {}

    Status save(const std::filesystem::path& out, int workers, ProgressSink* sink, std::stop_token stop) {
        collectRuns();
        collectMembers();
        if (Status collected = collectPairings(sink, stop); !collected)
            return collected;
        auto builder = StudyBuilder::create(out, settings_);
        if (!builder)
            return builder.error();
        if (!renumbered_.empty())
            if (Status whole = addPopulation(**builder, workers, sink, stop); !whole)
                return whole;
        addRuns(**builder);
        if (Status added = addPairings(**builder, sink, stop); !added)
            return added;
        addEvaluations(**builder);
        addPins(**builder);
        addAccuracies(**builder);
        return (*builder)->finish();
    }

    RepairReport report;

  private:
    void note(std::string sentence) { report.notes.push_back(std::move(sentence)); }

    void collectRuns() {
        StudyState state;
        state.path = path_;
        const auto read = ifReadable([&] { return readRuns(database_, state); });
        if (!read || !*read)
            note("Not all runs could be read; those after run " + std::to_string(state.runs.size()) +
                 " are lost.");
        runs_ = std::move(state.runs);
        points_ = std::move(state.hypervolumePoints);
    }

    /// Members that are those that the seed draws, with all their terms.
    void collectMembers() {
        for (int i = 0; i < referencePopulationSize; ++i) {
            auto member = ifReadable([&] { return readMember(database_, i, settings_.metrics); });
            if (member && *member && (*member)->scores.size() == settings_.metrics.size() &&
                (*member)->architecture ==
                    context_.space.format(referenceArchitecture(context_.space, settings_.seed, i)))
                members_.emplace(i, *std::move(*member));
        }
    }

    /// The highest number that any table knows a pairing under.
    PairingId highest() {
        PairingId most = 0;
        for (const char* sql : {"SELECT max(id) FROM pairings", "SELECT max(pairing) FROM evaluations",
                                "SELECT max(pairing) FROM scores", "SELECT max(pairing) FROM layers",
                                "SELECT max(pairing) FROM chunks"})
            if (const auto found = ifReadable([&] { return database_.execAndGet(sql).getInt64(); }))
                most = std::max(most, *found);
        // Where the tree is cut, its other end may still be there.
        ifReadable([&] {
            Query ids(database_, "SELECT id FROM pairings ORDER BY id");
            for (ids.start(); ids.next();)
                most = std::max(most, ids.integer(0));
            return true;
        });
        // A number in a damaged row may be any: there are not more pairings than the file has room for.
        std::error_code unknown;
        const auto bytes = std::filesystem::file_size(path_, unknown);
        return unknown ? most : std::min(most, static_cast<PairingId>(bytes / 64));
    }

    /// The whole pairing where all of it is there and agrees with its architecture.
    std::optional<std::pair<PairingRecord, Evaluation>> wholePairing(PairingId id) {
        auto record = ifReadable([&] { return readPairing(database_, id, settings_.metrics); });
        if (!record || !*record)
            return std::nullopt;
        PairingRecord& row = **record;
        const Result<Architecture> architecture = context_.space.parse(row.architecture);
        if (!architecture || context_.space.format(*architecture) != row.architecture ||
            context_.space.hash(*architecture) != row.hash || row.scores.size() != settings_.metrics.size())
            return std::nullopt;
        const Network network = context_.space.expand(*architecture);
        if (network.counts() != row.counts || row.run < 1 || row.index < 0)
            return std::nullopt;
        Evaluation evaluation = evaluationOf(row);
        evaluation.storedAs = 0;
        if (row.feasible) {
            auto design = ifReadable([&] { return readDesign(database_, id); });
            if (!design || !agrees(*design, network))
                return std::nullopt;
            evaluation.design = *std::move(design);
        }
        if (notANumber(evaluation))
            return std::nullopt;
        return std::pair(std::move(row), std::move(evaluation));
    }

    /// Chunks and layers are those of this network, none missing: the chunks' sums are those of their layers.
    static bool agrees(const AcceleratorDesign& design, const Network& network) {
        if (design.cost.layers.size() != network.layers.size())
            return false;
        std::array<int, operatorTypeCount> layers{};
        std::array<std::int64_t, operatorTypeCount> cycles{};
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            const LayerCost& layer = design.cost.layers[i];
            if (layer.chunk != network.layers[i].op)
                return false;
            ++layers[indexOf(layer.chunk)];
            cycles[indexOf(layer.chunk)] += layer.cycles;
        }
        for (const OperatorType op : allOperatorTypes) {
            const ChunkCost& chunk = design.cost.chunks[indexOf(op)];
            if (chunk.layers != layers[indexOf(op)] || chunk.cycles != cycles[indexOf(op)])
                return false;
        }
        return true;
    }

    /// Finds out which pairings are whole; they are read once more when they are written.
    Status collectPairings(ProgressSink* sink, const std::stop_token& stop) {
        const PairingId most = highest();
        std::set<std::string> architectures;
        RunId lastRun = 0;
        for (PairingId id = 1; id <= most; ++id) {
            if (stop.stop_requested())
                return stopped();
            if (sink != nullptr && (id % 64 == 0 || id == most))
                sink->progress({"reading", id, most});
            const auto whole = wholePairing(id);
            if (!whole || !architectures.insert(whole->first.architecture).second) {
                ++report.lostPairings;
                continue;
            }
            renumbered_.emplace(id, ++report.pairings);
            places_.emplace(std::pair(whole->first.run, whole->first.index), id);
            lastRun = std::max(lastRun, whole->first.run);
        }
        // A run whose row is lost keeps its number, so that its pairings keep theirs.
        while (static_cast<RunId>(runs_.size()) < lastRun) {
            RunRecord lost;
            lost.id = static_cast<RunId>(runs_.size()) + 1;
            lost.state = RunState::Failed;
            lost.startedAt = lost.endedAt = utcNow();
            lost.message = "its settings were lost in a damaged file";
            runs_.push_back(std::move(lost));
        }
        return {};
    }

    Status addPopulation(StudyBuilder& builder, int workers, ProgressSink* sink,
                         const std::stop_token& stop) {
        report.lostMembers = referencePopulationSize - static_cast<int>(members_.size());
        if (report.lostMembers > 0) {
            const PauseGate gate;
            const auto whole = completePopulation(context_, members_, workers, gate, sink, stop, {});
            if (!whole)
                return whole.error().code == ErrorCode::Stopped ? Status(stopped()) : whole.error();
            int index = 0;
            for (const ReferenceMember& member : whole->members())
                members_.try_emplace(index++, member);
        }
        for (const auto& [index, member] : members_)
            builder.rows().addMember(index, member);
        return {};
    }

    void addRuns(StudyBuilder& builder) {
        for (const HypervolumePoint& point : points_)
            builder.rows().addHypervolumePoint(point);
        for (RunRecord& run : runs_) {
            evaluations_.push_back(savedEvaluations(run.id));
            const auto kept = static_cast<std::int64_t>(evaluations_.back().size());
            const bool going = run.state == RunState::Queued || run.state == RunState::Running ||
                               run.state == RunState::Paused;
            const bool lacks = run.state == RunState::Finished && kept < expectedEvaluations(run);
            if (lacks)
                note("Run " + std::to_string(run.id) + " keeps its first " + std::to_string(kept) +
                     " evaluations; resuming it computes the others again.");
            if (going || lacks) {
                run.state = RunState::Interrupted;
                run.end = RunEnd::Open;
            }
            builder.rows().addRun(run);
        }
    }

    /// How many a finished run had: its budget, but where it ended for another reason.
    std::int64_t expectedEvaluations(const RunRecord& run) {
        if (run.end == RunEnd::Budget)
            return run.settings.budget;
        const auto last = ifReadable([&] {
            Query query(database_, "SELECT max(position) FROM evaluations WHERE run = ?");
            query.start(run.id);
            const bool some = query.next() && !query.isNull(0);
            const std::int64_t position = some ? query.integer(0) : -1;
            query.close();
            return position;
        });
        return last ? *last + 1 : run.settings.budget;
    }

    /// Numbers, in the damaged study, of what a run evaluated, up to the first that is lost.
    std::vector<PairingId> savedEvaluations(RunId run) {
        std::vector<PairingId> saved;
        while (true) {
            const auto position = static_cast<std::int64_t>(saved.size());
            const auto stored = ifReadable([&] {
                Query query(database_, "SELECT pairing FROM evaluations WHERE run = ? AND position = ?");
                query.start(run, position);
                const PairingId pairing = query.next() ? query.integer(0) : 0;
                query.close();
                return pairing;
            });
            PairingId pairing = stored.value_or(0);
            if (pairing == 0) // the pairing itself knows who evaluated it first
                if (const auto place = places_.find({run, position}); place != places_.end())
                    pairing = place->second;
            if (!renumbered_.contains(pairing))
                return saved;
            saved.push_back(pairing);
        }
    }

    Status addPairings(StudyBuilder& builder, ProgressSink* sink, const std::stop_token& stop) {
        for (const auto& [old, id] : renumbered_) {
            if (stop.stop_requested())
                return stopped();
            const auto whole = wholePairing(old);
            if (!whole)
                return Error{
                    ErrorCode::Io,
                    "Pairing " + std::to_string(old) + " of " + path_ +
                        " can be read no more; the disk may be failing: copy the file to another one "
                        "and repair the copy."};
            PairingRecord record = whole->first;
            record.id = id;
            builder.rows().addPairing(record, whole->second);
            if (sink != nullptr && (id % 64 == 0 || id == report.pairings))
                sink->progress({"writing", id, report.pairings});
        }
        return {};
    }

    void addEvaluations(StudyBuilder& builder) {
        for (std::size_t run = 0; run < evaluations_.size(); ++run)
            for (std::size_t index = 0; index < evaluations_[run].size(); ++index)
                builder.rows().addEvaluation(static_cast<RunId>(run) + 1, static_cast<std::int64_t>(index),
                                             renumbered_.at(evaluations_[run][index]));
    }

    void addPins(StudyBuilder& builder) {
        const auto read = ifReadable([&] {
            Query pins(database_, "SELECT pairing, name FROM pins");
            for (pins.start(); pins.next();) {
                const auto place = renumbered_.find(pins.integer(0));
                if (place == renumbered_.end())
                    note("The pinned design '" + pins.text(1) + "' is lost.");
                else if (!pins.text(1).empty())
                    builder.rows().setPin(place->second, pins.text(1));
            }
            return true;
        });
        if (!read)
            note("Not all pins could be read.");
    }

    void addAccuracies(StudyBuilder& builder) {
        const auto all = ifReadable([&] { return readAccuracies(database_); });
        if (!all) {
            note("The measured accuracies could not be read.");
            return;
        }
        for (const auto& [pairing, accuracy] : *all) {
            const auto place = renumbered_.find(pairing);
            if (place == renumbered_.end())
                note("The " + accuracyKindName(accuracy.kind) + " accuracy of pairing " +
                     std::to_string(pairing) + " is lost with it.");
            else
                builder.rows().setAccuracy(place->second, accuracy);
        }
    }

    static Error stopped() { return {ErrorCode::Stopped, "The repair was stopped; nothing was written."}; }

    std::string path_;
    SQLite::Database& database_;
    StudyContext context_;
    StudySettings settings_;
    std::vector<RunRecord> runs_;
    std::vector<HypervolumePoint> points_;
    ReferenceMembers members_;
    std::map<PairingId, PairingId> renumbered_; ///< whole pairings: old number, new number
    std::map<std::pair<RunId, std::int64_t>, PairingId> places_;
    std::vector<std::vector<PairingId>> evaluations_; ///< for each run
};

} // namespace

Result<RepairReport> repairStudy(const std::filesystem::path& damaged, const std::filesystem::path& out,
                                 int workers, ProgressSink* sink, std::stop_token stop) {
    const auto file = StudyFile::open(damaged, OpenMode::ReadOnly);
    if (!file)
        return file.error();
    const std::string path = damaged.string();
    std::unique_ptr<SQLite::Database> database;
    StudySettings settings;
    const auto hopeless = [&path](const std::string& why) {
        return Error{ErrorCode::Corrupt, "Nothing can be saved of " + path +
                                             ": the study's settings cannot be read (" + why +
                                             "); restore it from a copy."};
    };
    try {
        database = connect(path, Connection::Damaged);
        settings = readSettings(*database);
    } catch (const SQLite::Exception& failure) {
        return hopeless(failure.what());
    }
    auto context = makeContext(settings);
    if (!context)
        return hopeless(context.error().message);
    try {
        Salvage salvage(path, *database, *std::move(context), std::move(settings));
        if (Status saved = salvage.save(out, workers, sink, std::move(stop)); !saved)
            return saved.error();
        return std::move(salvage.report);
    } catch (const SQLite::Exception& failure) {
        return storageError(failure, out.string(), nullptr);
    }
}

} // namespace pairscape
