// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

namespace pairscape {
namespace {

struct Outcome {
    int code = -1;
    QString out, err;
};

class Program : public testing::Test {
  protected:
    /// Without a display, and with a home of its own.
    QProcessEnvironment environment() const {
        QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"})
            bare.remove(name);
        bare.insert("HOME", folder.path());
        bare.insert("XDG_CONFIG_HOME", folder.filePath("config"));
        return bare;
    }
    Outcome run(const QStringList& arguments, const char* program = PAIRSCAPE_PROGRAM) const {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(folder.path());
        process.start(program, arguments);
        EXPECT_TRUE(process.waitForFinished(120'000)) << arguments.join(' ').toStdString();
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    /// Exits with this code and one sentence on stderr, nothing on stdout.
    void refuses(const QStringList& arguments, int code, const char* words) const {
        const Outcome outcome = run(arguments);
        const std::string what = arguments.join(' ').toStdString() + ": " + outcome.err.toStdString();
        EXPECT_EQ(outcome.code, code) << what;
        EXPECT_TRUE(outcome.out.isEmpty()) << what;
        EXPECT_EQ(outcome.err.count('\n'), 1) << what;
        EXPECT_TRUE(outcome.err.startsWith("pairscape: ")) << what;
        EXPECT_TRUE(outcome.err.contains(words)) << what;
    }

    QTemporaryDir folder;
};

TEST_F(Program, HelpAndVersionNeedNoDisplay) {
    const Outcome help = run({"--help"});
    EXPECT_EQ(help.code, 0);
    for (const char* option :
         {"--new", "--start", "--study", "--render", "--pairing", "--theme", "--workers"})
        EXPECT_TRUE(help.out.contains(option)) << option;
    for (const char* view : {"window", "hypervolume", "allocation", "new-study", "shortcuts", "welcome"})
        EXPECT_TRUE(help.out.contains(QStringLiteral("\n  %1 ").arg(QLatin1String(view)))) << view;
    EXPECT_TRUE(help.err.isEmpty()) << help.err.toStdString();
    const Outcome version = run({"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_TRUE(version.out.startsWith("pairscape ")) << version.out.toStdString();
}

TEST_F(Program, ABadCommandLineIsOneSentenceAndTwo) {
    refuses({"--budgt", "5"}, 2, "did you mean '--budget'");
    refuses({"--new", "--start", "--budget", "0"}, 2, "--budget");
    refuses({"--new", "--start", "--workers", "many"}, 2, "--workers");
    refuses({"--budget", "5"}, 2, "--start");
    refuses({"--space", "tiny"}, 2, "--new");
    refuses({"--start"}, 2, "--start needs a study");
    refuses({"--size", "10x10"}, 2, "--render");
    refuses({"--render", "front", "--study", "x.pairscape"}, 2, "-o FILE.png");
    refuses({"--render", "front", "--new", "-o", "x.png"}, 2, "--new");
    refuses({"--render", "welcome", "--size", "big", "-o", "x.png"}, 2, "1280x800");
    refuses({"--theme", "blue"}, 2, "light, dark or talk");
    EXPECT_TRUE(QDir(folder.path()).entryList({"*.png", "*.pairscape"}).isEmpty());
}

TEST_F(Program, WhatCannotBeOpenedIsOneSentence) {
    refuses({"--new", "--space", "tinny"}, 3, "tiny");
    refuses({"--new", "--platform", "kv26"}, 3, "kv260");
    refuses({"--new", "--start", "--strategy", "luck"}, 3, "nash");
    refuses({"--render", "front", "--study", "none.pairscape", "-o", "x.png"}, 4, "none.pairscape");
    refuses({"--render", "frnt", "-o", "x.png"}, 3, "front");
    refuses({"--render", "welcome", "-o", "no/such/folder/x.png"}, 5, "no/such/folder/x.png");
}

TEST_F(Program, WithoutADisplayItSaysWhatToDo) {
    refuses({}, 8, "pairscape-cli");
    // A display that is named and not there: Qt would abort.
    QProcess process;
    QProcessEnvironment other = environment();
    other.insert("DISPLAY", ":987");
    process.setProcessEnvironment(other);
    process.start(PAIRSCAPE_PROGRAM, QStringList());
    ASSERT_TRUE(process.waitForFinished(60'000));
    EXPECT_EQ(process.exitCode(), 8);
    const QString said = QString::fromLocal8Bit(process.readAllStandardError());
    EXPECT_TRUE(said.contains("pairscape-cli")) << said.toStdString();
    EXPECT_EQ(said.count('\n'), 1) << said.toStdString();
}

TEST_F(Program, DrawsAStudyThatTheTerminalMade) {
    const Outcome search = run({"search", "--study", "tiny.pairscape", "--space", "tiny", "--platform",
                                "kv260", "--budget", "12", "--seed", "1"},
                               PAIRSCAPE_CLI);
    ASSERT_EQ(search.code, 0) << search.err.toStdString();
    const Outcome drawn = run({"--render", "front", "--study", "tiny.pairscape", "--size", "320x240",
                               "--theme", "dark", "-o", "front.png"});
    EXPECT_EQ(drawn.code, 0);
    EXPECT_TRUE(drawn.out.isEmpty() && drawn.err.isEmpty()) << drawn.err.toStdString();
    EXPECT_EQ(QImage(folder.filePath("front.png")).size(), QSize(320, 240));
    for (const char* view : {"window", "front"}) {
        for (const char* file : {"1.png", "2.png"})
            EXPECT_EQ(run({"--render", view, "--study", "tiny.pairscape", "-o", file}).code, 0);
        EXPECT_EQ(QImage(folder.filePath("1.png")), QImage(folder.filePath("2.png"))) << view;
    }
    refuses({"--render", "design", "--study", "tiny.pairscape", "--pairing", "13", "-o", "x.png"}, 4,
            "1 to 12");
}

/// run.sh's own line, on a screen that nobody sees: the window makes a study by date and searches in it.
TEST_F(Program, NewAndStartMakeAStudyAndSearchWithoutNoise) {
    QProcess process;
    QProcessEnvironment unseen = environment();
    unseen.insert("QT_QPA_PLATFORM", "offscreen");
    process.setProcessEnvironment(unseen);
    process.setWorkingDirectory(folder.path());
    process.start(PAIRSCAPE_PROGRAM, {"--new", "--start", "--space", "tiny", "--platform", "kv260", "--seed",
                                      "1", "--budget", "8", "--workers", "2"});
    ASSERT_TRUE(process.waitForStarted());
    QString study;
    const auto finished = [&] {
        const QStringList files = QDir(folder.path()).entryList({"pairscape-20*.pairscape"});
        if (files.size() != 1)
            return false;
        study = files.front();
        return run({"study", "info", study, "--json"}, PAIRSCAPE_CLI).out.contains("\"finished\"");
    };
    for (int tries = 0; tries < 60 && !finished(); ++tries)
        QTest::qWait(500);
    EXPECT_TRUE(finished()) << study.toStdString();
    process.terminate();
    process.waitForFinished(10'000);
    const QString said = QString::fromLocal8Bit(process.readAllStandardError());
    EXPECT_TRUE(said.isEmpty()) << said.toStdString();
}

} // namespace
} // namespace pairscape
