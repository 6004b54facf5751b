// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace pairscape::cli {

/// Progress on stderr: one line that rewrites itself on a terminal, one line every few seconds in a log.
/// Thread-safe. A sink too, with its own measurement of the rate.
class ProgressLine : public ProgressSink {
  public:
    /// `unit` names what is counted: "architectures".
    explicit ProgressLine(std::string unit);
    ~ProgressLine() override;

    void progress(const Progress& progress) override;
    /// Shows figures that somebody else measured, counted in `unit` from now on. `secondsLeft` is negative
    /// while not known.
    void show(const Progress& progress, const std::string& unit, double rate, double secondsLeft);
    /// Takes the rewriting line away, so that an answer starts on a clean one.
    void clear();

  private:
    using Clock = std::chrono::steady_clock;
    void showLocked(const Progress& progress, double rate, double secondsLeft);

    std::mutex mutex_;
    std::string unit_;
    std::string phase_;
    RateMeter meter_;
    bool terminal_ = false;
    bool shown_ = false;
    Clock::time_point last_;
};

} // namespace pairscape::cli
