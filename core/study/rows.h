// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/database.h"
#include "core/study/study_state.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pairscape {

// How what a study holds is written to rows and read from them. Everything here throws SQLite::Exception.

/// Prepared statements of the connection that writes. One thread at a time.
class RowWriter {
  public:
    RowWriter(SQLite::Database& database, const std::vector<std::string>& terms);

    /// `record` has id, run and index; what it lacks of the design comes from `evaluation`.
    void addPairing(const PairingRecord& record, const Evaluation& evaluation);
    void addEvaluation(RunId run, std::int64_t index, PairingId pairing);
    void addRun(const RunRecord& run);
    void setRunState(const RunRecord& run);
    /// Keeps the one that is there for the same objectives.
    void addHypervolumePoint(const HypervolumePoint& point);
    void addPopulation(const ReferencePopulation& population);
    void addMember(int index, const ReferenceMember& member);
    /// An empty name takes the pin away.
    void setPin(PairingId id, const std::string& name);
    void setAccuracy(PairingId id, const MeasuredAccuracy& accuracy);

  private:
    std::int64_t termId(const std::string& name) const;

    std::vector<std::string> terms_;
    Query pairing_, score_, chunk_, layer_, evaluation_, run_, runState_, member_, memberScore_,
        hypervolumePoint_, pin_, unpin_, accuracy_;
};

/// Reads a whole study, less the designs: `state` gets all but path and names. An Error where what is there
/// contradicts itself.
Status readStudy(SQLite::Database& database, StudyState& state);

/// Runs and reference points alone, into `state`.
Status readRuns(SQLite::Database& database, StudyState& state);

/// One row with its terms, of a file that cannot be read whole; nothing where it is not there.
std::optional<PairingRecord> readPairing(SQLite::Database& database, PairingId id,
                                         const std::vector<std::string>& terms);
std::optional<ReferenceMember> readMember(SQLite::Database& database, int index,
                                          const std::vector<std::string>& terms);

/// Every measured accuracy with its pairing, in a fixed order; none in a study of an older schema.
std::vector<std::pair<PairingId, MeasuredAccuracy>> readAccuracies(SQLite::Database& database);

/// The settings alone: what must be checked before the rest is read.
StudySettings readSettings(SQLite::Database& database);

/// Accelerator and costs of a pairing as they were stored; of an infeasible one all zero.
AcceleratorDesign readDesign(SQLite::Database& database, PairingId id);

} // namespace pairscape
