// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/training/trainable_network.h"

#include <exception>
#include <new>
#include <string>

namespace pairscape {

/// What `work` (() -> Result) gives; what LibTorch throws becomes an error, as no exception may leave core/.
template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const TrainingStopped&) {
        return Error{ErrorCode::Stopped, "It was stopped; start it again to go on."};
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Internal, "There is not enough memory to train; use a smaller batch."};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, std::string("Training failed in LibTorch: ") + e.what()};
    }
}

} // namespace pairscape
