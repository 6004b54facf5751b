// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/figure_text.h"
#include "app/cli/option_checks.h"
#include "app/cli/rank_study_verbs.h"
#include "app/cli/text_table.h"
#include "core/base/figure_json.h"
#include "core/base/number_text.h"
#include "core/training/rank_study.h"
#include "core/zeroshot/calibration.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct CalibrateOptions {
    std::string file, space, term, group = "both";
    double coverage = 0.9;
    std::vector<double> predict;
};

constexpr int folds = 5;

/// Scores and trained accuracies of the members that have both.
struct Points {
    std::vector<double> scores, accuracies;
};

Result<Points> pointsOf(const CalibrateOptions& options) {
    const auto study = openRankStudy(options.file, options.space);
    if (!study)
        return study.error();
    Points points;
    for (const RankStudyMember& member : study->members)
        if (member.trained && member.terms.contains(options.term) &&
            (options.group == "both" || options.group == studyGroupName(member.group))) {
            points.scores.push_back(member.terms.at(options.term));
            points.accuracies.push_back(member.trained->top1);
        }
    if (points.scores.empty())
        return Error{ErrorCode::InvalidInput, "No trained member of " + options.file + " has the term '" +
                                                  options.term +
                                                  "'; compute it with 'rank-study run --metrics'."};
    return points;
}

/// Where the curve is shown when nothing is asked for: at its deciles.
std::vector<double> shownScores(const CalibrateOptions& options, const Calibration& calibration) {
    if (!options.predict.empty())
        return options.predict;
    std::vector<double> scores;
    const std::size_t last = calibration.scores().size() - 1;
    for (std::size_t tenth = 0; tenth <= 10; ++tenth)
        if (const double score = calibration.scores()[tenth * last / 10];
            scores.empty() || scores.back() != score)
            scores.push_back(score);
    return scores;
}

Status calibrate(const CalibrateOptions& options, Output& out) {
    const auto points = pointsOf(options);
    if (!points)
        return points.error();
    const auto calibration = Calibration::fit(points->scores, points->accuracies, options.coverage);
    if (!calibration)
        return calibration.error();
    const auto held = leaveOutCoverage(points->scores, points->accuracies, options.coverage, folds);
    const std::vector<double> scores = shownScores(options, *calibration);
    if (out.json) {
        nlohmann::json predictions = nlohmann::json::array();
        for (const double score : scores) {
            const CalibratedAccuracy accuracy = calibration->predict(score);
            predictions.push_back({{"score", score},
                                   {"top1", figureJson(accuracy.value, "share", "calibrated")},
                                   {"low", accuracy.low},
                                   {"high", accuracy.high}});
        }
        out.document({{"file", options.file},
                      {"term", options.term},
                      {"group", options.group},
                      {"points", calibration->points()},
                      {"coverage", options.coverage},
                      {"half_width", calibration->halfWidth()},
                      {"left_out_coverage", held.ok() ? nlohmann::json(*held) : nlohmann::json()},
                      {"predictions", predictions}});
        return {};
    }
    TextList list;
    list.add("term", options.term + " against trained top-1 of " + std::to_string(calibration->points()) +
                         " members (" + options.group + ")");
    list.add("interval", "the prediction plus and minus " + decimalText(100 * calibration->halfWidth(), 2) +
                             " points, to hold " + decimalText(100 * options.coverage, 0) +
                             " % of new networks");
    list.add("left out", held.ok() ? "intervals fitted without a fifth of the members hold " +
                                         decimalText(100 * *held, 1) + " % of that fifth"
                                   : "too few members to leave a fifth of them out");
    TextTable table;
    for (const char* header : {"score", "top-1 % (calibrated)", "from %", "to %"})
        table.column(header);
    for (const double score : scores) {
        const CalibratedAccuracy accuracy = calibration->predict(score);
        table.row({figureText(score), decimalText(100 * accuracy.value, 2),
                   decimalText(100 * accuracy.low, 2), decimalText(100 * accuracy.high, 2)});
    }
    out.text(list.text() + "\n" + table.text());
    return {};
}

} // namespace

void addCalibrateVerb(CLI::App& group, Commands& commands) {
    const auto options = std::make_shared<CalibrateOptions>();
    CLI::App* verb = commands.verb(group, "calibrate", "Predict trained top-1 from a term, with an interval",
                                   options, calibrate);
    verb->add_option("file", options->file, "The study's file")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--term", options->term, "Zero-shot term to predict from")
        ->required()
        ->type_name("NAME");
    verb->add_option("--group", options->group, "Members to learn from: both, hybrid or conv-only")
        ->capture_default_str()
        ->check(CLI::IsMember({"both", "hybrid", "conv-only"}));
    verb->add_option("--coverage", options->coverage, "Share of new networks that the interval should hold")
        ->capture_default_str()
        ->check(numberWithin(0.01, 0.99))
        ->type_name("X");
    verb->add_option("--predict", options->predict,
                     "Scores to predict for, with commas [deciles of the curve]")
        ->delimiter(',')
        ->type_name("LIST");
    verb->add_option("--space", options->space, "The study's space, where it is a file of your own")
        ->type_name("NAME|FILE");
}

} // namespace pairscape::cli
