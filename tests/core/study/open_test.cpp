// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/study_fixture.h"

#include "core/base/resources.h"
#include "core/study/database.h"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pairscape {
namespace {

using namespace test;

class OpenTest : public StudyTest {
  protected:
    void write(const std::string& file, const std::string& content) const {
        std::ofstream(file, std::ios::binary) << content;
    }
    std::string read(const std::string& file) const { return *readTextFile(file); }

    /// The error of opening, which must be one sentence or two that a person can act on.
    Error errorOf(const std::string& file, OpenMode mode = OpenMode::ReadWrite) const {
        const auto study = Study::open(file, mode);
        EXPECT_FALSE(study) << file;
        if (study)
            return {};
        const std::string& message = study.error().message;
        EXPECT_EQ(message.find('\n'), std::string::npos);
        EXPECT_TRUE(message.ends_with('.')) << message;
        EXPECT_LT(message.size(), 260U) << message;
        return study.error();
    }

    void setHeader(const std::string& file, const std::string& pragma) const {
        SQLite::Database database(file, SQLite::OPEN_READWRITE);
        database.exec("PRAGMA " + pragma);
    }
};

/// Runs `work` in a child process and returns its exit code, or minus the signal that ended it.
template <class Work>
int inChild(Work work) {
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_F(OpenTest, CreateLeavesExactlyOneFileAndOverwritesNone) {
    createStore(path());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
    const std::string before = read(path());
    const auto again = Study::create(path(), tinySettings(2));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(again.error().message.find("exists already"), std::string::npos);
    EXPECT_EQ(read(path()), before);
    EXPECT_FALSE(Study::create(path("no/such/folder.pairscape"), tinySettings()));
}

TEST_F(OpenTest, CreateChecksSettingsBeforeItTouchesTheDisk) {
    const auto refused = [this](auto change) {
        StudySettings settings = tinySettings();
        change(settings);
        const auto study = Study::create(path("refused.pairscape"), settings);
        EXPECT_FALSE(study);
        EXPECT_FALSE(std::filesystem::exists(path("refused.pairscape")));
        return study ? std::string() : study.error().message;
    };
    EXPECT_NE(refused([](StudySettings& s) { s.spaceJson = "{}"; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.platformJson = "{"; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.acceleratorMethod = "magic"; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.hardwareObjective = "speed"; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.maxBatch = 0; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.metrics = {"nn_degree", "zenn"}; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.metrics = {"nn_degree"}; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.zenBatch = 0; }), "");
    EXPECT_NE(refused([](StudySettings& s) { s.rankMetric = "pairscape"; }), "") << "its terms are missing";
    EXPECT_NE(refused([](StudySettings& s) { s.rankBy("mine"); }).find("choose nash or pairscape"),
              std::string::npos);
}

TEST_F(OpenTest, FilesThatAreNoStudies) {
    EXPECT_EQ(errorOf(path("nowhere.pairscape")).code, ErrorCode::NotFound);
    EXPECT_EQ(errorOf(folder().string()).code, ErrorCode::InvalidInput);
    write(path("empty"), "");
    EXPECT_EQ(errorOf(path("empty")).code, ErrorCode::Corrupt);
    write(path("text"),
          "a shopping list that is longer than a header of one hundred bytes so that it is read "
          "as one and refused\n");
    EXPECT_EQ(errorOf(path("text")).code, ErrorCode::Corrupt);
    {
        SQLite::Database other(path("other"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE bookmarks (url TEXT)");
    }
    const std::string before = read(path("other"));
    const Error other = errorOf(path("other"));
    EXPECT_EQ(other.code, ErrorCode::Corrupt);
    EXPECT_NE(other.message.find("another program"), std::string::npos);
    EXPECT_EQ(read(path("other")), before);
    EXPECT_EQ(errorOf(path("text"), OpenMode::ReadOnly).code, ErrorCode::Corrupt);
}

TEST_F(OpenTest, NewerSchemas) {
    const std::string file = filled("newer");
    setHeader(file, "user_version = 7");
    const Error error = errorOf(file);
    EXPECT_EQ(error.code, ErrorCode::Unsupported);
    EXPECT_EQ(error.message,
              "This study was made by a newer Pairscape (schema 7). Update, or open a copy read-only.");
    EXPECT_EQ(openStore(file, OpenMode::ReadOnly)->snapshot()->pairings.size(), 5U);
    setHeader(file, "user_version = 0");
    EXPECT_EQ(errorOf(file).code, ErrorCode::Corrupt);
}

/// Files beside the study cannot be made or grow while this is there.
class NoRoom {
  public:
    NoRoom() : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit none = {0, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~NoRoom() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    NoRoom(const NoRoom&) = delete;
    NoRoom& operator=(const NoRoom&) = delete;

  private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(OpenTest, AFullDiskKeepsNobodyFromReading) {
    const std::string file = filled("full");
    const std::string before = dump(*openStore(file));
    const NoRoom full;
    const auto store = Study::open(file, OpenMode::ReadOnly);
    ASSERT_TRUE(store.ok()) << store.error().message;
    EXPECT_EQ(dump(*std::dynamic_pointer_cast<StudyStore>(*store)), before);
}

TEST_F(OpenTest, DamageIsFoundWhenItIsRead) {
    const std::string file = filled("damaged", 60);
    std::string bytes = read(file);
    ASSERT_GT(bytes.size(), 40960U);
    write(path("short"), bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(errorOf(path("short")).code, ErrorCode::Corrupt);
    std::fill(bytes.begin() + 4096, bytes.begin() + 40960, '\x5a');
    write(path("holes"), bytes);
    EXPECT_EQ(errorOf(path("holes")).code, ErrorCode::Corrupt);
    EXPECT_EQ(errorOf(path("holes"), OpenMode::ReadOnly).code, ErrorCode::Corrupt);
}

TEST_F(OpenTest, RowsThatContradictEachOther) {
    const std::string file = filled("rows");
    {
        SQLite::Database database(file, SQLite::OPEN_READWRITE);
        database.exec("DELETE FROM evaluations WHERE position = 2");
    }
    EXPECT_EQ(errorOf(file).code, ErrorCode::Corrupt);
}

TEST_F(OpenTest, SecondWriterIsToldAndMayRead) {
    const std::string file = filled("shared");
    const auto first = openStore(file);
    // In the same process, ...
    const Error here = errorOf(file);
    EXPECT_EQ(here.code, ErrorCode::Io);
    EXPECT_NE(here.message.find("open for writing in another"), std::string::npos) << here.message;
    EXPECT_EQ(openStore(file, OpenMode::ReadOnly)->snapshot()->pairings.size(), 5U);
    // ... and in another, whose comings and goings leave the first one's hold as it is.
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(inChild([&] {
                      std::string command = "exec " PAIRSCAPE_STUDY_OPENER " '" + file + "' write";
                      return ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
                  }),
                  5);
    EXPECT_EQ(inChild([&] {
                  std::string command = "exec " PAIRSCAPE_STUDY_OPENER " '" + file + "' read";
                  return ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
              }),
              0);
    ASSERT_TRUE(first->pin(1, "still mine"));
}

TEST_F(OpenTest, TheHoldEndsWithTheStudy) {
    const std::string file = filled("again");
    openStore(file);
    {
        const auto reader = openStore(file, OpenMode::ReadOnly);
        openStore(file);
        EXPECT_TRUE(openStore(file)->pin(1, "x"));
        EXPECT_TRUE(reader->detail(1).ok());
    }
    openStore(file);
    // Nothing lies about beside a study that is closed.
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
}

TEST_F(OpenTest, ReadOnlyStudiesCannotBeChanged) {
    const std::string file = filled("fixed");
    const std::string before = read(file);
    {
        const auto store = openStore(file, OpenMode::ReadOnly);
        EXPECT_TRUE(store->snapshot()->readOnly);
        EXPECT_EQ(store->pin(1, "x").error().code, ErrorCode::Io);
        EXPECT_EQ(startRun(store, {}, 1).error().code, ErrorCode::InvalidInput);
        EXPECT_TRUE(store->detail(3).ok());
    }
    EXPECT_EQ(read(file), before);
}

/// As a user who may not write: root may do anything, so a child takes on another user's rights.
TEST_F(OpenTest, FilesAndFoldersThatMayNotBeWritten) {
    const std::string file = filled("locked");
    ::chmod(file.c_str(), 0444);
    ::chmod(folder().c_str(), 0755);
    const auto asNobody = [&](const char* how) {
        return inChild([&] {
            if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
                return 99;
            const auto study =
                Study::open(file, std::string(how) == "write" ? OpenMode::ReadWrite : OpenMode::ReadOnly);
            if (study)
                return (*study)->snapshot()->pairings.size() == 5 && (*study)->detail(5).ok() ? 0 : 1;
            return study.error().code == ErrorCode::Io ? 5 : 2;
        });
    };
    EXPECT_EQ(asNobody("write"), 5);
    EXPECT_EQ(asNobody("read"), 0);
    ::chmod(file.c_str(), 0666); // the file may be written, its folder still may not
    if (::getuid() == 0) {
        EXPECT_EQ(asNobody("write"), 5);
        EXPECT_EQ(asNobody("read"), 0);
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
}

TEST_F(OpenTest, ARunThatDiedWasInterrupted) {
    EXPECT_EQ(inChild([&] {
                  const auto store = createStore(path());
                  beginRun(*store);
                  return ::raise(SIGKILL);
              }),
              -SIGKILL);
    // One that only reads says so and leaves the file alone.
    EXPECT_EQ(openStore(path(), OpenMode::ReadOnly)->snapshot()->runs.at(0).state, RunState::Interrupted);
    const auto store = openStore(path());
    EXPECT_EQ(store->snapshot()->runs.at(0).state, RunState::Interrupted);
    EXPECT_FALSE(store->snapshot()->runs.at(0).endedAt.empty());
    EXPECT_EQ(resumableRun(*store->snapshot()), RunId{1});
    // While it still runs, a reader sees it run.
    beginRun(*store);
    EXPECT_EQ(openStore(path(), OpenMode::ReadOnly)->snapshot()->runs.at(1).state, RunState::Running);
}

/// A child stores without end and tells through a pipe what it was told is stored; it is killed at some
/// moment. All it told must be there, and nothing half.
TEST_F(OpenTest, NothingReportedAsStoredIsLostWhenTheProgramIsKilled) {
    std::size_t last = 0;
    for (int round = 0; round < 8; ++round) {
        const std::string file = path("killed" + std::to_string(round));
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            const auto store = createStore(file);
            store->setListener([&] {
                const auto stored = static_cast<std::int64_t>(store->snapshot()->pairings.size());
                if (::write(ends[1], &stored, sizeof stored) != sizeof stored)
                    ::_exit(3);
            });
            const RunId run = beginRun(*store);
            for (std::size_t i = 0; i < inventedCount(); ++i) {
                if (!store->addEvaluation(run, static_cast<std::int64_t>(i),
                                          std::make_shared<const Evaluation>(inventedEvaluation(i))))
                    ::_exit(4);
                ::usleep(700);
            }
            ::_exit(0);
        }
        ::close(ends[1]);
        // Killed on hearing a report, which finds a report that comes before its commit, or a while later.
        std::int64_t reported = 0;
        std::int64_t told = 0;
        for (int heard = 0; heard <= round / 2 && ::read(ends[0], &told, sizeof told) == sizeof told;)
            if (told > reported) {
                reported = told;
                ++heard;
            }
        if (round % 2 == 1)
            ::usleep(static_cast<useconds_t>(1000 + 17000 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        while (::read(ends[0], &told, sizeof told) == sizeof told)
            reported = std::max(reported, told);
        ::close(ends[0]);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        EXPECT_GT(reported, 0);

        const auto store = openStore(file);
        const auto snapshot = store->snapshot();
        EXPECT_GE(static_cast<std::int64_t>(snapshot->pairings.size()), reported);
        EXPECT_EQ(snapshot->runs.at(0).done, static_cast<std::int64_t>(snapshot->pairings.size()));
        for (const PairingRecord& record : snapshot->pairings) {
            const auto detail = store->detail(record.id);
            ASSERT_TRUE(detail) << detail.error().message;
            EXPECT_EQ(record.architecture,
                      inventedEvaluation(static_cast<std::size_t>(record.id) - 1).architecture);
        }
        last = std::max(last, snapshot->pairings.size());
    }
    EXPECT_GT(last, 50U);
}

/// A file that may not grow beyond a limit, as on a full disk.
TEST_F(OpenTest, AFullDiskLosesNothingThatWasStored) {
    const std::string file = path("full");
    const int code = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const auto store = createStore(file);
        const RunId run = beginRun(*store);
        const rlimit limit{600 * 1024, 600 * 1024};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        Status status;
        std::size_t i = 0;
        for (; status && i < inventedCount(); ++i) {
            status = store->addEvaluation(run, static_cast<std::int64_t>(i),
                                          std::make_shared<const Evaluation>(inventedEvaluation(i)));
            ::usleep(200);
        }
        if (status)
            return 1;
        if (status.error().code != ErrorCode::Io || status.error().message.find('\n') != std::string::npos)
            return 2;
        const auto stored = store->snapshot()->pairings.size();
        if (stored == 0 || stored >= i || !store->detail(static_cast<PairingId>(stored)))
            return 3;
        std::ofstream(path("stored")) << stored; // small enough for any limit
        return 0;
    });
    EXPECT_EQ(code, 0);
    std::size_t stored = 0;
    std::ifstream(path("stored")) >> stored;
    const auto store = openStore(file);
    EXPECT_EQ(store->snapshot()->pairings.size(), stored);
    EXPECT_TRUE(store->pin(static_cast<PairingId>(stored), "the last one"));
}

TEST_F(OpenTest, AFileThatIsTakenAwayStopsTheWriting) {
    const auto store = createStore(path());
    const RunId run = beginRun(*store);
    std::filesystem::rename(path(), path("elsewhere"));
    const Status lost = store->setRunState(run, RunState::Finished, {});
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::Io);
    std::filesystem::rename(path("elsewhere"), path());
    EXPECT_TRUE(store->setRunState(run, RunState::Finished, {}));
}

} // namespace
} // namespace pairscape
