// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/export.h"
#include "core/interchange/figures_json.h"
#include "core/study/study.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct FileOptions {
    std::string file;
};
struct ExportOptions {
    std::string file, out, format;
    PairingId pairing = 0;
    bool table = false;
};
struct VerifyOptions {
    std::string file;
    int samples = 10;
};
struct PinOptions {
    std::string file, name;
    PairingId pairing = 0;
};

Error noPairing(PairingId id, const std::string& file, const StudySnapshot& snapshot) {
    const std::string range = snapshot.pairings.empty()
                                  ? "it holds none yet"
                                  : "it holds 1 to " + std::to_string(snapshot.pairings.size());
    return {ErrorCode::NotFound,
            "There is no pairing " + std::to_string(id) + " in " + file + "; " + range + "."};
}

std::vector<std::size_t> pinnedIndices(const StudySnapshot& snapshot) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < snapshot.pairings.size(); ++i)
        if (snapshot.pairings[i].pinned())
            indices.push_back(i);
    return indices;
}

std::string runsTable(const StudySnapshot& snapshot) {
    TextTable table;
    table.column("run");
    table.column("strategy", Align::Left);
    for (const char* header : {"budget", "seed", "population", "batch", "done"})
        table.column(header);
    for (const char* header : {"state", "started (UTC)", "ended (UTC)"})
        table.column(header, Align::Left);
    for (const RunRecord& run : snapshot.runs)
        table.row({std::to_string(run.id), run.settings.strategy, groupedText(run.settings.budget),
                   std::to_string(run.settings.seed), std::to_string(run.settings.population),
                   std::to_string(run.settings.batch), groupedText(run.done),
                   runStateName(run.state) + (run.message.empty() ? "" : ": " + run.message), run.startedAt,
                   run.endedAt});
    return table.text();
}

Status info(const FileOptions& options, Output& out) {
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    const StudySettings& settings = snapshot->settings;
    const auto feasible = std::count_if(snapshot->pairings.begin(), snapshot->pairings.end(),
                                        [](const PairingRecord& record) { return record.feasible; });
    const std::vector<std::size_t> pinned = pinnedIndices(*snapshot);
    if (out.json) {
        nlohmann::json runs = nlohmann::json::array();
        for (const RunRecord& run : snapshot->runs)
            runs.push_back(runJson(run));
        nlohmann::json pins = nlohmann::json::array();
        for (const std::size_t index : pinned)
            pins.push_back({{"id", snapshot->pairings[index].id}, {"name", snapshot->pairings[index].pin}});
        out.document({{"study", options.file},
                      {"space", snapshot->spaceName},
                      {"platform", snapshot->platformName},
                      {"settings", studySettingsJson(settings)},
                      {"terms", snapshot->terms},
                      {"pairings", snapshot->pairings.size()},
                      {"feasible", feasible},
                      {"front", snapshot->front.size()},
                      {"runs", runs},
                      {"pinned", pins}});
        return {};
    }
    std::string terms;
    for (const std::string& term : snapshot->terms)
        terms += (terms.empty() ? "" : ", ") + term;
    TextList list;
    list.add("study", options.file);
    list.add("space", snapshot->spaceName);
    list.add("platform", snapshot->platformName + " (" + snapshot->platformTitle + ")");
    list.add("seed", std::to_string(settings.seed));
    list.add("accelerators", "method " + settings.acceleratorMethod + ", objective " +
                                 settings.hardwareObjective + ", batch up to " +
                                 std::to_string(settings.maxBatch));
    list.add("zero-shot terms", terms);
    list.add("pairings", groupedText(static_cast<std::int64_t>(snapshot->pairings.size())) + ", feasible " +
                             groupedText(feasible) + ", on the front " +
                             groupedText(static_cast<std::int64_t>(snapshot->front.size())));
    for (const std::size_t index : pinned)
        list.add(index == pinned.front() ? "pinned" : "",
                 std::to_string(snapshot->pairings[index].id) + " " + snapshot->pairings[index].pin);
    out.text(list.text() + (snapshot->runs.empty() ? "No run yet.\n" : "\n" + runsTable(*snapshot)));
    return {};
}

Status front(const FileOptions& options, Output& out) {
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    if (out.json)
        out.document({{"study", options.file},
                      {"space", snapshot->spaceName},
                      {"platform", snapshot->platformName},
                      {"pairings", snapshot->pairings.size()},
                      {"front", frontJson(*snapshot)}});
    else
        out.text(frontText(*snapshot));
    return {};
}

/// What is exported, as one text.
Result<std::string> exported(const ExportOptions& options, const std::string& format, const Study& study) {
    const auto snapshot = study.snapshot();
    const auto dump = [](const nlohmann::json& document) {
        return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    };
    if (options.table) {
        std::vector<PairingId> rows;
        nlohmann::json list = nlohmann::json::array();
        for (const PairingRecord& record : snapshot->pairings) {
            rows.push_back(record.id);
            if (format == "json")
                list.push_back(recordJson(record));
        }
        return format == "csv" ? tableCsv(*snapshot, rows) : dump({{"pairings", list}});
    }
    if (snapshot->find(options.pairing) == nullptr)
        return noPairing(options.pairing, options.file, *snapshot);
    if (format == "csv")
        return tableCsv(*snapshot, {options.pairing});
    const auto detail = study.detail(options.pairing);
    if (!detail)
        return detail.error();
    return dump(designJson(*detail, *snapshot));
}

Status exportStudy(const ExportOptions& options, Output& out) {
    const std::string format = !options.format.empty() ? options.format : options.table ? "csv" : "json";
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    const auto content = exported(options, format, **study);
    if (!content)
        return content.error();
    if (options.out == "-") {
        out.text(*content);
        return {};
    }
    if (Status written = writeTextFile(options.out, *content); !written)
        return written;
    if (out.json)
        out.document(
            {{"study", options.file}, {"format", format}, {"file", options.out}, {"bytes", content->size()}});
    else
        out.note("Wrote " + options.out + " (" + groupedText(static_cast<std::int64_t>(content->size())) +
                 " bytes).");
    return {};
}

Status verify(const VerifyOptions& options, Output& out) {
    const auto study = Study::open(options.file, OpenMode::ReadOnly);
    if (!study)
        return study.error();
    {
        const Interrupts interrupts;
        ProgressLine progress("pairings");
        if (Status verified = (*study)->verify(options.samples, &progress, interrupts.token()); !verified)
            return verified;
    }
    const auto stored = static_cast<std::int64_t>((*study)->snapshot()->pairings.size());
    const std::int64_t recomputed = std::min<std::int64_t>(options.samples, stored);
    if (out.json)
        out.document(
            {{"study", options.file}, {"sound", true}, {"pairings", stored}, {"recomputed", recomputed}});
    else
        out.text(options.file + " is sound: " + groupedText(stored) + " pairings read, " +
                 groupedText(recomputed) + " of them recomputed and equal.\n");
    return {};
}

Status changePin(const PinOptions& options, bool pinned, Output& out) {
    const auto study = Study::open(options.file);
    if (!study)
        return study.error();
    const auto snapshot = (*study)->snapshot();
    if (snapshot->find(options.pairing) == nullptr)
        return noPairing(options.pairing, options.file, *snapshot);
    const bool wasPinned = snapshot->find(options.pairing)->pinned();
    Status changed = pinned ? (*study)->pin(options.pairing, options.name.empty()
                                                                 ? "Design " + std::to_string(options.pairing)
                                                                 : options.name)
                            : (*study)->unpin(options.pairing);
    if (!changed)
        return changed;
    const std::string name = (*study)->snapshot()->find(options.pairing)->pin; // as it was stored
    if (out.json)
        out.document({{"study", options.file},
                      {"id", options.pairing},
                      {"name", pinned ? nlohmann::json(name) : nlohmann::json(nullptr)}});
    else if (pinned)
        out.text("Pinned pairing " + std::to_string(options.pairing) + " as '" + name + "'.\n");
    else
        out.text(wasPinned ? "Took the pin from pairing " + std::to_string(options.pairing) + ".\n"
                           : "Pairing " + std::to_string(options.pairing) +
                                 " was not pinned; nothing has changed.\n");
    return {};
}

Status pin(const PinOptions& options, Output& out) {
    return changePin(options, true, out);
}

Status unpin(const PinOptions& options, Output& out) {
    return changePin(options, false, out);
}

void addFile(CLI::App* verb, std::string& file) {
    verb->add_option("file", file, "Study file")->required()->type_name("FILE");
}

} // namespace

void addStudyVerbs(CLI::App& app, Commands& commands) {
    CLI::App* study = app.add_subcommand("study", "Studies: what searches have found and stored");
    study->require_subcommand(1);

    const auto infoOptions = std::make_shared<FileOptions>();
    addFile(commands.verb(*study, "info", "Show what a study is about, its runs and pinned designs",
                          infoOptions, info),
            infoOptions->file);
    const auto frontOptions = std::make_shared<FileOptions>();
    addFile(commands.verb(*study, "front", "Print the Pareto front, ascending in FPS", frontOptions, front),
            frontOptions->file);

    const auto exportOptions = std::make_shared<ExportOptions>();
    CLI::App* verb = commands.verb(*study, "export", "Write one design or the whole table to a file",
                                   exportOptions, exportStudy);
    addFile(verb, exportOptions->file);
    CLI::Option_group* what = verb->add_option_group("what", "What is written; exactly one");
    what->add_option("--pairing", exportOptions->pairing, "One pairing with everything known about it")
        ->check(pairingRange())
        ->type_name("ID");
    what->add_flag("--table", exportOptions->table, "All pairings, one a line");
    what->require_option(1);
    verb->add_option("-o,--output", exportOptions->out, "File to write, - for the standard output")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--format", exportOptions->format, "json or csv [json for a pairing, csv for the table]")
        ->check(CLI::IsMember({"json", "csv"}))
        ->type_name("FORMAT");

    const auto verifyOptions = std::make_shared<VerifyOptions>();
    verb = commands.verb(*study, "verify", "Check the file and recompute some of its pairings", verifyOptions,
                         verify);
    addFile(verb, verifyOptions->file);
    verb->add_option("--samples", verifyOptions->samples, "Pairings to recompute from scratch")
        ->capture_default_str()
        ->check(CLI::Range(0, 1'000'000'000))
        ->type_name("N");

    const auto pinOptions = std::make_shared<PinOptions>();
    verb = commands.verb(*study, "pin", "Pin a design under a name", pinOptions, pin);
    addFile(verb, pinOptions->file);
    verb->add_option("id", pinOptions->pairing, "Number of the pairing")
        ->required()
        ->check(pairingRange())
        ->type_name("ID");
    verb->add_option("name", pinOptions->name, "Name [Design ID]")->type_name("NAME");

    const auto unpinOptions = std::make_shared<PinOptions>();
    verb = commands.verb(*study, "unpin", "Take the pin from a design", unpinOptions, unpin);
    addFile(verb, unpinOptions->file);
    verb->add_option("id", unpinOptions->pairing, "Number of the pairing")
        ->required()
        ->check(pairingRange())
        ->type_name("ID");
}

} // namespace pairscape::cli
