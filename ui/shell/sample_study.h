// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace pairscape {

/// Whether this program carries the sample study (resources/studies/sample.pairscape): the window does, tests
/// and other programs that link the window's parts do not.
bool hasSampleStudy();

/// Where the user's copy belongs: $XDG_DATA_HOME/pairscape/sample.pairscape.
QString sampleStudyPath();

/// The user's own copy of the sample study, written to `path` when there is none: designs can be pinned in it
/// and searches go on in it. An Io error that says what to do where nothing can be written there.
Status unpackSampleStudy(const QString& path, const QString& packed = {});

} // namespace pairscape
