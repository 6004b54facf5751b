// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/study_verb_parts.h"
#include "core/base/number_text.h"
#include "core/study/merge.h"
#include "core/study/repair.h"
#include "core/study/study.h"
#include "core/zeroshot/scorer.h"

#include <algorithm>
#include <thread>

namespace pairscape::cli {

namespace {

struct VerifyOptions {
    std::string file;
    int samples = 10;
};
struct MergeOptions {
    std::string out;
    std::vector<std::string> files;
};
struct RepairOptions {
    std::string file, out;
    int workers = 1;
};

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

Status merge(const MergeOptions& options, Output& out) {
    Result<MergeReport> report = MergeReport();
    {
        const Interrupts interrupts;
        ProgressLine progress("pairings");
        report = mergeStudies(options.out, {options.files.begin(), options.files.end()}, &progress,
                              interrupts.token());
    }
    if (!report)
        return report.error();
    if (out.json) {
        out.document({{"study", options.out},
                      {"studies", options.files},
                      {"runs", report->runs},
                      {"pairings", report->pairings},
                      {"shared", report->shared},
                      {"notes", report->notes}});
        return {};
    }
    for (const std::string& note : report->notes)
        out.note(note);
    out.text("Merged " + std::to_string(options.files.size()) + " studies into " + options.out + ": " +
             groupedText(report->runs) + " runs, " + groupedText(report->pairings) + " pairings, " +
             groupedText(report->shared) + " of them in more than one.\n");
    return {};
}

Status repair(const RepairOptions& options, Output& out) {
    Result<RepairReport> report = RepairReport();
    {
        const Interrupts interrupts;
        ProgressLine progress("pairings");
        setScorerThreads(1); // threads that score stand side by side
        report = repairStudy(options.file, options.out, options.workers, &progress, interrupts.token());
    }
    if (!report)
        return report.error();
    if (out.json) {
        out.document({{"study", options.file},
                      {"file", options.out},
                      {"pairings", report->pairings},
                      {"lost_pairings", report->lostPairings},
                      {"lost_members", report->lostMembers},
                      {"notes", report->notes}});
        return {};
    }
    for (const std::string& note : report->notes)
        out.note(note);
    std::string text = "Saved " + groupedText(report->pairings) + " pairings of " + options.file + " into " +
                       options.out + "; " + groupedText(report->lostPairings) + " are lost";
    if (report->lostMembers > 0)
        text += ", and " + groupedText(report->lostMembers) +
                " members of the reference population were scored again";
    out.text(text + ".\n");
    return {};
}

} // namespace

void addStudyUpkeepVerbs(CLI::App& study, Commands& commands) {
    const auto verifyOptions = std::make_shared<VerifyOptions>();
    CLI::App* verb = commands.verb(study, "verify", "Check the file and recompute some of its pairings",
                                   verifyOptions, verify);
    addStudyFile(verb, verifyOptions->file);
    verb->add_option("--samples", verifyOptions->samples, "Pairings to recompute from scratch")
        ->capture_default_str()
        ->transform(wholeNumber(0, 1'000'000'000))
        ->type_name("N");

    const auto mergeOptions = std::make_shared<MergeOptions>();
    verb =
        commands.verb(study, "merge", "Join studies of the same space, platform and settings into a new one",
                      mergeOptions, merge);
    verb->add_option("files", mergeOptions->files,
                     "Study files, in the order in which their runs are numbered")
        ->required()
        ->type_name("FILE");
    verb->add_option("-o,--output", mergeOptions->out, "Study file to create")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");

    const auto repairOptions = std::make_shared<RepairOptions>();
    repairOptions->workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U));
    verb = commands.verb(study, "repair", "Save what can be read of a damaged file into a new one",
                         repairOptions, repair);
    addStudyFile(verb, repairOptions->file);
    verb->add_option("-o,--output", repairOptions->out, "Study file to create")
        ->required()
        ->check(notEmpty())
        ->type_name("FILE");
    verb->add_option("--workers", repairOptions->workers,
                     "Threads that score lost members of the reference population again [the machine's]")
        ->transform(wholeNumber(1, 256))
        ->type_name("N");
    verb->footer(
        "The damaged file is only read. A run that lost evaluations can be resumed: it computes them again, "
        "the same.");
}

} // namespace pairscape::cli
