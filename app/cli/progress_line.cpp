// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include "core/base/number_text.h"

#include <cstdio>

#include <unistd.h>

namespace pairscape::cli {

namespace {
constexpr auto terminalInterval = std::chrono::milliseconds(200);
constexpr auto logInterval = std::chrono::seconds(5);
} // namespace

ProgressLine::ProgressLine(std::string unit)
    : unit_(std::move(unit)), terminal_(::isatty(STDERR_FILENO) != 0), last_(Clock::now()) {}

ProgressLine::~ProgressLine() {
    clear();
}

void ProgressLine::progress(const Progress& progress) {
    const std::lock_guard lock(mutex_);
    if (progress.phase != phase_) {
        phase_ = progress.phase;
        meter_ = RateMeter();
    }
    meter_.update(progress.done);
    showLocked(progress, meter_.rate(), progress.total > 0 ? meter_.secondsLeft(progress.total) : -1);
}

void ProgressLine::show(const Progress& progress, const std::string& unit, double rate, double secondsLeft) {
    const std::lock_guard lock(mutex_);
    unit_ = unit;
    showLocked(progress, rate, secondsLeft);
}

void ProgressLine::showLocked(const Progress& progress, double rate, double secondsLeft) {
    const auto now = Clock::now();
    if (now - last_ < (terminal_ ? Clock::duration(terminalInterval) : Clock::duration(logInterval)))
        return;
    last_ = now;
    std::string line = progress.phase + ": " + groupedText(progress.done);
    if (progress.total > 0)
        line += " of " + groupedText(progress.total);
    line += " " + unit_;
    if (rate > 0)
        line += ", " + rateText(rate);
    if (secondsLeft >= 0)
        line += ", " + durationText(secondsLeft) + " left";
    if (terminal_)
        std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    else
        std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
    shown_ = true;
}

void ProgressLine::clear() {
    const std::lock_guard lock(mutex_);
    if (terminal_ && shown_) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
    shown_ = false;
}

} // namespace pairscape::cli
