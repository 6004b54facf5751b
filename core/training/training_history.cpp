// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_history.h"

#include "core/training/checkpoint.h"

namespace pairscape {

nlohmann::json epochsJson(const std::vector<EpochRecord>& epochs) {
    nlohmann::json list = nlohmann::json::array();
    for (const EpochRecord& one : epochs) {
        list.push_back({{"epoch", one.epoch}, {"loss", one.loss}, {"top1", one.top1}});
        if (one.testTop1)
            list.back()["test_top1"] = *one.testTop1;
    }
    return list;
}

std::vector<EpochRecord> epochsFromJson(const nlohmann::json& json) {
    std::vector<EpochRecord> epochs;
    for (const nlohmann::json& one : json) {
        EpochRecord record{one.at("epoch"), one.at("loss"), one.at("top1")};
        if (one.contains("test_top1"))
            record.testTop1 = one["test_top1"].get<double>();
        epochs.push_back(record);
    }
    return epochs;
}

Result<TrainingHistory> readTrainingHistory(const std::filesystem::path& path) {
    const auto checkpoint = readCheckpoint(path);
    if (!checkpoint)
        return checkpoint.error();
    const nlohmann::json& head = checkpoint->head;
    if (head.contains("supernet"))
        return Error{ErrorCode::InvalidInput,
                     path.string() + " holds a supernet; name the checkpoint of one network."};
    const auto damaged = [&](const std::string& what) {
        return Error{ErrorCode::Corrupt, path.string() + " is no whole checkpoint (" + what +
                                             "); delete it to begin again, or name another."};
    };
    try {
        TrainingHistory history;
        history.architecture = head.at("architecture").get<std::string>();
        history.quantised = head.value("quantised", false);
        history.dataSet = head.at("data_set").get<std::string>();
        const auto budget = budgetFromJson(head.at("budget"), "its budget");
        if (!budget)
            return damaged("its budget cannot be read");
        history.budget = *budget;
        history.epochs = epochsFromJson(head.at("epochs"));
        history.step = head.at("position").at("batch").get<std::int64_t>();
        return history;
    } catch (const nlohmann::json::exception&) {
        return damaged("its head lacks something");
    }
}

} // namespace pairscape
