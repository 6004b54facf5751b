// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_report.h"

#include "core/base/rank_metric.h"
#include "core/training/rank_study_file.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace pairscape {

namespace {

using Members = std::vector<const RankStudyMember*>;

bool inHalf(const RankStudyMember& member, const RankStudyPlan& plan, StudyHalf half) {
    const int number = member.group == StudyGroup::Hybrid ? member.index : member.index - plan.hybrids;
    return half == StudyHalf::Both || (number % 2 == 0) == (half == StudyHalf::Even);
}

std::vector<double> valuesOf(const Members& members, const std::string& term) {
    std::vector<double> values;
    for (const RankStudyMember* member : members)
        values.push_back(member->terms.at(term));
    return values;
}

/// "-zen" is zen with less being better.
bool reversed(const std::string& term) {
    return term.starts_with('-');
}
std::string termName(const std::string& term) {
    return reversed(term) ? term.substr(1) : term;
}

std::vector<double> combinedValues(const Members& members, const CombinedMetric& metric) {
    std::vector<double> sums(members.size(), 0.0);
    for (const std::string& term : metric.terms) {
        std::vector<double> values = valuesOf(members, termName(term));
        if (reversed(term))
            std::ranges::transform(values, values.begin(), std::negate());
        const std::vector<double> ranks = meanRanks(values);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += metric.geometric ? std::log(ranks[i]) : ranks[i];
    }
    return sums;
}

RankFigures figuresOf(const std::vector<double>& values, const Members& members,
                      const RankReportOptions& options) {
    std::vector<double> accuracy;
    for (const RankStudyMember* member : members)
        accuracy.push_back(member->trained->top1);
    RankFigures figures;
    figures.members = static_cast<int>(members.size());
    if (members.size() < 2)
        return figures;
    figures.kendall = bootstrapInterval(values, accuracy, kendallTauB, options.resamples, options.seed);
    figures.spearman = bootstrapInterval(values, accuracy, spearmanRho, options.resamples, options.seed);
    return figures;
}

RankReport::Spread spreadOf(const RankStudy& study, StudyGroup group, const Members& trained,
                            StudyHalf half) {
    RankReport::Spread spread;
    std::vector<double> values;
    for (const RankStudyMember* member : trained)
        if (member->group == group)
            values.push_back(member->trained->top1);
    spread.trained = static_cast<int>(values.size());
    for (const RankStudyMember& member : study.members)
        if (member.group == group && inHalf(member, study.plan, half) && !member.trained)
            ++(member.failure.empty() ? spread.missing : spread.failed);
    if (values.empty())
        return spread;
    const auto count = static_cast<double>(values.size());
    spread.least = *std::ranges::min_element(values);
    spread.most = *std::ranges::max_element(values);
    for (const double value : values)
        spread.mean += value / count;
    for (const double value : values)
        spread.deviation += (value - spread.mean) * (value - spread.mean);
    spread.deviation = values.size() > 1 ? std::sqrt(spread.deviation / (count - 1)) : 0;
    return spread;
}

Members ofGroup(const Members& members, StudyGroup group) {
    Members list;
    for (const RankStudyMember* member : members)
        if (member->group == group)
            list.push_back(member);
    return list;
}

nlohmann::json figuresJson(const RankFigures& figures) {
    const auto interval = [](const Interval& one) {
        return nlohmann::json{{"value", one.value}, {"low", one.low}, {"high", one.high}};
    };
    return {{"members", figures.members},
            {"kendall", interval(figures.kendall)},
            {"spearman", interval(figures.spearman)}};
}

nlohmann::json spreadJson(const RankReport::Spread& spread) {
    return {{"trained", spread.trained},         {"failed", spread.failed},  {"missing", spread.missing},
            {"top1_least", spread.least},        {"top1_mean", spread.mean}, {"top1_most", spread.most},
            {"top1_deviation", spread.deviation}};
}

} // namespace

Result<CombinedMetric> CombinedMetric::parse(const std::string& text) {
    CombinedMetric metric;
    const auto equals = text.find('=');
    const auto refuse = [&] {
        return Error{ErrorCode::InvalidInput,
                     "'" + text +
                         "' is no combined metric; write NAME=TERM+TERM (rank sum) or NAME=TERM*TERM "
                         "(geometric mean of ranks), with - before a term of which less is better."};
    };
    if (equals == std::string::npos || equals == 0)
        return refuse();
    metric.name = text.substr(0, equals);
    const std::string terms = text.substr(equals + 1);
    const bool sum = terms.find('+') != std::string::npos, product = terms.find('*') != std::string::npos;
    if (sum && product)
        return refuse();
    metric.geometric = product;
    std::size_t from = 0;
    while (from <= terms.size()) {
        const std::size_t to = std::min(terms.find(product ? '*' : '+', from), terms.size());
        metric.terms.push_back(terms.substr(from, to - from));
        if (termName(metric.terms.back()).empty())
            return refuse();
        from = to + 1;
    }
    return metric;
}

std::vector<CombinedMetric> groupRankMetrics() {
    std::vector<CombinedMetric> all;
    for (const RankMetric& metric : rankMetrics()) {
        CombinedMetric combined{metric.name, {}, false};
        for (const RankedTerm& term : metric.terms)
            combined.terms.push_back((term.backwards ? "-" : "") + term.name);
        all.push_back(std::move(combined));
    }
    return all;
}

PublishedTau publishedTau(const std::string& metric) {
    static const std::map<std::string, PublishedTau> table = {
        {"snip", {0.40, -0.01}},       {"jacob_cov", {0.43, 0.06}},      {"grad_norm", {0.36, -0.09}},
        {"synflow", {0.47, 0.06}},     {"grasp", {0.35, 0.03}},          {"fisher", {0.45, -0.05}},
        {"nn_degree", {0.43, 0.32}},   {"linear_regions", {0.32, 0.19}}, {"zen", {0.40, 0.33}},
        {"nash", {std::nullopt, 0.47}}};
    const auto found = table.find(metric);
    return found == table.end() ? PublishedTau{} : found->second;
}

Result<RankReport> reportRankStudy(const RankStudy& study, const RankReportOptions& options) {
    Members trained;
    for (const RankStudyMember& member : study.members)
        if (member.trained && inHalf(member, study.plan, options.half))
            trained.push_back(&member);
    if (trained.size() < 3)
        return Error{ErrorCode::InvalidInput,
                     "Only " + std::to_string(trained.size()) +
                         " members of the study are trained; a rank needs at least 3. "
                         "Run the study further."};
    // What every trained member has.
    std::set<std::string> terms;
    for (const auto& [name, value] : trained.front()->terms)
        if (std::ranges::all_of(trained,
                                [&](const RankStudyMember* member) { return member->terms.contains(name); }))
            terms.insert(name);

    const Members convOnly = ofGroup(trained, StudyGroup::ConvOnly),
                  hybrid = ofGroup(trained, StudyGroup::Hybrid);
    RankReport report;
    const auto line = [&](const std::string& name, const auto& values) {
        report.lines.push_back({name, figuresOf(values(trained), trained, options),
                                figuresOf(values(convOnly), convOnly, options),
                                figuresOf(values(hybrid), hybrid, options), values(trained)});
    };
    for (const RankStudyMember* member : trained)
        report.trained.push_back({member->index, member->group, member->trained->top1});
    for (const std::string& name : terms)
        line(name, [&](const Members& members) { return valuesOf(members, name); });
    for (const CombinedMetric& metric : options.combined) {
        const auto missing = std::ranges::find_if(
            metric.terms, [&](const auto& term) { return !terms.contains(termName(term)); });
        if (missing == metric.terms.end())
            line(metric.name, [&](const Members& members) { return combinedValues(members, metric); });
        else if (findRankMetric(metric.name) == nullptr)
            return Error{ErrorCode::InvalidInput, "Not every trained member has the term '" +
                                                      termName(*missing) + "' of metric '" + metric.name +
                                                      "'; compute it with 'rank-study "
                                                      "run --metrics'."};
    }
    report.convOnly = spreadOf(study, StudyGroup::ConvOnly, trained, options.half);
    report.hybrid = spreadOf(study, StudyGroup::Hybrid, trained, options.half);
    for (const RankStudyMember* member : trained)
        report.secondsPerNetwork += member->seconds / static_cast<double>(trained.size());
    return report;
}

nlohmann::json rankReportJson(const RankStudy& study, const RankReport& report,
                              const RankReportOptions& options) {
    nlohmann::json metrics = nlohmann::json::array();
    const auto orNull = [](const std::optional<double>& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    for (const RankReport::Line& line : report.lines) {
        const PublishedTau published = publishedTau(line.metric);
        metrics.push_back(
            {{"metric", line.metric},
             {"all", figuresJson(line.all)},
             {"conv_only", figuresJson(line.convOnly)},
             {"hybrid", figuresJson(line.hybrid)},
             {"published_kendall",
              {{"conv_only", orNull(published.convOnly)}, {"hybrid", orNull(published.hybrid)}}}});
    }
    nlohmann::json combined = nlohmann::json::object();
    for (const CombinedMetric& metric : options.combined)
        combined[metric.name] = {{"terms", metric.terms},
                                 {"form", metric.geometric ? "geometric mean of ranks" : "rank sum"}};
    const char* half = options.half == StudyHalf::Both   ? "both"
                       : options.half == StudyHalf::Even ? "even"
                                                         : "odd";
    return {{"plan", planLine(study.plan)},
            {"half", half},
            {"accuracy", "top1, trained"},
            {"resamples", options.resamples},
            {"conv_only", spreadJson(report.convOnly)},
            {"hybrid", spreadJson(report.hybrid)},
            {"seconds_per_network", report.secondsPerNetwork},
            {"combined", combined},
            {"metrics", metrics}};
}

} // namespace pairscape
