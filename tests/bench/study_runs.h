// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/runner.h"
#include "core/study/study.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pairscape::bench {

/// A folder that goes with all that is in it.
struct Folder {
    std::filesystem::path path;
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

/// A new study of presets, all else as it comes.
Result<std::shared_ptr<Study>> newStudy(const std::filesystem::path& path, const std::string& space,
                                        const std::string& platform);

/// The record of a new run on all cores when it has ended.
Result<RunRecord> searched(const std::shared_ptr<Study>& study, const std::string& strategy,
                           std::uint64_t seed, std::int64_t budget);

double mean(const std::vector<double>& values);
/// Ends of the interval that holds the mean's bootstrap distribution to 95 %.
std::pair<double, double> meanInterval(const std::vector<double>& values);

} // namespace pairscape::bench
