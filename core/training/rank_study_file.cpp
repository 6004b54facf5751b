// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_study_file.h"

#include "core/base/json_lines.h"
#include "core/base/json_reader.h"
#include "core/base/resources.h"

#include <cmath>
#include <limits>
#include <sstream>

namespace pairscape {

namespace {

namespace fs = std::filesystem;
constexpr int formatVersion = 1;

/// JSON has no infinity; terms are never NaN.
nlohmann::json termJson(double value) {
    if (std::isfinite(value))
        return value;
    return value > 0 ? "inf" : "-inf";
}

std::optional<double> termFrom(const nlohmann::json& json) {
    if (json.is_number())
        return json.get<double>();
    if (json == "inf")
        return std::numeric_limits<double>::infinity();
    if (json == "-inf")
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

Result<RankStudyPlan> planFrom(const nlohmann::json& line, const fs::path& path) {
    const std::string what = path.string() + ", line 1";
    if (!line.is_object() || !line.contains("rank_study"))
        return Error{ErrorCode::InvalidInput, path.string() + " is no rank study; name another file."};
    if (line["rank_study"] != formatVersion)
        return Error{ErrorCode::Unsupported,
                     path.string() + " was written by a newer Pairscape; use that one."};
    JsonReader reader(line, what);
    RankStudyPlan plan;
    plan.space = reader.text("space");
    plan.hybrids = static_cast<int>(reader.integer("hybrids", 0, 1'000'000));
    plan.convOnly = static_cast<int>(reader.integer("conv_only", 0, 1'000'000));
    plan.dataFormat = reader.text("data_set");
    if (!reader.ok())
        return reader.error();
    if (!line.contains("seed") || !line["seed"].is_number_unsigned() || !line.contains("budget"))
        return Error{ErrorCode::InvalidInput, what + " lacks the seed or the budget."};
    plan.seed = line["seed"].get<std::uint64_t>();
    const auto budget = budgetFromJson(line["budget"], what);
    if (!budget)
        return budget.error();
    plan.budget = *budget;
    return plan;
}

/// Takes what a line says; false when it cannot be understood.
bool takeLine(const nlohmann::json& line, RankStudy& study) {
    if (!line.is_object() || !line.contains("member") || !line["member"].is_number_integer())
        return false;
    const auto index = line["member"].get<std::int64_t>();
    if (index < 0 || index >= static_cast<std::int64_t>(study.members.size()))
        return false;
    RankStudyMember& member = study.members[static_cast<std::size_t>(index)];
    if (line.value("architecture", "") != member.architecture)
        return false;
    if (line.contains("terms")) {
        for (const auto& [name, value] : line["terms"].items())
            if (const auto term = termFrom(value))
                member.terms[name] = *term;
        return true;
    }
    if (line.contains("failure")) {
        member.failure = line["failure"].get<std::string>();
        return true;
    }
    TestFigures figures;
    figures.top1 = line.at("top1").get<double>();
    figures.top5 = line.at("top5").get<double>();
    figures.loss = line.at("test_loss").get<double>();
    figures.images = line.at("test_images").get<std::int64_t>();
    if (!member.trained) { // two processes without shards may both have trained it; the first counts
        member.trained = figures;
        member.trainLoss = line.value("train_loss", 0.0);
        member.seconds = line.value("seconds", 0.0);
        member.device = line.value("device", "");
    }
    return true;
}

} // namespace

nlohmann::json planLine(const RankStudyPlan& plan) {
    return {{"rank_study", formatVersion},      {"space", plan.space},        {"seed", plan.seed},
            {"hybrids", plan.hybrids},          {"conv_only", plan.convOnly}, {"data_set", plan.dataFormat},
            {"budget", budgetJson(plan.budget)}};
}

nlohmann::json trainedLine(const RankStudyMember& member, const RankStudyPlan&,
                           const OperationCounts& counts) {
    nlohmann::json line = {{"member", member.index},
                           {"group", studyGroupName(member.group)},
                           {"architecture", member.architecture}};
    if (!member.failure.empty()) {
        line["failure"] = member.failure;
        return line;
    }
    line["macs"] = {{"conv", counts.macs[0]}, {"shift", counts.macs[1]}, {"adder", counts.macs[2]}};
    line["parameters"] = counts.parameters;
    line["top1"] = member.trained->top1;
    line["top5"] = member.trained->top5;
    line["test_loss"] = member.trained->loss;
    line["test_images"] = member.trained->images;
    line["train_loss"] = member.trainLoss;
    line["seconds"] = std::round(member.seconds * 1000) / 1000;
    line["device"] = member.device;
    return line;
}

nlohmann::json termsLine(const RankStudyMember& member, const std::map<std::string, double>& terms) {
    nlohmann::json values = nlohmann::json::object();
    for (const auto& [name, value] : terms)
        values[name] = termJson(value);
    return {{"member", member.index}, {"architecture", member.architecture}, {"terms", values}};
}

Status openRankStudyFile(const fs::path& path, const RankStudyPlan& plan) {
    const auto begun = beginJsonLines(path, planLine(plan));
    if (!begun)
        return begun.error();
    if (*begun)
        return {};
    const auto stored = readRankStudyPlan(path);
    if (!stored)
        return stored.error();
    if (*stored != plan)
        return Error{ErrorCode::InvalidInput, path.string() +
                                                  " is a rank study with another space, seed, data set or "
                                                  "budget; repeat the options that it was "
                                                  "begun with (its first line), or name another file."};
    return {};
}

Status appendRankStudyLine(const fs::path& path, const nlohmann::json& line) {
    return appendJsonLine(path, line);
}

Result<RankStudyPlan> readRankStudyPlan(const fs::path& path) {
    const auto text = readTextFile(path);
    if (!text)
        return text.error();
    return planFrom(nlohmann::json::parse(text->substr(0, text->find('\n')), nullptr, false), path);
}

Result<RankStudy> readRankStudy(const fs::path& path, const SearchSpace& space) {
    const auto text = readTextFile(path);
    if (!text)
        return text.error();
    std::istringstream lines(*text);
    std::string line;
    std::getline(lines, line);
    const auto plan = planFrom(nlohmann::json::parse(line, nullptr, false), path);
    if (!plan)
        return plan.error();
    const auto architectures = rankStudyArchitectures(space, *plan);
    if (!architectures)
        return architectures.error();
    RankStudy study;
    study.plan = *plan;
    for (int i = 0; i < plan->members(); ++i) {
        RankStudyMember member;
        member.index = i;
        member.group = i < plan->hybrids ? StudyGroup::Hybrid : StudyGroup::ConvOnly;
        member.architecture = space.format((*architectures)[static_cast<std::size_t>(i)]);
        study.members.push_back(std::move(member));
    }
    while (std::getline(lines, line)) {
        if (line.empty())
            continue;
        bool taken = false;
        try {
            taken = takeLine(nlohmann::json::parse(line), study);
        } catch (const nlohmann::json::exception&) { // a half line, or a field of another type
        }
        study.damagedLines += taken ? 0 : 1;
    }
    return study;
}

Result<SearchSpace> rankStudySpace(const std::filesystem::path& file, const RankStudyPlan& plan) {
    if (auto preset = SearchSpace::preset(plan.space))
        return preset;
    const std::filesystem::path beside = file.parent_path() / (plan.space + ".json");
    if (std::filesystem::exists(beside))
        return SearchSpace::load(beside.string());
    return Error{ErrorCode::NotFound, "The study is of space '" + plan.space +
                                          "', which is no preset; put its file beside the study as " +
                                          plan.space + ".json."};
}

} // namespace pairscape
