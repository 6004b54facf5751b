// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"
#include "core/interchange/export.h"
#include "core/interchange/figures_json.h"
#include "core/interchange/version.h"

#include <algorithm>

namespace pairscape {

using nlohmann::json;

namespace {

/// A preset's text as a JSON value. A study's texts were checked when it was made; one that was damaged
/// since then is handed on as it is instead of being lost.
json presetJson(const std::string& text) {
    json value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(text) : value;
}

json scoresJson(const PairingDetail& detail) {
    json terms = json::array();
    const RawScores& scores = detail.record.scores;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        json term = {{"name", scores[i].name}, {"raw", figureJson(scores[i].value, "", "zero-shot")}};
        if (i < detail.ranks.size())
            term["rank"] = figureJson(detail.ranks[i], "share of the reference population", "zero-shot rank");
        terms.push_back(std::move(term));
    }
    return terms;
}

} // namespace

json designJson(const PairingDetail& detail, const StudySnapshot& study) {
    const PairingRecord& record = detail.record;
    // The record's own figures are the summary; what it says in detail below is left out of it.
    json summary = recordJson(record, study.settings.rankMetric);
    json architecture = networkJson(detail.network);
    architecture["text"] = record.architecture;
    architecture["hash"] = summary["hash"];
    architecture["space"] = study.spaceName;

    json result = {{"format", "pairscape-design"},
                   {"format_version", 1},
                   {"pairing",
                    {{"id", record.id},
                     {"run", record.run},
                     {"index", record.index},
                     {"name", summary["pin"]},
                     {"on_front", record.onFront},
                     {"feasible", record.feasible}}},
                   {"accuracy", summary["accuracy"]},
                   {"accuracies", summary["accuracies"]},
                   {"scores", scoresJson(detail)},
                   {"architecture", std::move(architecture)},
                   {"platform", presetJson(study.settings.platformJson)}};
    if (record.feasible) {
        result["accelerator"] = acceleratorJson(detail.accelerator, detail.cost);
        result["hardware"] = hardwareJson(detail.cost);
        result["mappings"] = layerCostsJson(detail.network, detail.cost);
    } else {
        result["pairing"]["infeasible_reason"] = record.infeasibleReason;
    }

    json run = nullptr;
    const auto found = std::find_if(study.runs.begin(), study.runs.end(),
                                    [&](const RunRecord& candidate) { return candidate.id == record.run; });
    if (found != study.runs.end()) {
        run = runJson(*found);
        for (const char* changing : {"state", "done", "started_at", "ended_at", "message"})
            run.erase(changing); // a design is the same file whenever it is exported
    }
    result["provenance"] = {{"pairscape_version", pairscapeVersion()},
                            {"study_seed", study.settings.seed},
                            {"settings", studySettingsJson(study.settings)},
                            {"space", presetJson(study.settings.spaceJson)},
                            {"run", std::move(run)}};
    return result;
}

Status exportDesign(const std::filesystem::path& path, const PairingDetail& detail,
                    const StudySnapshot& study) {
    return writeTextFile(path, designJson(detail, study).dump(2, ' ', false, json::error_handler_t::replace) +
                                   "\n");
}

} // namespace pairscape
