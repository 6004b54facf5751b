// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "core/accelerator/asic/validation.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/figures_json.h"

#include <algorithm>
#include <optional>

namespace pairscape::cli {

namespace {

struct ValidateOptions {
    std::optional<std::string> cases;
};

std::string percentText(double share) {
    const std::string text = decimalText(100 * share, 1);
    return share > 0 && text != "0.0" ? "+" + text : text == "-0.0" ? "0.0" : text;
}

/// Counts of words are whole; of the rest three decimals are more than any reference prints.
std::string figureText(const asic::Comparison& one, double value) {
    const bool whole = one.unit == "cycles" || one.unit == "words" || one.unit == "PEs" ||
                       one.unit == "DSP" || one.unit == "LUT";
    return decimalText(value, whole ? 0 : 2);
}

/// Access counts have a table of their own.
bool isCount(const asic::Comparison& one) {
    return one.unit == "words";
}

/// "1 204 224", or both where they are known to differ: "1 204 224 (theirs 1 204 223)".
std::string countText(const asic::Comparison& one) {
    const std::string ours = groupedText(static_cast<std::int64_t>(one.ours));
    return !one.known || one.ours == one.theirs
               ? ours
               : ours + " (theirs " + groupedText(static_cast<std::int64_t>(one.theirs)) + ")";
}

/// One line for each case, memory and operand: "buffer weights" with its reads, fills and updates.
std::string countTable(const asic::ReferenceReport& report) {
    TextTable table;
    table.column("case", Align::Left);
    table.column("words of", Align::Left);
    std::vector<std::string> kinds;
    std::vector<std::vector<std::string>> rows;
    int known = 0, equal = 0;
    for (const asic::Comparison& one : report.comparisons) {
        if (!isCount(one))
            continue;
        known += one.known ? 1 : 0;
        equal += one.known && one.ours == one.theirs ? 1 : 0;
        const auto space = one.quantity.rfind(' ');
        const std::string what = one.quantity.substr(0, space), kind = one.quantity.substr(space + 1);
        if (rows.empty() || rows.back()[0] != one.subject || rows.back()[1] != what)
            rows.push_back({one.subject, what});
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
            kinds.push_back(kind);
        rows.back().push_back(countText(one));
    }
    if (rows.empty())
        return {};
    for (const std::string& kind : kinds)
        table.column(kind);
    for (std::vector<std::string>& row : rows)
        table.row(std::move(row));
    return "\n" +
           (known > 0
                ? std::to_string(equal) + " of " + std::to_string(known) +
                      " access counts (modelled) are theirs to the word; of one PE for the register file"
                : std::string("Access counts (modelled), of one PE for the register file")) +
           "\n" + table.text();
}

std::string besideTable(const asic::ReferenceReport& report) {
    TextTable table;
    for (const char* header : {"reference", "theirs", "from", "why ours is not beside it"})
        table.column(header, Align::Left);
    for (const asic::BesideFigure& one : report.besides)
        table.row({one.subject, one.figure, one.source, one.reason});
    return table.text();
}

std::string reportText(const asic::ReferenceReport& report) {
    if (!report.besides.empty())
        return report.title + "\n" + report.source + "\n\n" + besideTable(report);
    TextTable table;
    table.column("case", Align::Left);
    table.column("quantity", Align::Left);
    table.column("ours (modelled)");
    table.column("theirs");
    table.column("unit", Align::Left);
    table.column("off by %");
    table.column("note", Align::Left);
    for (const asic::Comparison& one : report.comparisons)
        if (!isCount(one))
            table.row({one.subject, one.quantity, figureText(one, one.ours),
                       one.known ? figureText(one, one.theirs) : "\u2013", one.unit,
                       !one.known || one.unit == "%" ? "\u2013" : percentText(one.deviation()), one.note});
    TextTable summary;
    summary.column("reference", Align::Left);
    summary.column("quantity", Align::Left);
    for (const char* header : {"figures", "mean off by %", "largest %"})
        summary.column(header);
    for (const asic::DeviationSummary& one : report.summary)
        summary.row({one.group, one.quantity, std::to_string(one.figures), decimalText(100 * one.mean, 2),
                     decimalText(100 * one.largest, 2)});
    return report.title + "\n" + (report.source.empty() ? "" : report.source + "\n") + "\n" + table.text() +
           countTable(report) + (summary.rows() > 0 ? "\n" + summary.text() : "");
}

nlohmann::json reportJson(const asic::ReferenceReport& report) {
    nlohmann::json comparisons = nlohmann::json::array(), summary = nlohmann::json::array();
    for (const asic::Comparison& one : report.comparisons)
        comparisons.push_back({{"case", one.subject},
                               {"quantity", one.quantity},
                               {"unit", one.unit},
                               {"ours", figureJson(one.ours, one.unit, "modelled")},
                               {"theirs", one.known ? nlohmann::json(one.theirs) : nlohmann::json(nullptr)},
                               {"note", one.note}});
    for (const asic::DeviationSummary& one : report.summary)
        summary.push_back({{"reference", one.group},
                           {"quantity", one.quantity},
                           {"figures", one.figures},
                           {"mean_deviation", one.mean},
                           {"largest_deviation", one.largest}});
    nlohmann::json besides = nlohmann::json::array();
    for (const asic::BesideFigure& one : report.besides)
        besides.push_back(
            {{"case", one.subject}, {"theirs", one.figure}, {"source", one.source}, {"reason", one.reason}});
    return {{"title", report.title},
            {"source", report.source},
            {"comparisons", comparisons},
            {"summary", summary},
            {"besides", besides}};
}

/// The references that are built in, or the nests of a file alone.
Result<std::vector<asic::ReferenceReport>> reportsFor(const ValidateOptions& options) {
    if (!options.cases)
        return asic::compareWithReferences();
    const auto text = readTextFile(*options.cases);
    if (!text)
        return text.error();
    auto report = asic::compareNests(*text, "file '" + *options.cases + "'");
    if (!report)
        return report.error();
    return std::vector{*std::move(report)};
}

Status validate(const ValidateOptions& options, Output& out) {
    const auto reports = reportsFor(options);
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
    const auto options = std::make_shared<ValidateOptions>();
    CLI::App* verb =
        commands.verb(app, "validate", "Print our models' figures beside every outside reference there is",
                      options, validate);
    verb->add_option("--cases", options->cases,
                     "Cost the loop nests of a JSON file instead (docs/validation.md)")
        ->type_name("FILE");
}

} // namespace pairscape::cli
