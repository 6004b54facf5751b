// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace pairscape {

std::string errorCodeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput: return "invalid-input";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Io: return "io";
    case ErrorCode::Infeasible: return "infeasible";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Stopped: return "stopped";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

} // namespace pairscape
