// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/study_verb_parts.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/export.h"
#include "core/interchange/figures_json.h"
#include "core/study/study.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct ExportOptions {
    std::string file, out, format;
    PairingId pairing = 0;
    bool table = false;
};
struct PinOptions {
    std::string file, name;
    PairingId pairing = 0;
};

struct AccuracyOptions {
    std::string file;
    PairingId pairing = 0;
    std::string kind = "trained";
    double top1 = 0;
    std::int64_t images = 0;
    std::string source;
};

Error noPairing(PairingId id, const std::string& file, const StudySnapshot& snapshot) {
    const std::string range = snapshot.pairings.empty()
                                  ? "it holds none yet"
                                  : "it holds 1 to " + std::to_string(snapshot.pairings.size());
    return {ErrorCode::NotFound,
            "There is no pairing " + std::to_string(id) + " in " + file + "; " + range + "."};
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
                list.push_back(recordJson(record, snapshot->settings.rankMetric));
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

Status keepAccuracy(const AccuracyOptions& options, Output& out) {
    const auto study = Study::open(options.file);
    if (!study)
        return study.error();
    const AccuracyKind kind = options.kind == "supernet" ? AccuracyKind::Supernet : AccuracyKind::Trained;
    if ((*study)->snapshot()->find(options.pairing) == nullptr)
        return noPairing(options.pairing, options.file, *(*study)->snapshot());
    if (Status kept =
            (*study)->setAccuracy(options.pairing, {kind, options.top1, options.images, options.source, {}});
        !kept)
        return kept;
    const auto snapshot = (*study)->snapshot();
    const auto trained = std::ranges::count_if(snapshot->pairings, [](const PairingRecord& record) {
        return record.accuracyOf(AccuracyKind::Trained) != nullptr;
    });
    if (out.json) {
        out.document({{"study", options.file},
                      {"id", options.pairing},
                      {"accuracies", accuraciesJson(*snapshot->find(options.pairing))},
                      {"trained", trained},
                      {"calibrated", snapshot->calibration != nullptr}});
        return {};
    }
    out.text("Pairing " + std::to_string(options.pairing) + " has a " + options.kind + " accuracy of " +
             decimalText(options.top1, 2) + " %; " + std::to_string(trained) +
             (trained == 1 ? " pairing of the study is trained" : " pairings of the study are trained") +
             (snapshot->calibration ? ", and the others are predicted from them.\n" : ".\n"));
    return {};
}

} // namespace

void addStudyFile(CLI::App* verb, std::string& file) {
    verb->add_option("file", file, "Study file")->required()->type_name("FILE");
}

void addStudyVerbs(CLI::App& app, Commands& commands) {
    CLI::App* study = app.add_subcommand("study", "Studies: what searches have found and stored");
    study->require_subcommand(1);

    addStudyInfoVerbs(*study, commands);

    const auto exportOptions = std::make_shared<ExportOptions>();
    CLI::App* verb = commands.verb(*study, "export", "Write one design or the whole table to a file",
                                   exportOptions, exportStudy);
    addStudyFile(verb, exportOptions->file);
    CLI::Option_group* what = verb->add_option_group("what", "What is written; exactly one");
    what->add_option("--pairing", exportOptions->pairing, "One pairing with everything known about it")
        ->transform(pairingRange())
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

    addStudyUpkeepVerbs(*study, commands);

    const auto pinOptions = std::make_shared<PinOptions>();
    verb = commands.verb(*study, "pin", "Pin a design under a name", pinOptions, pin);
    addStudyFile(verb, pinOptions->file);
    verb->add_option("id", pinOptions->pairing, "Number of the pairing")
        ->required()
        ->transform(pairingRange())
        ->type_name("ID");
    verb->add_option("name", pinOptions->name, "Name [Design ID]")->type_name("NAME");

    const auto kept = std::make_shared<AccuracyOptions>();
    verb =
        commands.verb(*study, "accuracy", "Keep an accuracy that was measured somewhere", kept, keepAccuracy);
    addStudyFile(verb, kept->file);
    verb->add_option("id", kept->pairing, "Number of the pairing")
        ->required()
        ->transform(pairingRange())
        ->type_name("ID");
    verb->add_option("--top1", kept->top1, "Top-1 in percent")
        ->required()
        ->check(numberWithin(0, 100))
        ->type_name("PERCENT");
    verb->add_option("--images", kept->images, "Test images that were looked at")
        ->required()
        ->transform(wholeNumber(1, 1'000'000'000))
        ->type_name("N");
    verb->add_option("--source", kept->source, "How it was measured: data set, budget, program")
        ->required()
        ->check(notEmpty())
        ->type_name("TEXT");
    verb->add_option("--kind", kept->kind, "trained (by itself) or supernet (with inherited weights)")
        ->capture_default_str()
        ->check(CLI::IsMember({"trained", "supernet"}));

    const auto unpinOptions = std::make_shared<PinOptions>();
    verb = commands.verb(*study, "unpin", "Take the pin from a design", unpinOptions, unpin);
    addStudyFile(verb, unpinOptions->file);
    verb->add_option("id", unpinOptions->pairing, "Number of the pairing")
        ->required()
        ->transform(pairingRange())
        ->type_name("ID");
}

} // namespace pairscape::cli
