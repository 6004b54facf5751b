// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <cstdint>

namespace pairscape {

/// How fast a training goes and how long it still takes, from what it reports: images a second while it
/// trains, tests apart, waiting left out. Not thread-safe.
class TrainingPace {
  public:
    using Clock = std::chrono::steady_clock;

    void begin(Clock::time_point now);
    /// `images` were trained on since the beginning of the training.
    void moved(std::int64_t images, Clock::time_point now);
    void testing(Clock::time_point now);
    /// After the test, if there was one.
    void epochEnded(Clock::time_point now);
    void held(bool waits, Clock::time_point now);
    /// Nothing goes on any more.
    void end(Clock::time_point now);

    /// Images a second; 0 while it is not known.
    double rate() const { return rate_; }
    /// Seconds for so many images and tests; negative while the rate is not known.
    double secondsLeft(std::int64_t images, int tests) const;
    /// Seconds since begin() in which it was not waiting.
    double elapsed(Clock::time_point now) const;

  private:
    RateMeter meter_;
    double rate_ = 0;
    double testSeconds_ = 0;   ///< of the last test
    double testsSeconds_ = 0;  ///< of all of them
    std::int64_t images_ = -1; ///< of the first report
    bool begun_ = false, ended_ = false, waits_ = false, tests_ = false;
    Clock::time_point begunAt_, endedAt_, waitsSince_, testsSince_;
    Clock::duration waited_{};
};

} // namespace pairscape
