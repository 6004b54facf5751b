// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// pairscape-bench SUITE... [--json] [--table FILE]: measures the hot loops. Figures are ratios against a
// baseline in the same run, because machines are shared and noisy; nothing here is a test.

#include "tests/bench/figure.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

namespace {

using pairscape::bench::Figure;

const std::map<std::string, pairscape::bench::Suite>& suites() {
    static const std::map<std::string, pairscape::bench::Suite> all = {
        {"accelerator", pairscape::bench::acceleratorSuite},
        {"headline", pairscape::bench::headlineSuite},
        {"joint", pairscape::bench::jointSuite},
        {"nas-bench-201", pairscape::bench::nasBench201Suite},
        {"operators", pairscape::bench::operatorsSuite},
        {"search", pairscape::bench::searchSuite},
        {"training", pairscape::bench::trainingSuite},
        {"window", pairscape::bench::windowSuite},
        {"zeroshot", pairscape::bench::zeroshotSuite},
    };
    return all;
}

nlohmann::json toJson(const Figure& figure) {
    const auto orNull = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(); };
    return {{"name", figure.name},           {"value", figure.value},
            {"unit", figure.unit},           {"baseline", orNull(figure.baseline)},
            {"ratio", orNull(figure.ratio)}, {"target", orNull(figure.target)},
            {"holds", orNull(figure.holds)}};
}

void printLine(const Figure& figure) {
    std::printf("%-52s %10.4g %-16s", figure.name.c_str(), figure.value, figure.unit.c_str());
    if (figure.ratio)
        std::printf(" %7.2f x", *figure.ratio);
    if (figure.holds)
        std::printf("  target %.4g %s", *figure.target, *figure.holds ? "holds" : "MISSED");
    std::printf("\n");
    std::fflush(stdout);
}

int usage() {
    std::cerr << "Usage: pairscape-bench SUITE... [--json]\n"
                 "  search: --table FILE [--accuracy COLUMN] [--latency COLUMN]\n"
                 "  joint: [--space NAME] [--platform NAME] [--budget N] [--seeds N]\n"
                 "  headline: [--spaces NAME,...] [--platforms NAME,...] [--budget N] [--seeds N]\n"
                 "  window: [--space NAME] [--platform NAME] [--budget N]\n"
                 "  nas-bench-201: --scores FILE [--images FILE] [--cells N] [--metrics LIST] [--data FILE]\n"
                 "Suites:";
    for (const auto& [name, suite] : suites())
        std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    bool json = false;
    pairscape::bench::Options options;
    const std::map<std::string, std::string*> valued = {{"--table", &options.table},
                                                        {"--accuracy", &options.accuracyColumn},
                                                        {"--latency", &options.latencyColumn},
                                                        {"--space", &options.space},
                                                        {"--platform", &options.platform},
                                                        {"--spaces", &options.spaces},
                                                        {"--platforms", &options.platforms},
                                                        {"--scores", &options.scores},
                                                        {"--images", &options.images},
                                                        {"--metrics", &options.metrics},
                                                        {"--data", &options.data}};
    std::vector<pairscape::bench::Suite> chosen;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") {
            json = true;
        } else if (const auto option = valued.find(word); option != valued.end() && i + 1 < argc) {
            *option->second = argv[++i];
        } else if (word == "--budget" && i + 1 < argc) {
            options.budget = std::max(10, std::atoi(argv[++i]));
        } else if (word == "--seeds" && i + 1 < argc) {
            options.seeds = std::max(1, std::atoi(argv[++i]));
        } else if (word == "--cells" && i + 1 < argc) {
            options.cells = std::max(2, std::atoi(argv[++i]));
        } else if (const auto suite = suites().find(word); suite != suites().end()) {
            chosen.push_back(suite->second);
        } else {
            return usage();
        }
    }
    if (chosen.empty())
        return usage();
    nlohmann::json list = nlohmann::json::array();
    for (const auto suite : chosen)
        for (const Figure& figure : suite(options)) {
            list.push_back(toJson(figure));
            if (!json)
                printLine(figure);
        }
    if (json)
        std::cout << list.dump(2) << '\n';
    return 0;
}
