// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sample_study.h"

#include "core/study/study.h"
#include "ui/shell/app_settings.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <set>

namespace pairscape {
namespace {

const QString shipped = QStringLiteral(PAIRSCAPE_SOURCE_DIR "/resources/studies/sample.pairscape");

/// What is shipped is what the documentation says: two finished runs on kv260, all of it sound.
TEST(SampleStudy, HoldsAHybridAndAConvOnlySearch) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/b/sample.pairscape"));
    const Status there = unpackSampleStudy(path, shipped);
    ASSERT_TRUE(there) << there.error().message;
    const auto study = Study::open(path.toStdString());
    ASSERT_TRUE(study) << study.error().message;
    const auto snapshot = (*study)->snapshot();
    EXPECT_EQ(snapshot->spaceName, "nash-cifar100");
    EXPECT_EQ(snapshot->platformName, "kv260");
    EXPECT_EQ(snapshot->settings.acceleratorMethod, "exact");
    ASSERT_EQ(snapshot->runs.size(), 2U);
    EXPECT_EQ(snapshot->runs[0].settings.strategy, "nash");
    EXPECT_EQ(snapshot->runs[1].settings.strategy, "conv-only");
    EXPECT_EQ(snapshot->runs[0].settings.budget, snapshot->runs[1].settings.budget);
    for (const RunRecord& run : snapshot->runs) {
        EXPECT_EQ(run.state, RunState::Finished);
        EXPECT_EQ(run.done, run.settings.budget);
    }
    EXPECT_GE(snapshot->front.size(), 10U);
    const Status sound = (*study)->verify(3, nullptr, {});
    EXPECT_TRUE(sound) << sound.error().message;
}

TEST(SampleStudy, ACopyThatIsThereIsLeftAsItIs) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sample.pairscape"));
    QFile mine(path);
    ASSERT_TRUE(mine.open(QIODevice::WriteOnly));
    mine.write("pinned");
    mine.close();
    ASSERT_TRUE(unpackSampleStudy(path, shipped));
    EXPECT_EQ(QFileInfo(path).size(), 6);
}

TEST(SampleStudy, WhereNothingCanBeWrittenItIsSaid) {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    const Status there = unpackSampleStudy(file.fileName() + QStringLiteral("/sample.pairscape"), shipped);
    ASSERT_FALSE(there);
    EXPECT_EQ(there.error().code, ErrorCode::Io);
    EXPECT_NE(there.error().message.find("create or open another study"), std::string::npos);
    EXPECT_EQ(unpackSampleStudy(folder.filePath(QStringLiteral("x")), QStringLiteral(":/none")).error().code,
              ErrorCode::NotFound);
}

} // namespace
} // namespace pairscape
