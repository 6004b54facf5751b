// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/zeroshot/reference_population.h"
#include "core/zeroshot/scorer.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace pairscape {

/// A file beside a population that is being scored: every member is appended the moment it is known, so that
/// a stopped run goes on where it was. Its first line names space and settings, the second the terms, and
/// each further one is a member as ReferencePopulation writes it. For one thread at a time.
class PopulationJournal {
  public:
    /// Opens or begins the journal of a scorer. InvalidInput where the file belongs to other settings, Io
    /// where it cannot be written. A last line that was cut off is left out.
    static Result<PopulationJournal> open(const std::filesystem::path& path, const Scorer& scorer);

    /// Members that the file already had.
    std::size_t known() const { return known_.size(); }
    const RawScores* find(const std::string& architecture) const;
    /// Io where the disk is full.
    Status append(const ReferenceMember& member);
    /// Removes the file: the population is whole.
    void remove();

  private:
    std::filesystem::path path_;
    std::ofstream file_;
    std::map<std::string, RawScores> known_;
};

} // namespace pairscape
