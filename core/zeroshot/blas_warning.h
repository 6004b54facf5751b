// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace pairscape {

/// Whether a process with this memory map (the text of /proc/self/maps) has loaded the reference BLAS.
bool usesReferenceBlas(std::string_view maps);

} // namespace pairscape
