// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace pairscape {

/// Version of this Pairscape, "0.1.0": for --version and for the provenance of exported files.
std::string pairscapeVersion();

} // namespace pairscape
