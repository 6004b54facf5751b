// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "core/accelerator/asic/validation.h"
#include "core/interchange/figures_json.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct ValidateOptions {};

std::string percentText(double share) {
    const std::string text = decimalText(100 * share, 1);
    return share > 0 && text != "0.0" ? "+" + text : text == "-0.0" ? "0.0" : text;
}

/// Counts of words are whole; of the rest three decimals are more than any reference prints.
std::string figureText(const asic::Comparison& one, double value) {
    const bool whole = one.unit == "cycles" || one.unit == "words" || one.unit == "PEs";
    return decimalText(value, whole ? 0 : 2);
}

/// Access counts that agree to the word fill no lines; those that do not, do.
bool worthALine(const asic::Comparison& one) {
    return one.unit != "words" || one.deviation() != 0;
}

std::string reportText(const asic::ReferenceReport& report) {
    TextTable table;
    table.column("case", Align::Left);
    table.column("quantity", Align::Left);
    table.column("ours (modelled)");
    table.column("theirs");
    table.column("unit", Align::Left);
    table.column("off by %");
    table.column("note", Align::Left);
    for (const asic::Comparison& one : report.comparisons)
        if (worthALine(one))
            table.row({one.subject, one.quantity, figureText(one, one.ours), figureText(one, one.theirs),
                       one.unit, percentText(one.deviation()), one.note});
    TextTable summary;
    summary.column("reference", Align::Left);
    summary.column("quantity", Align::Left);
    for (const char* header : {"figures", "mean off by %", "largest %"})
        summary.column(header);
    for (const asic::DeviationSummary& one : report.summary)
        summary.row({one.group, one.quantity, std::to_string(one.figures), decimalText(100 * one.mean, 2),
                     decimalText(100 * one.largest, 2)});
    return report.title + "\n" + report.source + "\n\n" + table.text() + "\n" + summary.text();
}

nlohmann::json reportJson(const asic::ReferenceReport& report) {
    nlohmann::json comparisons = nlohmann::json::array(), summary = nlohmann::json::array();
    for (const asic::Comparison& one : report.comparisons)
        comparisons.push_back({{"case", one.subject},
                               {"quantity", one.quantity},
                               {"unit", one.unit},
                               {"ours", figureJson(one.ours, one.unit, "modelled")},
                               {"theirs", one.theirs},
                               {"note", one.note}});
    for (const asic::DeviationSummary& one : report.summary)
        summary.push_back({{"reference", one.group},
                           {"quantity", one.quantity},
                           {"figures", one.figures},
                           {"mean_deviation", one.mean},
                           {"largest_deviation", one.largest}});
    return {{"title", report.title},
            {"source", report.source},
            {"comparisons", comparisons},
            {"summary", summary}};
}

Status validate(const ValidateOptions&, Output& out) {
    const auto reports = asic::compareWithReferences();
    if (!reports)
        return reports.error();
    if (out.json) {
        nlohmann::json list = nlohmann::json::array();
        for (const asic::ReferenceReport& report : *reports)
            list.push_back(reportJson(report));
        out.document({{"references", list}});
        return {};
    }
    std::string text;
    for (const asic::ReferenceReport& report : *reports)
        text += (text.empty() ? "" : "\n") + reportText(report);
    out.text(text);
    return {};
}

} // namespace

void addValidateVerb(CLI::App& app, Commands& commands) {
    commands.verb(app, "validate", "Print our models' figures beside every outside reference there is",
                  std::make_shared<ValidateOptions>(), validate);
}

} // namespace pairscape::cli
