// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/keep_accuracy.h"

#include "core/base/number_text.h"
#include "core/study/study.h"

namespace pairscape {

Status keepAccuracy(const std::string& study, PairingId id, const MeasuredAccuracy& accuracy) {
    const auto opened = Study::open(study);
    if (!opened)
        return accuracyNotKept(opened.error(), study, id, accuracy);
    const Status kept = (*opened)->setAccuracy(id, accuracy);
    return kept ? kept : Status(accuracyNotKept(kept.error(), study, id, accuracy));
}

Error accuracyNotKept(const Error& why, const std::string& study, PairingId id,
                      const MeasuredAccuracy& accuracy) {
    return {why.code,
            why.message + " The network is trained all the same; keep its accuracy with 'study accuracy " +
                study + " " + std::to_string(id) + " --top1 " + exactText(accuracy.percent) + " --images " +
                std::to_string(accuracy.images) + " --source \"" + accuracy.source + "\"'."};
}

} // namespace pairscape
