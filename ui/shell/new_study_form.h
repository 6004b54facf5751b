// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"

#include <QString>

#include <optional>

namespace pairscape {

/// What a person fills in to create a study, as typed.
struct NewStudyForm {
    QString space = QStringLiteral("nash-cifar100"); ///< a preset's name or the path of a JSON file
    QString platform = QStringLiteral("kv260");
    QString seed = QStringLiteral("1");
    QString method = QString::fromStdString(StudySettings().acceleratorMethod);
    QString objective = QString::fromStdString(StudySettings().hardwareObjective);
    int maxBatch = StudySettings().maxBatch;
    QString rankMetric = QString::fromStdString(StudySettings().rankMetric);
    QString strategy = QString::fromStdString(RunSettings().strategy); ///< of the run to start in it
    QString path;                                                      ///< of the study file to be
};

/// What is wrong with each field, as one sentence; empty where nothing is. The notes say what a good choice
/// means.
struct NewStudyCheck {
    QString space, platform, seed, method, objective, maxBatch, rankMetric, path;
    QString strategy; ///< a study can be created all the same, but the run not started in it
    QString spaceNote, platformNote, pathNote;
    std::optional<StudySettings> settings; ///< when nothing is wrong with the study

    bool startable() const { return settings && strategy.isEmpty(); }
    /// The first complaint from top to bottom, that of the strategy last, or nothing.
    QString complaint() const;
};

/// Reads the files that are named; creates nothing.
NewStudyCheck checkNewStudy(const NewStudyForm& form);

/// A name for a study file that does not exist yet: "nash-cifar100-kv260.pairscape", with "-2" and so on.
QString suggestStudyPath(const QString& folder, const QString& space, const QString& platform);
/// "pairscape-20260131-154210.pairscape" in the current folder, or in the home folder where that is not
/// writable.
QString datedStudyPath();

} // namespace pairscape
