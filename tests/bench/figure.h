// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pairscape::bench {

/// One measured figure. Where there is a baseline, both were measured in the same run, in turn, and `ratio`
/// says how many times better the figure is than the baseline: it is what may be compared between machines.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<double> baseline;
    std::optional<double> ratio;
    std::optional<double> target; ///< for the ratio where there is one, else for the value
    std::optional<bool> holds;
};

/// What the suites take from the command line.
struct Options {
    std::string table; ///< of the search suite: a NAS-Bench-201 table as CSV
    std::string accuracyColumn = "cifar10_test_200ep";
    std::string latencyColumn = "eyeriss_latency_ms";
    std::string scores; ///< of the nas-bench-201 suite: published scores of cells as CSV
    std::string images; ///< likewise: a CIFAR binary file; noise where none is named
    std::string data;   ///< likewise: where our scores are kept as CSV, read first and appended to
    std::string space = "nash-cifar100"; ///< of the joint and window suites
    std::string platform = "kv260";      ///< likewise
    int budget = 200;                    ///< likewise, and of headline: evaluations of each search
    int seeds = 10;                      ///< of joint and headline
    std::string spaces = "nash-cifar100,nash-tiny-imagenet";        ///< of the headline suite
    std::string platforms = "kv260,zcu102,zc706,ultra96,alveo-u50"; ///< likewise
    int cells = 300;
    std::string metrics; ///< likewise: names with commas, all where empty
};

using Suite = std::vector<Figure> (*)(const Options&);

std::vector<Figure> acceleratorSuite(const Options& options);
std::vector<Figure> headlineSuite(const Options& options);
std::vector<Figure> jointSuite(const Options& options);
std::vector<Figure> nasBench201Suite(const Options& options);
std::vector<Figure> operatorsSuite(const Options& options);
std::vector<Figure> zeroshotSuite(const Options& options);
std::vector<Figure> trainingSuite(const Options& options);
std::vector<Figure> searchSuite(const Options& options);
std::vector<Figure> windowSuite(const Options& options);

/// What is counted: time on the wall, or the time for which the calling thread had a core. The second is for
/// work of one thread, and does not mind what else runs on the machine.
enum class Clock { Wall, Thread };

double secondsOf(const std::function<void()>& work, Clock clock = Clock::Thread);

/// Median seconds of one call over `repeats` calls, after one that does not count.
double medianSeconds(const std::function<void()>& work, int repeats, Clock clock = Clock::Thread);

/// Median seconds of two pieces of work, called in turn so that a drifting machine drifts for both.
struct PairedSeconds {
    double ours = 0, baseline = 0;
};
PairedSeconds medianSecondsInTurn(const std::function<void()>& ours, const std::function<void()>& baseline,
                                  int repeats, Clock clock = Clock::Thread);

/// A rate (higher is better) against a baseline rate and a target for the ratio.
Figure rateFigure(std::string name, double value, std::string unit, double baseline,
                  std::optional<double> target);

/// A figure without a baseline that must not be above `limit`.
Figure limitFigure(std::string name, double value, std::string unit, double limit);
/// A figure without a baseline that must reach `target`.
Figure floorFigure(std::string name, double value, std::string unit, double target);

} // namespace pairscape::bench
