// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_text.h"

#include "core/base/number_text.h"
#include "core/search/strategy.h"
#include "ui/models/figure_text.h"

#include <QObject>
#include <QRegularExpression>
#include <QStringList>

namespace pairscape {

namespace {

QString sign(RunState state) {
    switch (state) {
    case RunState::Queued:
        return QStringLiteral("\u25cb"); // a circle
    case RunState::Running:
        return QStringLiteral("\u25b6"); // a triangle
    case RunState::Paused:
        return QStringLiteral("\u275a\u275a"); // two bars
    case RunState::Finished:
        return QStringLiteral("\u2713"); // a tick
    case RunState::Cancelled:
        return QStringLiteral("\u25a0"); // a square
    case RunState::Interrupted:
        return QStringLiteral("\u25d0"); // a circle half full
    case RunState::Failed:
        return QStringLiteral("\u2715"); // a cross
    }
    return {};
}

bool searching(const RunStatus& status) {
    return status.phase.empty() || status.phase == "search";
}

QString duration(double seconds) {
    return QString::fromStdString(durationText(seconds));
}

} // namespace

QString runStateText(RunState state) {
    return sign(state) + QLatin1Char(' ') + QString::fromStdString(runStateName(state));
}

QString runPhaseText(const RunStatus& status) {
    if (status.state == RunState::Queued)
        return QObject::tr("Starting");
    if (status.phase == "search")
        return QObject::tr("Searching");
    if (status.phase == "reference population")
        return QObject::tr("Scoring the reference population");
    QString phase = QString::fromStdString(status.phase);
    if (!phase.isEmpty())
        phase[0] = phase[0].toUpper();
    return phase;
}

QString runProgressText(const RunStatus& status) {
    const QString what = searching(status) ? QObject::tr("pairings") : QObject::tr("architectures");
    return status.total > 0
               ? QObject::tr("%1 of %2 %3").arg(countText(status.done), countText(status.total), what)
               : QObject::tr("%1 %2").arg(countText(status.done), what);
}

QString runPaceText(const RunStatus& status) {
    QStringList parts;
    const bool moving = status.state == RunState::Running;
    if (moving && status.rate > 0)
        parts << QString::fromStdString(
            rateText(status.rate, searching(status) ? "pairings" : "architectures"));
    if (moving && status.secondsLeft >= 0)
        parts << QObject::tr("%1 left").arg(duration(status.secondsLeft));
    if (status.secondsElapsed > 0)
        parts << QObject::tr("%1 so far").arg(duration(status.secondsElapsed));
    return parts.join(QStringLiteral(" \u00b7 "));
}

std::optional<RunRecord> resumableRecord(const StudySnapshot& snapshot) {
    if (const std::optional<RunId> id = resumableRun(snapshot))
        for (const RunRecord& run : snapshot.runs)
            if (run.id == *id)
                return run;
    return std::nullopt;
}

QString strategyTitle(const Strategy& strategy) {
    return QString::fromStdString(strategy.title).section(QLatin1Char(':'), 0, 0);
}

QString strategyClause(const Strategy& strategy) {
    const QString whole = QString::fromStdString(strategy.description);
    static const QRegularExpression end(QStringLiteral("[,;:]"));
    const QString clause = whole.section(end, 0, 0);
    return clause == whole || clause.isEmpty() ? clause : clause + QLatin1Char('.');
}

QString strategyLack(const Strategy& strategy, const std::string& acceleratorMethod) {
    if (!strategy.method || acceleratorMethodName(*strategy.method) == acceleratorMethod)
        return {};
    return QObject::tr(
               "The strategy '%1' needs a study of the accelerator method '%2', and this one's is '%3'")
        .arg(QString::fromStdString(strategy.name),
             QString::fromStdString(acceleratorMethodName(*strategy.method)),
             QString::fromStdString(acceleratorMethod));
}

} // namespace pairscape
