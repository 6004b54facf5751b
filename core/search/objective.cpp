// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/objective.h"

#include "core/base/number_text.h"
#include "core/base/resources.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace pairscape {

namespace {

struct QuantityFacts {
    const char* name;
    const char* unit;
    const char* baseUnit; ///< what SI prefixes may stand before in a constraint; empty: none
    bool maximise;        ///< what is usually meant
    bool logarithmic;
};

/// In the order of the enumeration.
constexpr std::array<QuantityFacts, quantityCount> facts = {{
    {"accuracy", "", "", true, false},
    {"predicted-accuracy", "%", "", true, false},
    {"supernet-accuracy", "%", "", true, false},
    {"trained-accuracy", "%", "", true, false},
    {"fps", "", "", true, true},
    {"throughput", "GOPS", "OPS", true, true},
    {"latency", "s", "s", false, true},
    {"energy", "J", "J", false, true},
    {"edp", "Js", "Js", false, true},
    {"power", "W", "W", false, true},
    {"dsp", "", "", false, false},
    {"lut", "", "", false, false},
    {"bram", "", "", false, false},
    {"uram", "", "", false, false},
    {"parameters", "", "", false, true},
}};

const QuantityFacts& of(Quantity quantity) {
    return facts[static_cast<std::size_t>(quantity)];
}

Result<Quantity> parseQuantity(std::string_view name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < quantityCount; ++i) {
        if (name == facts[i].name)
            return static_cast<Quantity>(i);
        names.emplace_back(facts[i].name);
    }
    const auto near = nearestChoice(name, names);
    return Error{ErrorCode::InvalidInput, "There is no figure '" + std::string(name) + "'" +
                                              (near ? " (did you mean '" + *near + "'?)" : "") + "; choose " +
                                              joinChoices(names) + "."};
}

/// The factor of "m", "k", ... in front of a unit.
std::optional<double> prefixFactor(std::string_view prefix) {
    static constexpr std::pair<std::string_view, double> prefixes[] = {
        {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6}, {"µ", 1e-6}, {"m", 1e-3},
        {"", 1},      {"k", 1e3},  {"M", 1e6},  {"G", 1e9},  {"T", 1e12}};
    for (const auto& [name, factor] : prefixes)
        if (prefix == name)
            return factor;
    return std::nullopt;
}

/// The factor from a typed unit to the quantity's own.
std::optional<double> unitFactor(const QuantityFacts& quantity, std::string_view unit) {
    if (unit.empty() || unit == quantity.unit)
        return 1;
    const std::string_view base = quantity.baseUnit;
    if (base.empty())
        return prefixFactor(unit); // "60k"
    if (!unit.ends_with(base))
        return std::nullopt;
    const auto typed = prefixFactor(unit.substr(0, unit.size() - base.size()));
    const std::string_view own = quantity.unit;
    const auto kept = prefixFactor(own.substr(0, own.size() - base.size()));
    return typed ? std::optional(*typed / *kept) : std::nullopt;
}

template <class Item, class Parse>
Result<std::vector<Item>> parseList(std::string_view text, Parse parse) {
    std::vector<Item> items;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        auto item = parse(text.substr(0, end));
        if (!item)
            return item.error();
        items.push_back(*std::move(item));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

template <class Item, class Text>
std::string listText(const std::vector<Item>& items, Text textOf) {
    std::string text;
    for (const Item& item : items)
        text += (text.empty() ? "" : ",") + textOf(item);
    return text;
}

} // namespace

QuantityValues::QuantityValues() {
    values_.fill(std::numeric_limits<double>::quiet_NaN());
}

std::string quantityName(Quantity quantity) {
    return of(quantity).name;
}

std::string quantityUnit(Quantity quantity) {
    return of(quantity).unit;
}

const std::vector<Objective>& usualObjectives() {
    static const std::vector<Objective> usual = {{Quantity::Accuracy, true}, {Quantity::Fps, true}};
    return usual;
}

Result<Objective> parseObjective(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto quantity = parseQuantity(text.substr(0, colon));
    if (!quantity)
        return quantity.error();
    if (colon == text.size())
        return Objective{*quantity, of(*quantity).maximise};
    const std::string_view direction = text.substr(colon + 1);
    if (direction != "max" && direction != "min")
        return Error{ErrorCode::InvalidInput, "Objective '" + std::string(text) +
                                                  "' has no direction; write " + of(*quantity).name +
                                                  ":max or " + of(*quantity).name + ":min."};
    return Objective{*quantity, direction == "max"};
}

Result<Constraint> parseConstraint(std::string_view text) {
    const auto wrong = [text](const std::string& what) {
        return Error{ErrorCode::InvalidInput, "Constraint '" + std::string(text) + "' " + what +
                                                  "; write one like lut<=60000, latency<=2ms or fps>=100."};
    };
    const std::size_t sign = text.find_first_of("<>=");
    if (sign == std::string_view::npos)
        return wrong("has no <= or >=");
    const std::string_view comparison = text.substr(sign, 2);
    if (comparison != "<=" && comparison != ">=")
        return wrong("has neither <= nor >=");
    const auto quantity = parseQuantity(text.substr(0, sign));
    if (!quantity)
        return quantity.error();
    const std::string_view number = text.substr(sign + 2);
    double value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    if (read.ec != std::errc() || !std::isfinite(value))
        return wrong("has no number behind " + std::string(comparison));
    const std::string_view unit = number.substr(static_cast<std::size_t>(read.ptr - number.data()));
    const auto factor = unitFactor(of(*quantity), unit);
    if (!factor)
        return wrong("has an unknown unit '" + std::string(unit) + "'");
    return Constraint{*quantity, comparison == "<=", value * *factor};
}

std::string objectiveText(const Objective& objective) {
    return quantityName(objective.quantity) + (objective.maximise ? ":max" : ":min");
}

std::string constraintText(const Constraint& constraint) {
    return quantityName(constraint.quantity) + (constraint.atMost ? "<=" : ">=") +
           exactText(constraint.limit);
}

Result<std::vector<Objective>> parseObjectives(std::string_view text) {
    return parseList<Objective>(text, parseObjective);
}

Result<std::vector<Constraint>> parseConstraints(std::string_view text) {
    return parseList<Constraint>(text, parseConstraint);
}

std::string objectivesText(const std::vector<Objective>& objectives) {
    return listText(objectives, objectiveText);
}

std::string constraintsText(const std::vector<Constraint>& constraints) {
    return listText(constraints, constraintText);
}

Status checkAims(const std::vector<Objective>& objectives, const std::vector<Constraint>& constraints) {
    if (objectives.size() < 2)
        return Error{ErrorCode::InvalidInput,
                     "A search needs two objectives or more; name another, for example accuracy:max."};
    for (auto one = objectives.begin(); one != objectives.end(); ++one)
        for (auto other = objectives.begin(); other != one; ++other)
            if (one->quantity == other->quantity)
                return Error{ErrorCode::InvalidInput, "Objective '" + quantityName(one->quantity) +
                                                          "' is named twice; leave one of them out."};
    for (const Constraint& high : constraints)
        for (const Constraint& low : constraints)
            if (high.quantity == low.quantity && high.atMost && !low.atMost && low.limit > high.limit)
                return Error{ErrorCode::InvalidInput, "Constraints '" + constraintText(low) + "' and '" +
                                                          constraintText(high) +
                                                          "' leave nothing between them; change one."};
    return {};
}

double goodness(const Objective& objective, double value) {
    const double scaled = of(objective.quantity).logarithmic ? std::log10(value) : value;
    return objective.maximise ? scaled : -scaled;
}

double violation(const std::vector<Constraint>& constraints, const QuantityValues& values) {
    double sum = 0;
    for (const Constraint& constraint : constraints) {
        const double value = values[constraint.quantity];
        const double excess = constraint.atMost ? value - constraint.limit : constraint.limit - value;
        if (std::isnan(value))
            sum += 1;
        else if (excess > 0)
            sum += excess / (constraint.limit == 0 ? 1 : std::abs(constraint.limit));
    }
    return sum;
}

} // namespace pairscape
