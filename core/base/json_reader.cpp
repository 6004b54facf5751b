// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include "core/base/number_text.h"
#include "core/base/resources.h"

#include <algorithm>
#include <limits>

namespace pairscape {

using nlohmann::json;

Result<json> parseJson(std::string_view text, const std::string& what) {
    try {
        return json::parse(text);
    } catch (const json::parse_error& error) {
        const auto before = text.substr(0, std::min<std::size_t>(error.byte > 0 ? error.byte - 1 : 0, text.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const auto lastBreak = before.rfind('\n');
        const auto column = before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1) + 1;
        return Error{ErrorCode::InvalidInput, what + " is not valid JSON at line " + std::to_string(line) + ", column " +
                                                  std::to_string(column) + "; correct it there."};
    }
}

JsonReader::JsonReader(const json& object, std::string what) : object_(&object), what_(std::move(what)) {
    if (!object.is_object())
        error_ = Error{ErrorCode::InvalidInput, what_ + " must be a JSON object, in braces."};
}

std::string JsonReader::path(const std::string& field) const {
    return prefix_.empty() ? field : prefix_ + "." + field;
}

void JsonReader::fail(const std::string& field, const std::string& complaint) {
    if (!error_)
        error_ = Error{ErrorCode::InvalidInput, what_ + ": field '" + path(field) + "' " + complaint + "."};
}

const json* JsonReader::find(const std::string& field) {
    if (error_)
        return nullptr;
    const auto it = object_->find(field);
    if (it == object_->end()) {
        fail(field, "is missing; add it");
        return nullptr;
    }
    return &*it;
}

bool JsonReader::has(const std::string& field) const {
    return !error_ && object_->contains(field);
}

double JsonReader::number(const std::string& field, double min, double max) {
    const json* value = find(field);
    if (value == nullptr)
        return 0;
    if (!value->is_number()) {
        fail(field, "must be a number");
        return 0;
    }
    const double number = value->get<double>();
    if (!(number >= min && number <= max))
        fail(field, "must be between " + exactText(min) + " and " + exactText(max) + " but is " + exactText(number));
    return number;
}

std::int64_t JsonReader::integer(const std::string& field, std::int64_t min, std::int64_t max) {
    const json* value = find(field);
    if (value == nullptr)
        return 0;
    if (!value->is_number_integer()) {
        fail(field, "must be a whole number");
        return 0;
    }
    const auto number = value->get<std::int64_t>();
    if (number < min || number > max)
        fail(field, "must be between " + std::to_string(min) + " and " + std::to_string(max) + " but is " +
                        std::to_string(number));
    return number;
}

bool JsonReader::boolean(const std::string& field) {
    const json* value = find(field);
    if (value == nullptr)
        return false;
    if (!value->is_boolean()) {
        fail(field, "must be true or false");
        return false;
    }
    return value->get<bool>();
}

std::string JsonReader::text(const std::string& field) {
    const json* value = find(field);
    if (value == nullptr)
        return {};
    if (!value->is_string()) {
        fail(field, "must be text in quotes");
        return {};
    }
    return value->get<std::string>();
}

std::vector<int> JsonReader::integers(const std::string& field, int min, int max) {
    const json* value = find(field);
    if (value == nullptr)
        return {};
    if (!value->is_array() || value->empty()) {
        fail(field, "must be a list of whole numbers with at least one entry");
        return {};
    }
    std::vector<int> numbers;
    for (const json& entry : *value) {
        const bool whole = entry.is_number_integer();
        const std::int64_t number = whole ? entry.get<std::int64_t>() : 0;
        if (!whole || number < min || number > max) {
            fail(field, "must hold whole numbers from " + std::to_string(min) + " to " + std::to_string(max) +
                            " but has " + entry.dump());
            return {};
        }
        numbers.push_back(static_cast<int>(number));
    }
    return numbers;
}

std::vector<std::string> JsonReader::texts(const std::string& field) {
    const json* value = find(field);
    if (value == nullptr)
        return {};
    if (!value->is_array() || value->empty()) {
        fail(field, "must be a list of texts with at least one entry");
        return {};
    }
    std::vector<std::string> texts;
    for (const json& entry : *value) {
        if (!entry.is_string()) {
            fail(field, "must hold texts in quotes but has " + entry.dump());
            return {};
        }
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

JsonReader JsonReader::object(const std::string& field) {
    static const json empty = json::object();
    const json* value = find(field);
    JsonReader nested(value != nullptr && value->is_object() ? *value : empty, what_);
    nested.prefix_ = path(field);
    if (value != nullptr && !value->is_object())
        fail(field, "must be an object, in braces");
    nested.error_ = error_;
    return nested;
}

std::vector<JsonReader> JsonReader::objects(const std::string& field) {
    const json* value = find(field);
    if (value == nullptr)
        return {};
    if (!value->is_array() || value->empty()) {
        fail(field, "must be a list with at least one entry");
        return {};
    }
    std::vector<JsonReader> readers;
    for (std::size_t i = 0; i < value->size(); ++i) {
        const json& entry = (*value)[i];
        const std::string name = field + "[" + std::to_string(i) + "]";
        if (!entry.is_object()) {
            fail(name, "must be an object, in braces");
            return {};
        }
        JsonReader reader(entry, what_);
        reader.prefix_ = path(name);
        readers.push_back(std::move(reader));
    }
    return readers;
}

void JsonReader::absorb(const JsonReader& nested) {
    if (!error_ && nested.error_)
        error_ = nested.error_;
}

void JsonReader::allowOnly(std::initializer_list<std::string_view> fields) {
    if (error_)
        return;
    for (const auto& [name, ignored] : object_->items()) {
        if (std::find(fields.begin(), fields.end(), name) != fields.end())
            continue;
        const std::vector<std::string> known(fields.begin(), fields.end());
        const auto near = nearestChoice(name, known);
        fail(name, near ? "is not known; write '" + *near + "' if that was meant" : "is not known; remove it");
        return;
    }
}

} // namespace pairscape
