// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/records.h"

#include <string>

namespace pairscape {

/// Opens a study's file for this moment alone and keeps an accuracy that was just measured with a pairing.
/// Any thread. Errors: what Study::open() and Study::setAccuracy() say, as accuracyNotKept().
Status keepAccuracy(const std::string& study, PairingId id, const MeasuredAccuracy& accuracy);

/// `why` with the words of how the accuracy is kept all the same: it took long to measure.
Error accuracyNotKept(const Error& why, const std::string& study, PairingId id,
                      const MeasuredAccuracy& accuracy);

} // namespace pairscape
