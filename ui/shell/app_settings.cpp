// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/app_settings.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace pairscape {

namespace {

const QString recentKey = QStringLiteral("recent");
const QString platformsKey = QStringLiteral("platforms");
const QString namesKey = QStringLiteral("views/names");
constexpr qsizetype recentLimit = 10;

/// A key of QSettings cannot hold every name that a person types.
QString viewKey(const QString& name) {
    return QStringLiteral("views/") + QString::fromLatin1(name.toUtf8().toHex());
}

} // namespace

AppSettings::AppSettings(const QString& file)
    : file_(std::make_unique<QSettings>(file, QSettings::IniFormat)) {}

QString AppSettings::userFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/pairscape/pairscape.ini");
}

QVariant AppSettings::value(const QString& key, const QVariant& fallback) const {
    return file_ ? file_->value(key, fallback) : memory_.value(key, fallback);
}

void AppSettings::set(const QString& key, const QVariant& value) {
    if (file_)
        file_->setValue(key, value);
    else
        memory_.insert(key, value);
}

void AppSettings::remove(const QString& key) {
    if (file_)
        file_->remove(key);
    else
        memory_.remove(key);
}

QStringList AppSettings::recentStudies() const {
    QStringList there;
    for (const QString& path : value(recentKey).toStringList())
        if (QFileInfo::exists(path))
            there << path;
    return there;
}

void AppSettings::addRecentStudy(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList recent = value(recentKey).toStringList();
    recent.removeAll(absolute);
    recent.prepend(absolute);
    set(recentKey, recent.mid(0, recentLimit));
}

QStringList AppSettings::platforms() const {
    QStringList there;
    for (const QString& path : value(platformsKey).toStringList())
        if (QFileInfo::exists(path))
            there << path;
    return there;
}

void AppSettings::addPlatform(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList known = value(platformsKey).toStringList();
    known.removeAll(absolute);
    known.prepend(absolute);
    set(platformsKey, known.mid(0, recentLimit));
}

QStringList AppSettings::viewNames() const {
    return value(namesKey).toStringList();
}

QByteArray AppSettings::view(const QString& name) const {
    return value(viewKey(name)).toByteArray();
}

void AppSettings::setView(const QString& name, const QByteArray& arrangement) {
    QStringList names = viewNames();
    if (!names.contains(name))
        set(namesKey, names << name);
    set(viewKey(name), arrangement);
}

void AppSettings::removeView(const QString& name) {
    QStringList names = viewNames();
    names.removeAll(name);
    set(namesKey, names);
    remove(viewKey(name));
}

} // namespace pairscape
