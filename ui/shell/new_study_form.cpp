// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/new_study_form.h"

#include "core/accelerator/accelerator_search.h"
#include "core/accelerator/platform.h"
#include "core/search/strategy.h"
#include "core/space/search_space.h"
#include "ui/models/figure_text.h"
#include "ui/runs/run_text.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QObject>

namespace pairscape {

namespace {

const QString suffix = QStringLiteral(".pairscape");

QString words(const Error& error) {
    return QString::fromStdString(error.message);
}

/// "10^25" would need a formula; "9.07 × 10²⁵" does not.
QString sizeWords(double size) {
    if (size < 1e6)
        return countText(static_cast<std::int64_t>(size));
    const QString text = QString::number(size, 'e', 2); // 9.07e+25
    const qsizetype e = text.indexOf(QLatin1Char('e'));
    static const QString raised =
        QStringLiteral("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079");
    QString exponent;
    for (const QChar digit : QString::number(text.mid(e + 1).toInt()))
        exponent += raised[digit.digitValue()];
    return text.left(e) + QStringLiteral("\u2009\u00d7\u200910") + exponent;
}

void checkPath(const NewStudyForm& form, NewStudyCheck& check) {
    const QString path = form.path.trimmed();
    if (path.isEmpty()) {
        check.path = QObject::tr("Name the file that the study is to be kept in.");
        return;
    }
    const QFileInfo file(path);
    const QFileInfo folder(file.absolutePath());
    if (path.endsWith(QLatin1Char('/')) || file.isDir())
        check.path = QObject::tr("%1 is a folder: add a file name.").arg(path);
    else if (file.exists())
        check.path = QObject::tr("%1 exists already: choose another name, or open it as a study.")
                         .arg(file.fileName());
    else if (!folder.exists())
        check.path = QObject::tr("There is no folder %1: choose another one.").arg(folder.filePath());
    else if (!folder.isDir() || !folder.isWritable())
        check.path =
            QObject::tr("Nothing can be written to %1: choose another folder.").arg(folder.filePath());
    else
        check.pathNote = QFileInfo(path).isRelative() && !path.contains(QLatin1Char('/'))
                             ? QObject::tr("In the current folder.")
                             : QString();
}

} // namespace

QString NewStudyCheck::complaint() const {
    for (const QString& text :
         {space, platform, seed, method, objective, maxBatch, rankMetric, path, strategy})
        if (!text.isEmpty())
            return text;
    return {};
}

NewStudyCheck checkNewStudy(const NewStudyForm& form) {
    NewStudyCheck check;
    StudySettings settings;
    if (const auto space = SearchSpace::load(form.space.trimmed().toStdString())) {
        settings.spaceJson = space->toJson();
        check.spaceNote = QObject::tr("%1 networks, %2 \u00d7 %2 pixels, %3 classes")
                              .arg(sizeWords(space->size()))
                              .arg(space->inputSize())
                              .arg(space->classes());
    } else {
        check.space = words(space.error());
    }
    if (const auto platform = Platform::load(form.platform.trimmed().toStdString())) {
        settings.platformJson = platform->toJson();
        check.platformNote = QObject::tr("%1 DSP, %2 LUT, %3 BRAM, %4 MHz, %5 GB/s")
                                 .arg(countText(platform->available.dsp), countText(platform->available.lut),
                                      countText(platform->available.bram36), figureText(platform->clockMhz),
                                      figureText(platform->dramGigabytesPerSecond));
    } else {
        check.platform = words(platform.error());
    }
    bool isNumber = false;
    settings.seed = form.seed.trimmed().toULongLong(&isNumber);
    if (!isNumber)
        check.seed = QObject::tr("A seed is a whole number from 0 on: the same seed gives the same study.");
    settings.acceleratorMethod = form.method.toStdString();
    if (const auto method = parseAcceleratorMethod(settings.acceleratorMethod); !method)
        check.method = words(method.error());
    settings.hardwareObjective = form.objective.toStdString();
    if (const auto objective = parseHardwareObjective(settings.hardwareObjective); !objective)
        check.objective = words(objective.error());
    settings.maxBatch = form.maxBatch;
    if (form.maxBatch < 1 || form.maxBatch > 16)
        check.maxBatch = QObject::tr("From 1 to 16 images may share one load of the weights.");
    settings.rankBy(form.rankMetric.toStdString());
    if (const auto metric = parseRankMetric(settings.rankMetric); !metric)
        check.rankMetric = words(metric.error());
    checkPath(form, check);
    if (check.complaint().isEmpty())
        check.settings = std::move(settings);
    const auto strategy = findStrategy(form.strategy.toStdString());
    if (!strategy)
        check.strategy = words(strategy.error());
    else if (check.method.isEmpty())
        check.strategy = strategyLack(*strategy, form.method.toStdString());
    if (strategy && !check.strategy.isEmpty())
        check.strategy += QObject::tr("; choose that method or another strategy.");
    return check;
}

QString suggestStudyPath(const QString& folder, const QString& space, const QString& platform) {
    const QString base =
        QFileInfo(space).completeBaseName() + QLatin1Char('-') + QFileInfo(platform).completeBaseName();
    const QDir at(folder);
    QString name = base + suffix;
    for (int i = 2; at.exists(name); ++i)
        name = QStringLiteral("%1-%2%3").arg(base).arg(i).arg(suffix);
    return at.filePath(name);
}

QString datedStudyPath() {
    const QString here = QDir::currentPath();
    const QDir folder(QFileInfo(here).isWritable() ? here : QDir::homePath());
    const QString base = QStringLiteral("pairscape-") +
                         QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString name = base + suffix;
    for (int i = 2; folder.exists(name); ++i)
        name = QStringLiteral("%1-%2%3").arg(base).arg(i).arg(suffix);
    return folder.filePath(name);
}

} // namespace pairscape
