// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/compare.h"
#include "core/study/study_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

Error damaged(const std::string& path, const std::string& what) {
    return {ErrorCode::Corrupt, "Study " + path + " is damaged: " + what + "; " + damageAdvice};
}

/// While it lives, SQLite gives up what it is doing once a stop is requested.
class Interruptible {
  public:
    Interruptible(SQLite::Database& database, std::stop_token stop)
        : handle_(database.getHandle()), stop_(std::move(stop)) {
        sqlite3_progress_handler(
            handle_, 10000,
            [](void* self) { return int{static_cast<Interruptible*>(self)->stop_.stop_requested()}; }, this);
    }
    ~Interruptible() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

  private:
    sqlite3* handle_;
    std::stop_token stop_;
};

/// Members of the reference population whose scores are computed again.
constexpr int recomputedMembers = 4;

Error stopped() {
    return {ErrorCode::Stopped, "The check was stopped before its end; nothing wrong was found so far."};
}

/// SQLite's own checks of pages, indices, constraints and foreign keys.
Status checkDatabase(SQLite::Database& database, const std::string& path) {
    const std::string verdict = database.execAndGet("PRAGMA integrity_check(1)").getString();
    if (verdict != "ok")
        return damaged(path, "SQLite says '" + verdict.substr(0, verdict.find('\n')) + "'");
    Query keys(database, "PRAGMA foreign_key_check");
    keys.start();
    if (keys.next()) {
        const std::string table = keys.text(0);
        const std::string parent = keys.text(2);
        keys.close();
        return damaged(path, "a row of '" + table + "' belongs to none of '" + parent + "'");
    }
    return {};
}

/// What of a pairing follows from its architecture alone.
Status checkRecord(const PairingRecord& record, const StudyContext& context, const std::string& path) {
    const std::string which = "pairing " + std::to_string(record.id);
    const Result<Architecture> architecture = context.space.parse(record.architecture);
    if (!architecture)
        return damaged(path, which + " has no valid architecture");
    if (context.space.format(*architecture) != record.architecture)
        return damaged(path, "the architecture of " + which + " is not in canonical form");
    if (context.space.hash(*architecture) != record.hash)
        return damaged(path, "the hash of " + which + " does not belong to its architecture");
    if (context.space.expand(*architecture).counts() != record.counts)
        return damaged(path, "the operation counts of " + which + " do not belong to its architecture");
    return {};
}

/// All members, also of a population that was not complete when its run was stopped.
ReferenceMembers membersOf(const StudyState& stored) {
    ReferenceMembers members = stored.members();
    if (stored.population)
        for (const ReferenceMember& member : stored.population->members())
            members.emplace(static_cast<int>(members.size()), member);
    return members;
}

/// The members are those that the study's seed draws, and some of their scores come out as stored.
Status checkPopulation(const ReferenceMembers& members, const StudyContext& context, int samples,
                       const std::string& path, const std::stop_token& stop) {
    const int step = referencePopulationSize / std::clamp(samples, 1, recomputedMembers);
    for (const auto& [i, member] : members) {
        const Architecture drawn = referenceArchitecture(context.space, context.scorer->settings().seed, i);
        if (context.space.format(drawn) != member.architecture)
            return damaged(path, "member " + std::to_string(i + 1) +
                                     " of its reference population is not the one that its seed draws");
        if (samples < 1 || i % step != 0)
            continue;
        const Result<RawScores> scores = context.scorer->score(drawn, stop);
        if (!scores)
            return scores.error();
        Evaluation before;
        Evaluation now;
        before.feasible = now.feasible = false;
        before.scores = member.scores;
        now.scores = *scores;
        if (const auto differs = difference(before, now, scoreTolerance))
            return damaged(path,
                           "member " + std::to_string(i + 1) +
                               " of its reference population does not come out as it is stored: " + *differs);
    }
    return {};
}

} // namespace

Status StudyStore::verify(int samples, ProgressSink* sink, std::stop_token stop) const {
    const auto tell = [sink](const char* phase, std::int64_t done, std::int64_t total) {
        if (sink != nullptr)
            sink->progress({phase, done, total});
    };
    std::unique_ptr<SQLite::Database> database;
    try {
        database = reader();
        const Interruptible interruptible(*database, stop);
        if (Status sound = checkDatabase(*database, path_); !sound)
            return sound;

        // What the file says now, read afresh: the copy in memory proves nothing.
        StudyState stored;
        stored.path = path_;
        database->exec("BEGIN");
        if (Status read = readStudy(*database, stored); !read)
            return read;
        const auto total = static_cast<std::int64_t>(stored.size());
        for (PairingId id = 1; id <= total; ++id) {
            if (stop.stop_requested())
                return stopped();
            if (Status sound = checkRecord(stored.pairing(id), context_, path_); !sound)
                return sound;
            if (id % 256 == 0 || id == total)
                tell("reading", id, total);
        }

        if (Status sound = checkPopulation(membersOf(stored), context_, samples, path_, stop); !sound)
            return sound.error().code == ErrorCode::Stopped ? stopped() : sound;

        // Recomputed from scratch: spread evenly over the study.
        const AcceleratorSearch accelerators(context_.platform, context_.accelerators);
        const std::int64_t count = std::min<std::int64_t>(std::max(samples, 0), total);
        for (std::int64_t i = 0; i < count; ++i) {
            const PairingRecord& record = stored.pairing(i * total / count + 1);
            Evaluation before = evaluationOf(record);
            before.design = readDesign(*database, record.id);
            const Result<Evaluation> now =
                evaluatePairing(context_.space, *context_.space.parse(record.architecture), *context_.scorer,
                                accelerators, stop);
            if (!now)
                return now.error().code == ErrorCode::Stopped ? stopped() : now.error();
            if (const auto differs = difference(before, *now, scoreTolerance))
                return Error{ErrorCode::Corrupt,
                             "Pairing " + std::to_string(record.id) + " of " + path_ +
                                 " does not come out as it is stored: " + *differs +
                                 "; the file was changed, or another version of Pairscape made it."};
            tell("recomputing", i + 1, count);
        }
        database->exec("COMMIT");
    } catch (const SQLite::Exception& failure) {
        if (stop.stop_requested())
            return stopped();
        return storageError(failure, path_, database.get());
    }
    return {};
}

} // namespace pairscape
