// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sample_study.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace pairscape {

namespace {

const QString carried = QStringLiteral(":/studies/sample.pairscape");

Error notWritten(const QString& path, const QString& reason) {
    return {ErrorCode::Io,
            QStringLiteral("The sample study cannot be put at %1: %2; create or open another study.")
                .arg(path, reason)
                .toStdString()};
}

} // namespace

bool hasSampleStudy() {
    return QFile::exists(carried);
}

QString sampleStudyPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/pairscape/sample.pairscape");
}

Status unpackSampleStudy(const QString& path, const QString& packed) {
    if (QFile::exists(path))
        return {}; // theirs by now
    QFile source(packed.isEmpty() ? carried : packed);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     "This program carries no sample study; create or open another one."};
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return notWritten(path, QStringLiteral("the folder cannot be made"));
    QSaveFile copy(path); // whole or not at all
    if (!copy.open(QIODevice::WriteOnly) || copy.write(source.readAll()) != source.size() || !copy.commit())
        return notWritten(path, copy.errorString());
    return {};
}

} // namespace pairscape
