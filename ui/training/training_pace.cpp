// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_pace.h"

namespace pairscape {

namespace {

double seconds(TrainingPace::Clock::duration time) {
    return std::chrono::duration<double>(time).count();
}

} // namespace

void TrainingPace::begin(Clock::time_point now) {
    *this = {};
    begun_ = true;
    begunAt_ = now;
}

void TrainingPace::moved(std::int64_t images, Clock::time_point now) {
    meter_.update(images, now);
    if (images_ < 0)
        images_ = images;
    if (meter_.rate() > 0)
        rate_ = meter_.rate(); // else as it was before the test or the pause
    else if (const double trained = elapsed(now) - testsSeconds_; rate_ <= 0 && trained > 0)
        rate_ = static_cast<double>(images - images_) / trained; // epochs of a report each
}

void TrainingPace::testing(Clock::time_point now) {
    tests_ = true;
    testsSince_ = now;
}

void TrainingPace::epochEnded(Clock::time_point now) {
    if (!tests_)
        return;
    tests_ = false;
    testSeconds_ = seconds(now - testsSince_);
    testsSeconds_ += testSeconds_;
    meter_ = {}; // the test took no images
}

void TrainingPace::held(bool waits, Clock::time_point now) {
    if (waits == waits_)
        return;
    waits_ = waits;
    if (waits) {
        waitsSince_ = now;
    } else {
        waited_ += now - waitsSince_;
        meter_ = {};
    }
}

void TrainingPace::end(Clock::time_point now) {
    held(false, now);
    ended_ = true;
    endedAt_ = now;
}

double TrainingPace::secondsLeft(std::int64_t images, int tests) const {
    if (rate_ <= 0)
        return -1;
    return static_cast<double>(images) / rate_ + tests * testSeconds_;
}

double TrainingPace::elapsed(Clock::time_point now) const {
    if (!begun_)
        return 0;
    const Clock::time_point until = ended_ ? endedAt_ : waits_ ? waitsSince_ : now;
    return seconds(until - begunAt_ - waited_);
}

} // namespace pairscape
