// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/growing_hypervolume.h"

#include <cstdint>
#include <optional>

namespace pairscape {

/// Whether the last evaluations brought the hypervolume further. Looked at after every batch, so that it
/// follows from the results alone.
class Patience {
  public:
    Patience(std::optional<std::int64_t> evaluations, int batch) : evaluations_(evaluations), batch_(batch) {}

    /// After evaluation `done` (from 1): true when there was too little gain for too long.
    bool over(std::int64_t done, GrowingHypervolume& volume) {
        if (!evaluations_ || done % batch_ != 0)
            return false;
        const double now = volume.value();
        if (now > best_ * (1 + leastGain)) {
            best_ = now;
            since_ = done;
        }
        return done - since_ >= *evaluations_;
    }

  private:
    std::optional<std::int64_t> evaluations_;
    std::int64_t batch_;
    double best_ = 0;
    std::int64_t since_ = 0;
};

} // namespace pairscape
