// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSettings>
#include <QStringList>
#include <QVariant>

#include <memory>

namespace pairscape {

/// What the window remembers between starts: theme, motion, recent studies, its place and arrangements.
/// A small ini file of the user, or nothing but memory (for pictures and tests).
class AppSettings {
  public:
    /// Forgets everything at the end.
    AppSettings() = default;
    /// Keeps everything in this file. One that cannot be written costs the memory and nothing else.
    explicit AppSettings(const QString& file);
    /// Where this user's settings are: $XDG_CONFIG_HOME/pairscape/pairscape.ini.
    static QString userFile();

    QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void set(const QString& key, const QVariant& value);
    void remove(const QString& key);

    /// Absolute paths, newest first, at most ten; studies that are gone are left out.
    QStringList recentStudies() const;
    void addRecentStudy(const QString& path);

    /// Platform files that were saved here, newest first, at most ten; files that are gone are left out.
    QStringList platforms() const;
    void addPlatform(const QString& path);

    /// Named arrangements of the window.
    QStringList viewNames() const;
    QByteArray view(const QString& name) const;
    void setView(const QString& name, const QByteArray& arrangement);
    void removeView(const QString& name);

  private:
    QHash<QString, QVariant> memory_;
    std::unique_ptr<QSettings> file_;
};

} // namespace pairscape
