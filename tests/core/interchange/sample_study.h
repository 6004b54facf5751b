// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

namespace pairscape::test {

/// A study of two pairings written by hand: a feasible one, pinned and on the front, and an infeasible one.
/// Its figures are chosen to show whether they arrive, not to be likely.
StudySnapshot sampleStudy();

/// The details of its first pairing, with every layer mapped; of its second, without an accelerator.
PairingDetail sampleDetail(const StudySnapshot& study, PairingId id);

} // namespace pairscape::test
