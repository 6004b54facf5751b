// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/pareto_archive.h"
#include "core/study/records.h"

#include <QString>

#include <string>
#include <vector>

namespace pairscape {

/// What each run of a study found by itself, in accuracy and FPS: what a person compares who searches one
/// study with two strategies. Takes in only what is new since the last snapshot. One thread.
class RunFronts {
  public:
    struct Front {
        RunId run = 0;
        QString name;                     ///< "2 conv-only"
        std::vector<std::size_t> members; ///< indices into the snapshot's pairings, ascending FPS
    };

    void follow(const StudySnapshot& snapshot);
    /// Of the newest runs that found something, at most `most`, older ones first; none where only one run
    /// did: its front is the study's.
    std::vector<Front> fronts(std::size_t most) const;

  private:
    struct Known {
        std::string strategy;
        std::size_t taken = 0; ///< evaluations that are in the archive
        ParetoArchive archive;
    };
    std::string path_;
    std::vector<Known> runs_;
};

} // namespace pairscape
