// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>

namespace pairscape {

/// How far a long piece of work has come. `total` is 0 while it is not known.
struct Progress {
    std::string phase; ///< one or two words a person reads: "search", "reference population"
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// Receives progress. Called on engine threads, at most some tens of times a second.
class ProgressSink {
  public:
    virtual ~ProgressSink() = default;
    virtual void progress(const Progress& progress) = 0;
};

/// Items per second over the last ten seconds and the time left. Not thread-safe.
class RateMeter {
  public:
    using Clock = std::chrono::steady_clock;

    /// Tells that `done` items were finished at `now`. Going backwards restarts the measurement.
    void update(std::int64_t done, Clock::time_point now = Clock::now());

    /// Items per second; 0 until there are two readings.
    double rate() const { return rate_; }

    /// Seconds until `total`; negative while the rate is not known.
    double secondsLeft(std::int64_t total) const;

  private:
    struct Reading {
        std::int64_t done = 0;
        Clock::time_point at;
    };
    Reading first_, middle_, last_;
    int readings_ = 0;
    double rate_ = 0;
};

/// Where workers wait while a run is paused. Thread-safe.
class PauseGate {
  public:
    void pause();
    void resume();
    bool paused() const;

    /// Blocks while paused. Returns false when `stop` was requested, at once and while waiting.
    bool wait(std::stop_token stop) const;

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    bool paused_ = false;
};

} // namespace pairscape
