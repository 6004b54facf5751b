// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/metric_column.h"

#include <QString>

namespace pairscape {

/// How a figure of one pairing differs from another's.
struct Difference {
    enum class Verdict { None, Better, Worse, Same };
    Verdict verdict = Verdict::None; ///< None: one of them lacks the figure, or neither way is better
    QString text;                    ///< "−12.5 % ▲ better": sign, size, and whether it is good
};

/// Against `base`, in percent of its figure; accuracies in their own unit.
Difference differenceFrom(const PairingRecord& base, const PairingRecord& record, const MetricColumn& metric);

} // namespace pairscape
