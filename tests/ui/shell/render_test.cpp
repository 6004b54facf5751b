// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/render_twin.h"

#include "tests/ui/support/fake_study.h"
#include "ui/models/session.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdlib>

namespace pairscape {
namespace {

bool needsStudy(const QString& view) {
    return view != "welcome" && view != "new-study";
}

Result<QImage> draw(const RenderRequest& request, std::size_t pairings = 80) {
    Session session;
    if (needsStudy(request.view)) {
        auto study = std::make_shared<test::FakeStudy>(pairings);
        if (pairings > 0) {
            EXPECT_TRUE(study->pin(1, "first"));
        }
        session.setStudy(study);
    }
    return renderView(session, request);
}

/// A picture with something in it has many colours.
qsizetype colours(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            seen.insert(image.pixel(x, y));
    return seen.size();
}

/// Pixels that differ by more than a shade: within one process a cached glyph may blend an edge otherwise
/// (seen: up to 26 of 255). program_test.cpp compares exactly.
int differences(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            const int most =
                std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                          std::abs(qBlue(one) - qBlue(other))});
            count += most > 40 ? 1 : 0;
        }
    return count;
}

TEST(Render, EveryViewInEveryThemeHasTheSizeAskedForAndShowsSomething) {
    for (const ThemeMode theme : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk})
        for (const QString& view : renderViews()) {
            const auto image = draw({.view = view, .size = {640, 400}, .theme = theme});
            ASSERT_TRUE(image) << view.toStdString() << ": " << image.error().message;
            EXPECT_EQ(image->size(), QSize(640, 400)) << view.toStdString();
            EXPECT_GT(colours(*image), 20) << view.toStdString() << " " << themeModeName(theme).toStdString();
        }
}

TEST(Render, TheSameRequestGivesTheSamePicture) {
    for (const QString& view : renderViews()) {
        const RenderRequest request{.view = view, .size = {700, 500}};
        const auto once = draw(request);
        const auto again = draw(request);
        ASSERT_TRUE(once && again);
        if (differences(*once, *again) == 0)
            continue;
        const QString kept = QDir::tempPath() + "/render-test-" + view;
        once->save(kept + "-1.png");
        again->save(kept + "-2.png");
        ADD_FAILURE() << "compare " << kept.toStdString() << "-1.png and -2.png";
    }
}

/// A pane is read beside what it acts on: neither half of the page is empty.
TEST(Render, PanesStandBesideWhatTheyActOn) {
    for (const char* view : {"runs", "filters", "pinned"})
        for (const ThemeMode theme : {ThemeMode::Light, ThemeMode::Talk}) {
            const auto image = draw({.view = view, .size = {1280, 800}, .theme = theme});
            ASSERT_TRUE(image);
            EXPECT_GT(colours(image->copy(0, 0, 340, 400)), 20) << view << " has its pane on the left";
            EXPECT_GT(colours(image->copy(640, 0, 640, 800)), 40) << view << " has a picture on the right";
        }
}

TEST(Render, ThemesLookDifferent) {
    const auto light = draw({.view = "front", .size = {300, 200}, .theme = ThemeMode::Light});
    const auto dark = draw({.view = "front", .size = {300, 200}, .theme = ThemeMode::Dark});
    ASSERT_TRUE(light && dark);
    EXPECT_GT(qGray(light->pixel(299, 199)), 200);
    EXPECT_LT(qGray(dark->pixel(299, 199)), 60);
}

TEST(Render, AChosenDesignIsDrawnAndAnUnknownOneRefused) {
    const auto middle = draw({.view = "design", .size = {500, 400}});
    const auto second = draw({.view = "design", .pairing = 2, .size = {500, 400}});
    ASSERT_TRUE(middle && second);
    EXPECT_NE(*middle, *second);
    const auto none = draw({.view = "design", .pairing = 81});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_NE(none.error().message.find("1 to 80"), std::string::npos);
}

TEST(Render, AnEmptyStudyIsDrawnAsItIs) {
    for (const QString& view : renderViews())
        EXPECT_TRUE(draw({.view = view, .size = {400, 300}}, 0)) << view.toStdString();
}

/// The page is what is seen before there is a study, so a study changes nothing in its picture.
TEST(Render, TheWelcomePageIsDrawnForAStudyToo) {
    Session session;
    session.setStudy(std::make_shared<test::FakeStudy>(20));
    const auto with = renderView(session, {.view = "welcome", .size = {500, 400}});
    const auto without = draw({.view = "welcome", .size = {500, 400}});
    ASSERT_TRUE(with && without);
    EXPECT_EQ(differences(*with, *without), 0);
}

TEST(Render, EveryViewHasALineOfHelp) {
    const QStringList lines = renderViewsText().trimmed().split('\n');
    ASSERT_EQ(lines.size(), renderViews().size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        EXPECT_EQ(lines[i].simplified().section(' ', 0, 0), renderViews()[i]);
        EXPECT_GT(lines[i].simplified().section(' ', 1).size(), 10) << lines[i].toStdString();
    }
}

TEST(Render, OddSizesAreKept) {
    for (const QSize size : {QSize(1, 1), QSize(150, 90), QSize(2000, 300)})
        for (const char* view : {"window", "front", "runs"}) {
            const auto image = draw({.view = view, .size = size});
            ASSERT_TRUE(image);
            EXPECT_EQ(image->size(), size) << view;
        }
}

TEST(Render, WhatCannotBeDrawnIsSaidInASentence) {
    const auto unknown = draw({.view = "frnt"});
    ASSERT_FALSE(unknown);
    for (const QString& view : renderViews())
        EXPECT_NE(unknown.error().message.find(view.toStdString()), std::string::npos) << view.toStdString();
    Session empty;
    const auto nothing = renderView(empty, {.view = "table"});
    ASSERT_FALSE(nothing);
    EXPECT_NE(nothing.error().message.find("--study"), std::string::npos);
    EXPECT_FALSE(renderView({.view = "table", .study = "/nowhere/none.pairscape"}));
}

TEST(Render, SizesAreReadStrictly) {
    EXPECT_EQ(*parsePictureSize("1280x800"), QSize(1280, 800));
    for (const char* text :
         {"", "1280", "1280x", "x800", "0x10", "10x0", "-1x10", "1e3x10", "1280x800x2", "99999x10", "12 x 8"})
        EXPECT_FALSE(parsePictureSize(text)) << text;
}

TEST(Render, APictureIsNeverWrittenOverAStudy) {
    // What a study's file begins with: the format's name, and the application's at byte 68.
    QByteArray study("SQLite format 3");
    study.append(QByteArray(68 - study.size(), '\0')).append("Pair").append(QByteArray(100, 'x'));
    const QTemporaryDir folder;
    QFile file(folder.filePath("mine.pairscape"));
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    file.write(study);
    file.flush();
    QImage image(10, 10, QImage::Format_RGB32);
    image.fill(Qt::white);
    const Status refused = writePicture(image, file.fileName());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("study"), std::string::npos);
    file.seek(0);
    EXPECT_EQ(file.readAll(), study);
}

TEST(Render, AFailureToWriteLeavesNothingBehind) {
    QImage image(10, 10, QImage::Format_RGB32);
    image.fill(Qt::white);
    const QTemporaryDir folder;
    const QString file = folder.filePath("picture.png");
    ASSERT_TRUE(writePicture(image, file));
    EXPECT_EQ(QImage(file).size(), QSize(10, 10));
    const Status failed = writePicture(image, folder.filePath("none/picture.png"));
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("none/picture.png"), std::string::npos);
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{"picture.png"});
}

} // namespace
} // namespace pairscape
