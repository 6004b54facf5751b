// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pairscape {

/// Gives memory that is free, but between pieces that are in use, back to the system; does nothing where the
/// allocator knows no such thing. For long work whose large, short-lived pieces lie among small, lasting
/// ones: without it a search holds twice what it uses. Of any thread; takes some milliseconds, in which other
/// threads may wait for memory.
void giveBackFreeMemory();

} // namespace pairscape
