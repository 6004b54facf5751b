// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A long search with the whole window attached, drawn without a display: does the rate hold, does memory stay
// flat, does the front grow, and how long do the window's events wait? A heartbeat is due every 4 ms; by how
// much it is late is what a click at that moment would have waited.

#include "tests/bench/figure.h"
#include "tests/bench/study_runs.h"
#include "tests/support/resident_memory.h"

#include "core/accelerator/platform.h"
#include "core/space/search_space.h"
#include "ui/models/session.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <thread>

#include <malloc.h>

namespace pairscape::bench {

namespace {

constexpr int beat = 4; ///< ms
constexpr int parts = 10;

/// What the program holds on the heap, without what the allocator keeps for later.
double heldMegabytes() {
    const struct mallinfo2 heap = ::mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}

/// How things stood when a tenth of the pairings had come in.
struct Mark {
    std::size_t pairings = 0;
    double seconds = 0, megabytes = 0, held = 0;
    std::size_t front = 0;
    double waitedMost = 0, waitedP99 = 0; ///< ms, since the mark before
};

double percentile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

/// Follows one run until it has ended.
class Watch {
  public:
    Watch(Session& session, std::size_t budget) : session_(session), budget_(budget) {
        clock_.start();
        last_ = clock_.nsecsElapsed();
        QObject::connect(&heart_, &QTimer::timeout, [this] { tick(); });
        QObject::connect(&session_, &Session::snapshotChanged, &heart_, [this] { note(); });
        heart_.setTimerType(Qt::PreciseTimer);
        heart_.start(beat);
    }
    const std::vector<Mark>& marks() const { return marks_; }
    const std::vector<double>& waits() const { return waits_; }

  private:
    void tick() {
        const qint64 now = clock_.nsecsElapsed();
        waits_.push_back(std::max(0.0, static_cast<double>(now - last_) / 1e6 - beat));
        last_ = now;
        if (session_.runStatus() && !session_.runActive()) {
            heart_.stop();
            note();
            QApplication::quit();
        }
    }
    void note() {
        const auto snapshot = session_.snapshot();
        const std::size_t count = snapshot->pairings.size();
        if (count * parts < budget_ * (marks_.size() + 1))
            return;
        const std::vector<double> since(waits_.begin() + static_cast<std::ptrdiff_t>(noted_), waits_.end());
        noted_ = waits_.size();
        Mark mark{count,
                  static_cast<double>(clock_.nsecsElapsed()) / 1e9,
                  test::residentMegabytes(),
                  heldMegabytes(),
                  snapshot->front.size(),
                  percentile(since, 1),
                  percentile(since, 0.99)};
        std::fprintf(
            stderr,
            "%zu pairings after %.0f s: %.0f MB (%.0f MB held), front of %zu, waits p99 %.1f ms, most %.1f "
            "ms\n",
            mark.pairings, mark.seconds, mark.megabytes, mark.held, mark.front, mark.waitedP99,
            mark.waitedMost);
        marks_.push_back(mark);
    }

    Session& session_;
    std::size_t budget_;
    QTimer heart_;
    QElapsedTimer clock_;
    qint64 last_ = 0;
    std::vector<double> waits_;
    std::size_t noted_ = 0;
    std::vector<Mark> marks_;
};

Figure plain(std::string name, double value, std::string unit) {
    return {std::move(name), value, std::move(unit), std::nullopt, std::nullopt, std::nullopt, std::nullopt};
}

} // namespace

std::vector<Figure> windowSuite(const Options& options) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "pairscape-bench";
    static char* words[] = {name, nullptr};
    const QApplication application(count, words);
    const Folder folder;
    const auto study = newStudy(folder.path / "window.pairscape", options.space, options.platform);
    if (!study) {
        std::cerr << study.error().message << '\n';
        return {};
    }
    Session session;
    session.setStudy(*study);
    MainWindow window(&session, AppSettings());
    window.resize(1920, 1080);
    window.show();
    QApplication::processEvents();

    RunSettings run;
    run.budget = options.budget;
    window.startRun(run, static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U)));
    Watch watch(session, static_cast<std::size_t>(options.budget));
    QApplication::exec();

    std::vector<Figure> figures;
    Mark before;
    for (const Mark& mark : watch.marks()) {
        const std::string at = " up to " + std::to_string(mark.pairings);
        figures.push_back(
            plain("pairings" + at,
                  static_cast<double>(mark.pairings - before.pairings) / (mark.seconds - before.seconds),
                  "pairings/s"));
        figures.push_back(plain("memory" + at, mark.megabytes, "MB"));
        figures.push_back(plain("heap in use" + at, mark.held, "MB"));
        figures.push_back(plain("front" + at, static_cast<double>(mark.front), "pairings"));
        figures.push_back(plain("wait p99" + at, mark.waitedP99, "ms"));
        before = mark;
    }
    figures.push_back(
        limitFigure("wait of the window's events, p99", percentile(watch.waits(), 0.99), "ms", 16));
    figures.push_back(plain("wait of the window's events, most", percentile(watch.waits(), 1), "ms"));
    return figures;
}

} // namespace pairscape::bench
