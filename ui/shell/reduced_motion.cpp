// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/reduced_motion.h"

#include <QSettings>
#include <QVariant>

namespace pairscape {

bool desktopReducesMotion(const QString& configFolder) {
    const QSettings kde(configFolder + QStringLiteral("/kdeglobals"), QSettings::IniFormat);
    if (kde.value(QStringLiteral("KDE/AnimationDurationFactor"), 1.0).toDouble() <= 0)
        return true;
    for (const char* version : {"gtk-4.0", "gtk-3.0"}) {
        const QSettings gtk(configFolder + QStringLiteral("/%1/settings.ini").arg(QLatin1String(version)),
                            QSettings::IniFormat);
        const QString asked = gtk.value(QStringLiteral("Settings/gtk-enable-animations")).toString();
        if (!asked.isEmpty())
            return asked == QLatin1String("0") ||
                   asked.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0;
    }
    return false;
}

} // namespace pairscape
