// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/training/checkpoint.h"
#include "core/training/supernet_trainer.h"

#include <utility>

namespace pairscape {

nlohmann::json supernetPlanJson(const SupernetPlan& plan) {
    return {{"budget", budgetJson(plan.budget)},
            {"random", plan.random},
            {"promising", plan.promising},
            {"selection", plan.selection},
            {"validation_share", plan.validationShare}};
}

Result<SupernetPlan> supernetPlanFromJson(const nlohmann::json& json, const std::string& what) {
    JsonReader reader(json, what);
    SupernetPlan plan;
    plan.random = static_cast<int>(reader.integer("random", 0, 1000));
    if (!json.contains("promising") || !json["promising"].empty()) // an empty list is the whole space
        plan.promising = reader.texts("promising");
    plan.selection = reader.text("selection");
    plan.validationShare = reader.number("validation_share", 0, 0.99);
    if (!reader.ok())
        return reader.error();
    const auto budget = budgetFromJson(json.value("budget", nlohmann::json::object()), what);
    if (!budget)
        return budget.error();
    plan.budget = *budget;
    return plan;
}

Result<SupernetFile> readSupernetFile(const std::filesystem::path& path) {
    const auto checkpoint = readCheckpoint(path);
    if (!checkpoint)
        return checkpoint.error().code == ErrorCode::NotFound
                   ? Error{ErrorCode::NotFound,
                           "There is no supernet " + path.string() + "; 'supernet train' makes one."}
                   : checkpoint.error();
    const nlohmann::json& head = checkpoint->head;
    if (!head.contains("supernet") || !head["supernet"].is_object())
        return Error{ErrorCode::InvalidInput,
                     path.string() + " is the checkpoint of a single network; name a supernet's."};
    try {
        auto space = SearchSpace::fromJson(head["supernet"].at("space").get<std::string>(), path.string());
        if (!space)
            return space.error();
        auto plan = supernetPlanFromJson(head["supernet"].at("plan"), path.string());
        if (!plan)
            return plan.error();
        SupernetFile file{*std::move(space),
                          *std::move(plan),
                          head.value("data_set", ""),
                          hashText(stableHash(head.dump())),
                          {},
                          false};
        for (const nlohmann::json& epoch : head.at("epochs"))
            file.epochs.push_back({epoch.at("epoch"), epoch.at("loss"), epoch.at("top1")});
        file.finished = static_cast<int>(file.epochs.size()) >= file.plan.budget.epochs;
        return file;
    } catch (const nlohmann::json::exception& e) {
        return Error{ErrorCode::Corrupt, path.string() + " lacks a field of a supernet: " + e.what()};
    }
}

} // namespace pairscape
