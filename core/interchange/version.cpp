// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/version.h"

namespace pairscape {

std::string pairscapeVersion() {
    return PAIRSCAPE_VERSION;
}

} // namespace pairscape
