// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/new_study_form.h"
#include "ui/shell/new_study_page.h"

#include "core/accelerator/accelerator_search.h"
#include "core/search/strategy.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

namespace pairscape {
namespace {

class NewStudy : public testing::Test {
  protected:
    NewStudy() { form.path = folder.filePath("mine.pairscape"); }

    QString complaint() const { return checkNewStudy(form).complaint(); }
    QString write(const QString& name, const QByteArray& text) const {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
        return file.fileName();
    }

    QTemporaryDir folder;
    NewStudyForm form;
};

TEST_F(NewStudy, AGoodFormGivesTheSettingsOfTheStudy) {
    form.seed = " 18446744073709551615 ";
    form.objective = "edp";
    form.maxBatch = 4;
    form.rankMetric = "pairscape";
    const NewStudyCheck check = checkNewStudy(form);
    ASSERT_TRUE(check.settings) << check.complaint().toStdString();
    EXPECT_EQ(check.settings->seed, 18446744073709551615U);
    EXPECT_EQ(check.settings->hardwareObjective, "edp");
    EXPECT_EQ(check.settings->maxBatch, 4);
    EXPECT_EQ(check.settings->rankMetric, "pairscape");
    EXPECT_EQ(check.settings->metrics, findRankMetric("pairscape")->termNames());
    EXPECT_NE(check.settings->spaceJson.find("nash-cifar100"), std::string::npos);
    EXPECT_EQ(check.spaceNote.section(' ', 0, 0).left(4), "9.07"); // published size of the space: 9.07e25
    EXPECT_TRUE(check.platformNote.startsWith(QString::fromUtf8("1\u2009248 DSP")));
}

TEST_F(NewStudy, EachFieldSaysWhatIsWrongWithIt) {
    const auto check = [this](auto change) {
        NewStudyForm changed = form;
        change(changed);
        return checkNewStudy(changed);
    };
    EXPECT_TRUE(check([](auto& f) { f.space = "nash-cifar10"; }).space.contains("nash-cifar100"));
    EXPECT_TRUE(check([](auto& f) { f.platform = "kv26"; }).platform.contains("kv260"));
    for (const char* seed : {"", "-1", "1.5", "one", "18446744073709551616"})
        EXPECT_FALSE(check([&](auto& f) { f.seed = seed; }).seed.isEmpty()) << seed;
    EXPECT_FALSE(check([](auto& f) { f.method = "magic"; }).method.isEmpty());
    EXPECT_FALSE(check([](auto& f) { f.objective = "beauty"; }).objective.isEmpty());
    EXPECT_FALSE(check([](auto& f) { f.maxBatch = 17; }).maxBatch.isEmpty());
    EXPECT_TRUE(check([](auto& f) { f.rankMetric = "zen"; }).rankMetric.contains("pairscape"));
    EXPECT_FALSE(check([](auto& f) { f.path = "  "; }).path.isEmpty());
    EXPECT_FALSE(check([this](auto& f) { f.path = folder.path(); }).path.isEmpty());
    EXPECT_FALSE(check([this](auto& f) { f.path = folder.filePath("none/mine.pairscape"); }).path.isEmpty());
    write("there.pairscape", "");
    const auto exists = check([this](auto& f) { f.path = folder.filePath("there.pairscape"); });
    EXPECT_TRUE(exists.path.contains("exists already"));
    EXPECT_FALSE(exists.settings);
}

TEST_F(NewStudy, FilesAreReadAndTheirFaultsNamed) {
    form.space = write("space.json", "{ \"name\": \"half\"");
    EXPECT_TRUE(complaint().contains("space.json")) << complaint().toStdString();
    form.space = "tiny";
    form.platform = write("platform.json", "{\"name\": \"mine\"}");
    EXPECT_TRUE(complaint().contains("field")) << complaint().toStdString();
}

TEST_F(NewStudy, SuggestedNamesDoNotExistYet) {
    const QString first = suggestStudyPath(folder.path(), "tiny", "/some/where/board.json");
    EXPECT_EQ(first, folder.filePath("tiny-board.pairscape"));
    write("tiny-board.pairscape", "");
    EXPECT_EQ(suggestStudyPath(folder.path(), "tiny", "board"), folder.filePath("tiny-board-2.pairscape"));
}

TEST_F(NewStudy, ADatedNameIsInTheCurrentFolderOrAtHome) {
    const QString before = QDir::currentPath();
    ASSERT_TRUE(QDir::setCurrent(folder.path()));
    const QString path = datedStudyPath();
    QDir::setCurrent(before);
    EXPECT_EQ(QFileInfo(path).absolutePath(), QDir(folder.path()).canonicalPath());
    EXPECT_TRUE(QFileInfo(path).fileName().startsWith("pairscape-20"));
}

TEST_F(NewStudy, ThePageChecksWhileOneTypes) {
    NewStudyPage page;
    page.begin(folder.path());
    page.resize(900, 700);
    page.show();
    auto* create = page.findChild<QPushButton*>("createAndStart");
    auto* seed = page.findChild<QLineEdit*>("seed");
    auto* path = page.findChild<QLineEdit*>("path");
    EXPECT_TRUE(create->isEnabled());
    EXPECT_EQ(path->text(), folder.filePath("nash-cifar100-kv260.pairscape"));

    QTest::keyClicks(seed, "x");
    EXPECT_FALSE(create->isEnabled());
    bool told = false;
    for (const QLabel* label : page.findChildren<QLabel*>())
        told = told || (label->isVisible() && label->property("complaint").toBool() &&
                        label->text() == page.check().seed);
    EXPECT_TRUE(told);
    QTest::keyClick(seed, Qt::Key_Backspace);
    EXPECT_TRUE(create->isEnabled());

    auto* space = page.findChild<QComboBox*>("space");
    space->setCurrentIndex(space->findData("tiny"));
    EXPECT_EQ(path->text(), folder.filePath("tiny-kv260.pairscape")); // follows until one names it
    path->selectAll();
    QTest::keyClicks(path, folder.filePath("own.pairscape"));
    space->setCurrentIndex(space->findData("nasa-cifar"));
    EXPECT_EQ(path->text(), folder.filePath("own.pairscape"));

    QString asked;
    bool start = false;
    std::string spaceJson;
    QObject::connect(&page, &NewStudyPage::createWanted, &page,
                     [&](const QString& file, const StudySettings& settings, const QString& strategy) {
                         asked = file;
                         spaceJson = settings.spaceJson;
                         start = strategy == QLatin1String("nash");
                     });
    QTest::mouseClick(create, Qt::LeftButton);
    EXPECT_EQ(asked, folder.filePath("own.pairscape"));
    EXPECT_TRUE(start);
    EXPECT_NE(spaceJson.find("nasa-cifar"), std::string::npos);
}

TEST_F(NewStudy, EveryStrategyIsOfferedAndGetsTheMethodThatItNeeds) {
    NewStudyPage page;
    page.begin(folder.path());
    page.resize(1000, 900);
    page.show();
    auto* strategy = page.findChild<QComboBox*>("strategy");
    auto* method = page.findChild<QComboBox*>("method");
    auto* start = page.findChild<QPushButton*>("createAndStart");
    auto* create = page.findChild<QPushButton*>("create");
    ASSERT_EQ(strategy->count(), static_cast<int>(strategies().size()));
    const auto says = [&page](const std::string& words) {
        for (const QLabel* label : page.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QString::fromStdString(words)))
                return true;
        return false;
    };
    strategy->setFocus();
    QTest::keyClick(strategy, Qt::Key_Home);
    for (const Strategy& each : strategies()) {
        EXPECT_EQ(page.form().strategy.toStdString(), each.name);
        EXPECT_TRUE(says(each.description)) << each.name;
        if (each.method) {
            EXPECT_EQ(page.form().method.toStdString(), acceleratorMethodName(*each.method));
        }
        EXPECT_TRUE(start->isEnabled()) << each.name;
        QTest::keyClick(strategy, Qt::Key_Down);
    }
    strategy->setCurrentIndex(strategy->findData("nasa"));
    method->setCurrentIndex(method->findData("exact"));
    EXPECT_FALSE(start->isEnabled());
    EXPECT_TRUE(create->isEnabled()) << "the study itself is sound";
    EXPECT_TRUE(says("needs a study of the accelerator method 'nasa'"));
    method->setCurrentIndex(method->findData("nasa"));
    EXPECT_TRUE(start->isEnabled());
}

} // namespace
} // namespace pairscape
