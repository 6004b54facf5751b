// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/space/search_space.h"
#include "core/training/trainer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// A rank study: a sample of a space's architectures, each trained under one fixed budget, beside its
/// zero-shot terms. It lives in a file of JSON lines to which several processes may add at once.
namespace pairscape {

/// What a study is about; the first line of its file. Two runs on one file must agree in all of it.
struct RankStudyPlan {
    std::string space;      ///< name of the search space
    std::uint64_t seed = 1; ///< from which architectures are drawn
    int hybrids = 100;      ///< with at least one shift or adder block
    int convOnly = 50;      ///< from the space restricted to conv
    std::string dataFormat; ///< as DataSet::format, with the number of classes of the whole set
    TrainingBudget budget;

    int members() const { return hybrids + convOnly; }
    bool operator==(const RankStudyPlan&) const = default;
};

enum class StudyGroup : std::uint8_t { Hybrid, ConvOnly };
/// "hybrid", "conv-only".
std::string studyGroupName(StudyGroup group);

/// What is known of one member.
struct RankStudyMember {
    int index = 0; ///< hybrids first
    StudyGroup group = StudyGroup::Hybrid;
    std::string architecture;
    std::optional<TestFigures> trained;
    std::string failure; ///< why training failed, when it did: "diverged ..."
    double trainLoss = 0;
    double seconds = 0; ///< of training and test
    std::string device;
    std::map<std::string, double> terms; ///< raw zero-shot terms; may hold -infinity
};

/// Members in order of their index; those of which nothing is known yet have an architecture only.
struct RankStudy {
    RankStudyPlan plan;
    std::vector<RankStudyMember> members;
    int damagedLines = 0; ///< lines that could not be read: a crash may leave a last half line
};

/// The architectures of a plan: member i is a function of (space, seed, group, i), and all differ.
/// InvalidInput where the space does not have that many.
Result<std::vector<Architecture>> rankStudyArchitectures(const SearchSpace& space, const RankStudyPlan& plan);

/// Reads a study's file. NotFound where there is none; InvalidInput where it is no rank study.
Result<RankStudy> readRankStudy(const std::filesystem::path& path, const SearchSpace& space);
/// The plan alone, which names the space.
Result<RankStudyPlan> readRankStudyPlan(const std::filesystem::path& path);
/// The space that the plan names: a preset, or the file NAME.json beside the study. NotFound says how to
/// get there.
Result<SearchSpace> rankStudySpace(const std::filesystem::path& file, const RankStudyPlan& plan);

/// Zero-shot terms of an architecture by name.
using TermSource = std::function<Result<std::map<std::string, double>>(const Architecture&, std::stop_token)>;

struct RankStudyRun {
    std::filesystem::path file;
    int shard = 0, shards = 1; ///< this process takes every shards-th member
    bool train = true;
    std::vector<std::string> terms; ///< that `source` computes; members that have them all are left alone
    TermSource source;
    TrainingRun training; ///< device and loader threads; checkpoint and observer are not used
    ProgressSink* sink = nullptr;
    /// Called after every member that was trained or scored here.
    std::function<void(const RankStudyMember&)> ended;
};

/// Does what the file lacks of the plan, one member after the other (hybrids and conv-only ones mixed, so
/// that any part of a study is a small study), and appends every result the moment it is known. Creates the
/// file. Errors: Stopped (what was done is stored; a member under way begins anew), InvalidInput (the file is
/// of another plan), and what training says, except that a member that diverges is stored as such.
Status runRankStudy(const SearchSpace& space, const DataSet& data, const RankStudyPlan& plan,
                    const RankStudyRun& run, std::stop_token stop);

} // namespace pairscape
