// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/runner.h"
#include "tests/core/study/study_fixture.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace pairscape::test {

// An evaluation takes milliseconds, and under the thread sanitizer up to a second.
#ifdef __SANITIZE_THREAD__
inline constexpr std::int64_t few = 14;
inline constexpr std::int64_t many = 45; ///< cannot be over before somebody steps in
#else
inline constexpr std::int64_t few = 40;
inline constexpr std::int64_t many = 600;
#endif

/// A search that is quick: the space `tiny`, whose reference population is shipped.
inline RunSettings quick(std::int64_t budget = few) {
    RunSettings settings;
    settings.budget = budget;
    settings.population = 12;
    settings.batch = 6;
    return settings;
}

inline std::shared_ptr<Run> start(const std::shared_ptr<StudyStore>& store, const RunSettings& settings,
                                  int workers = 2) {
    auto run = startRun(store, settings, workers);
    EXPECT_TRUE(run) << (run ? "" : run.error().message);
    return run ? *run : nullptr;
}

inline std::shared_ptr<Run> goOn(const std::shared_ptr<StudyStore>& store, RunId id, int workers = 2) {
    auto run = resumeRun(store, id, workers);
    EXPECT_TRUE(run) << (run ? "" : run.error().message);
    return run ? *run : nullptr;
}

/// Kills a process of its own (SIGKILL) in the middle of `work`, which calls its argument with a figure to
/// hand over and never comes back from that call. The figure, or -1 where the process died before.
inline std::int64_t killedInTheMiddleOf(const std::function<void(std::function<void(std::int64_t)>)>& work) {
    int ends[2];
    if (::pipe(ends) != 0)
        return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        work([&](std::int64_t figure) {
            if (::write(ends[1], &figure, sizeof figure) != sizeof figure)
                ::_exit(3);
            for (;;)
                ::pause();
        });
        ::_exit(4);
    }
    ::close(ends[1]); // a child that dies early ends the reading
    std::int64_t figure = -1;
    if (::read(ends[0], &figure, sizeof figure) != static_cast<ssize_t>(sizeof figure))
        figure = -1;
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    return figure;
}

/// Waits until something is so; not for ever.
inline bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 20000; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

class RunnerTest : public StudyTest {
  protected:
    /// What an undisturbed search stores.
    std::string undisturbed(const RunSettings& settings, int workers = 2) const {
        const std::string file = path("undisturbed" + std::to_string(workers));
        std::filesystem::remove(file);
        const auto store = createStore(file);
        EXPECT_TRUE(start(store, settings, workers)->wait().ok());
        return dump(*store);
    }
};

} // namespace pairscape::test
