// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/app_settings.h"

#include "ui/shell/reduced_motion.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace pairscape {
namespace {

void write(const QString& path, const char* text) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
}

TEST(AppSettings, AreThereTheNextTime) {
    const QTemporaryDir folder;
    const QString file = folder.filePath("pairscape.ini");
    {
        AppSettings settings(file);
        settings.set("theme", "dark");
        settings.setView(QString::fromUtf8("Vortrag / Bühne"), QByteArray("\x00\x01panes", 7));
    }
    AppSettings settings(file);
    EXPECT_EQ(settings.value("theme").toString(), "dark");
    EXPECT_EQ(settings.viewNames(), QStringList{QString::fromUtf8("Vortrag / Bühne")});
    EXPECT_EQ(settings.view(QString::fromUtf8("Vortrag / Bühne")), QByteArray("\x00\x01panes", 7));
    settings.removeView(QString::fromUtf8("Vortrag / Bühne"));
    EXPECT_TRUE(settings.viewNames().isEmpty());
}

TEST(AppSettings, InMemoryTheyKeepNothing) {
    {
        AppSettings settings;
        settings.set("theme", "dark");
        EXPECT_EQ(settings.value("theme").toString(), "dark");
    }
    EXPECT_FALSE(AppSettings().value("theme").isValid());
}

TEST(AppSettings, RecentStudiesAreNewestFirstAndThoseThatExist) {
    const QTemporaryDir folder;
    AppSettings settings;
    for (int i = 0; i < 12; ++i) {
        const QString path = folder.filePath(QString::number(i) + ".pairscape");
        write(path, "");
        settings.addRecentStudy(path);
    }
    settings.addRecentStudy(folder.filePath("5.pairscape"));
    EXPECT_EQ(settings.recentStudies().size(), 10);
    EXPECT_EQ(settings.recentStudies().front(), folder.filePath("5.pairscape"));
    EXPECT_EQ(settings.recentStudies().count(folder.filePath("5.pairscape")), 1);
    QFile::remove(folder.filePath("11.pairscape"));
    EXPECT_FALSE(settings.recentStudies().contains(folder.filePath("11.pairscape")));
}

TEST(ReducedMotion, FollowsTheDesktopsFiles) {
    const QTemporaryDir folder;
    EXPECT_FALSE(desktopReducesMotion(folder.path()));
    write(folder.filePath("gtk-3.0/settings.ini"), "[Settings]\ngtk-enable-animations=1\n");
    EXPECT_FALSE(desktopReducesMotion(folder.path()));
    write(folder.filePath("gtk-4.0/settings.ini"), "[Settings]\ngtk-enable-animations=false\n");
    EXPECT_TRUE(desktopReducesMotion(folder.path())); // the newer one decides
    const QTemporaryDir kde;
    write(kde.filePath("kdeglobals"), "[KDE]\nAnimationDurationFactor=0\n");
    EXPECT_TRUE(desktopReducesMotion(kde.path()));
}

} // namespace
} // namespace pairscape
