// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/reference_population.h"

#include "core/base/number_text.h"
#include "core/base/resources.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

namespace pairscape {
namespace {

/// Splits at commas. No field of this file needs quotes: architectures hold commas only in block-granular
/// spaces, and there they are quoted.
std::optional<std::vector<std::string>> fieldsOf(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    if (quoted)
        return std::nullopt;
    return fields;
}

std::optional<double> numberOf(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || std::isnan(value))
        return std::nullopt;
    return value;
}

const RawTerm* findTerm(const RawScores& scores, std::string_view name) {
    const auto it = std::ranges::find(scores, name, &RawTerm::name);
    return it == scores.end() ? nullptr : &*it;
}

} // namespace

ReferencePopulation::ReferencePopulation(std::vector<ReferenceMember> members)
    : members_(std::move(members)) {
    for (const ReferenceMember& member : members_) {
        for (const RawTerm& term : member.scores) {
            auto it = std::ranges::find(terms_, term.name);
            if (it == terms_.end()) {
                terms_.push_back(term.name);
                sorted_.emplace_back();
                it = terms_.end() - 1;
            }
            sorted_[static_cast<std::size_t>(it - terms_.begin())].push_back(term.value);
        }
    }
    for (std::vector<double>& values : sorted_)
        std::ranges::sort(values);
}

double ReferencePopulation::rank(std::string_view term, double value) const {
    const auto it = std::ranges::find(terms_, term);
    if (it == terms_.end())
        return 0;
    const std::vector<double>& values = sorted_[static_cast<std::size_t>(it - terms_.begin())];
    const auto [first, last] = std::ranges::equal_range(values, value);
    const auto below = static_cast<double>(first - values.begin());
    const auto equal = static_cast<double>(last - first);
    return (below + 0.5 * equal) / static_cast<double>(values.size());
}

double ReferencePopulation::rankSum(const RankMetric& metric, const RawScores& scores) const {
    double sum = 0;
    for (const RankedTerm& ranked : metric.terms)
        if (const RawTerm* term = findTerm(scores, ranked.name);
            term != nullptr && membersWith(term->name) > 0)
            sum += ranked.backwards ? 1 - rank(term->name, term->value) : rank(term->name, term->value);
    return sum;
}

bool ReferencePopulation::ranks(const RankMetric& metric, const RawScores& scores) const {
    return std::ranges::all_of(metric.terms, [&](const RankedTerm& ranked) {
        return findTerm(scores, ranked.name) != nullptr && membersWith(ranked.name) > 0;
    });
}

std::size_t ReferencePopulation::membersWith(std::string_view term) const {
    const auto it = std::ranges::find(terms_, term);
    return it == terms_.end() ? 0 : sorted_[static_cast<std::size_t>(it - terms_.begin())].size();
}

Result<ReferencePopulation> ReferencePopulation::joinedWith(const ReferencePopulation& other) const {
    std::vector<ReferenceMember> members = members_;
    for (const ReferenceMember& more : other.members_) {
        const auto at = std::ranges::find(members, more.architecture, &ReferenceMember::architecture);
        if (at == members.end())
            return Error{ErrorCode::InvalidInput,
                         "The population does not hold " + more.architecture +
                             "; join populations of one space and seed, the smaller one to the larger."};
        for (const RawTerm& term : more.scores) {
            const auto known = std::ranges::find(at->scores, term.name, &RawTerm::name);
            if (known == at->scores.end())
                at->scores.push_back(term);
            else
                known->value = term.value;
        }
    }
    return ReferencePopulation(std::move(members));
}

std::string ReferencePopulation::toCsv() const {
    std::string csv = "architecture";
    for (const std::string& term : terms_)
        csv += "," + term;
    csv += "\n";
    for (const ReferenceMember& member : members_) {
        const bool quote = member.architecture.find(',') != std::string::npos;
        csv += quote ? "\"" + member.architecture + "\"" : member.architecture;
        for (const std::string& name : terms_) {
            const RawTerm* term = findTerm(member.scores, name);
            csv += "," + (term != nullptr ? exactText(term->value) : std::string());
        }
        csv += "\n";
    }
    return csv;
}

Result<ReferencePopulation> ReferencePopulation::fromCsv(std::string_view text, const std::string& what) {
    std::vector<std::string> terms;
    std::vector<ReferenceMember> members;
    int number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::string place = what + ", line " + std::to_string(number) + ": ";
        auto fields = fieldsOf(line);
        if (!fields)
            return Error{ErrorCode::Corrupt, place + "a quotation mark is not closed."};
        if (number == 1) {
            if (fields->front() != "architecture" || fields->size() < 2)
                return Error{ErrorCode::Corrupt,
                             place + "the header must be 'architecture' and the names of terms."};
            terms.assign(fields->begin() + 1, fields->end());
            continue;
        }
        if (fields->size() != terms.size() + 1)
            return Error{ErrorCode::Corrupt, place + "it has " + std::to_string(fields->size()) +
                                                 " fields, and the header " +
                                                 std::to_string(terms.size() + 1) + "."};
        ReferenceMember member;
        member.architecture = std::move(fields->front());
        for (std::size_t i = 0; i < terms.size(); ++i) {
            const std::string& field = (*fields)[i + 1];
            if (field.empty())
                continue; // this member does not have the term
            const std::optional<double> value = numberOf(field);
            if (!value)
                return Error{ErrorCode::Corrupt,
                             place + "'" + field + "' is not a value of " + terms[i] + "."};
            member.scores.push_back({terms[i], *value});
        }
        members.push_back(std::move(member));
    }
    if (members.empty())
        return Error{ErrorCode::Corrupt,
                     what + " has no members; it must have a header and one line for each."};
    return ReferencePopulation(std::move(members));
}

Result<ReferencePopulation> ReferencePopulation::shipped(const SearchSpace& space, std::uint64_t seed) {
    const std::string name = "populations/" + space.name() + "-seed" + std::to_string(seed) + ".csv";
    const std::optional<std::string_view> text = embeddedResource(name);
    const auto preset = SearchSpace::preset(space.name());
    if (!text || !preset || preset->toJson() != space.toJson())
        return Error{ErrorCode::NotFound, "No reference population of space '" + space.name() +
                                              "' with seed " + std::to_string(seed) +
                                              " is shipped; it has to be scored."};
    return fromCsv(*text, name);
}

} // namespace pairscape
