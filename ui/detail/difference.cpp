// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/difference.h"

#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <cmath>

namespace pairscape {

namespace {
QString tr(const char* text) {
    return QCoreApplication::translate("pairscape::Difference", text);
}
} // namespace

Difference differenceFrom(const PairingRecord& base, const PairingRecord& record,
                          const MetricColumn& metric) {
    const double from = metric.value(base);
    const double to = metric.value(record);
    if (!std::isfinite(from) || !std::isfinite(to))
        return {};
    if (from == to)
        return {Difference::Verdict::Same, tr("same")};
    const bool absolute = metric.id == QLatin1String("accuracy") || from == 0;
    const double change = absolute ? to - from : (to - from) / std::abs(from) * 100;
    const QString size =
        absolute ? fixedText(std::abs(change), 3) : figureText(std::abs(change)) + QStringLiteral("\u00a0%");
    Difference difference;
    difference.text = (change < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + size;
    if (metric.better == Better::Neither)
        return difference;
    const bool better = (change > 0) == (metric.better == Better::Higher);
    difference.verdict = better ? Difference::Verdict::Better : Difference::Verdict::Worse;
    difference.text += better ? tr(" \u25b2 better") : tr(" \u25bc worse");
    return difference;
}

} // namespace pairscape
