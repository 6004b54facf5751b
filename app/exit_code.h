// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace pairscape {

/// Exit codes of both programs (docs/cli.md). Success is 0 and a wrong command line 2; the others follow from
/// ErrorCode.
inline constexpr int exitUsage = 2;
constexpr int exitCode(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput:
        return 3;
    case ErrorCode::NotFound:
        return 4;
    case ErrorCode::Io:
        return 5;
    case ErrorCode::Infeasible:
        return 6;
    case ErrorCode::Corrupt:
        return 7;
    case ErrorCode::Unsupported:
        return 8;
    case ErrorCode::Stopped:
        return 130;
    case ErrorCode::Internal:
        return 70;
    }
    return 70;
}

} // namespace pairscape
