// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/study_runs.h"

#include "core/accelerator/platform.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace pairscape::bench {

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pairscape-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr)
        path = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    if (!path.empty())
        std::filesystem::remove_all(path, ignored);
}

Result<std::shared_ptr<Study>> newStudy(const std::filesystem::path& path, const std::string& spaceName,
                                        const std::string& platformName) {
    const auto space = SearchSpace::load(spaceName);
    if (!space)
        return space.error();
    const auto platform = Platform::load(platformName);
    if (!platform)
        return platform.error();
    StudySettings settings;
    settings.spaceJson = space->toJson();
    settings.platformJson = platform->toJson();
    return Study::create(path, settings);
}

Result<RunRecord> searched(const std::shared_ptr<Study>& study, const std::string& strategy,
                           std::uint64_t seed, std::int64_t budget) {
    RunSettings settings;
    settings.strategy = strategy;
    settings.seed = seed;
    settings.budget = budget;
    const int workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    const auto run = startRun(study, settings, workers);
    if (!run)
        return run.error();
    if (Status outcome = (*run)->wait(); !outcome)
        return outcome.error();
    return study->snapshot()->runs.back();
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

std::pair<double, double> meanInterval(const std::vector<double>& values) {
    constexpr int draws = 10000;
    RandomStream random{stableHash("joint bootstrap")};
    std::vector<double> means;
    for (int i = 0; i < draws; ++i) {
        std::vector<double> drawn;
        for (std::size_t k = 0; k < values.size(); ++k)
            drawn.push_back(values[random.below(static_cast<std::uint32_t>(values.size()))]);
        means.push_back(mean(drawn));
    }
    std::sort(means.begin(), means.end());
    return {means[draws / 40], means[draws - 1 - draws / 40]};
}

} // namespace pairscape::bench
