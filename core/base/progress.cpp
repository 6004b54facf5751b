// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

namespace pairscape {

void RateMeter::update(std::int64_t done, Clock::time_point now) {
    if (readings_ == 0 || done < last_.done) {
        first_ = middle_ = last_ = {done, now};
        readings_ = 1;
        rate_ = 0;
        return;
    }
    last_ = {done, now};
    ++readings_;
    // Two half-windows of five seconds: the rate always covers the last five to ten seconds.
    if (now - middle_.at > std::chrono::seconds(5)) {
        first_ = middle_;
        middle_ = last_;
    }
    const double seconds = std::chrono::duration<double>(last_.at - first_.at).count();
    if (seconds > 0)
        rate_ = static_cast<double>(last_.done - first_.done) / seconds;
}

double RateMeter::secondsLeft(std::int64_t total) const {
    if (rate_ <= 0)
        return -1;
    return static_cast<double>(total - last_.done) / rate_;
}

void PauseGate::pause() {
    const std::lock_guard lock(mutex_);
    paused_ = true;
}

void PauseGate::resume() {
    {
        const std::lock_guard lock(mutex_);
        paused_ = false;
    }
    changed_.notify_all();
}

bool PauseGate::paused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
}

bool PauseGate::wait(std::stop_token stop) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !paused_; });
    return !stop.stop_requested();
}

} // namespace pairscape
