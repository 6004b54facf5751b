// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/base/resources.h"
#include "core/space/search_space.h"
#include "core/space/space_index.h"

#include <algorithm>
#include <array>
#include <utility>

/// The JSON form of a search space, both ways. Its fields are described in docs/architecture-text.md.
namespace pairscape {
namespace {

// Limits that keep every count of a network far inside 64 bits and refuse typing errors.
constexpr int maxInputSize = 4096, maxClasses = 1'000'000, maxChannels = 8192, maxHeadChannels = 65536;
constexpr int maxDepth = 64, maxKernel = 31, maxExpansion = 32, maxStride = 8, maxReduction = 1024;

template <class T, std::size_t N>
using Names = std::array<std::pair<std::string_view, T>, N>;

constexpr Names<Granularity, 2> granularities = {
    {{"stage", Granularity::Stage}, {"block", Granularity::Block}}};
constexpr Names<ShortcutStyle, 2> shortcuts = {
    {{"identity", ShortcutStyle::Identity}, {"projected", ShortcutStyle::Projected}}};
constexpr Names<Activation, 3> activations = {
    {{"none", Activation::None}, {"relu", Activation::Relu}, {"swish", Activation::Swish}}};

template <class T, std::size_t N>
T readNamed(JsonReader& reader, const std::string& field, const Names<T, N>& named) {
    const std::string text = reader.text(field);
    std::vector<std::string> names;
    for (const auto& [name, value] : named) {
        if (name == text)
            return value;
        names.push_back('"' + std::string(name) + '"');
    }
    if (reader.ok())
        reader.fail(field, "must be " + joinChoices(names) + " but is \"" + text + "\"");
    return named.front().second;
}

template <class T, std::size_t N>
std::string nameOf(const Names<T, N>& named, T value) {
    for (const auto& [name, candidate] : named)
        if (candidate == value)
            return std::string(name);
    return {};
}

/// A list of choices, ascending and without repeats: its ends are then the smallest and the largest choice,
/// and no architecture has two genotypes.
std::vector<int> readChoices(JsonReader& reader, const std::string& field, int min, int max) {
    std::vector<int> choices = reader.integers(field, min, max);
    for (std::size_t i = 1; i < choices.size(); ++i)
        if (choices[i] <= choices[i - 1])
            reader.fail(field, "must be in ascending order without repeats but has " +
                                   std::to_string(choices[i]) + " after " + std::to_string(choices[i - 1]));
    return choices;
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string readName(JsonReader& reader, const std::string& field) {
    const std::string name = reader.text(field);
    if (reader.ok() &&
        (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), isNameCharacter)))
        reader.fail(field, "must be 1 to 64 letters, digits, '-' or '_'");
    return name;
}

std::string listText(const std::vector<int>& numbers) {
    std::string text;
    for (const int number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return "[" + text + "]";
}

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

const char* boolText(bool value) {
    return value ? "true" : "false";
}

} // namespace

/// Fills a SearchSpace from JSON, or keeps the first complaint.
class SpaceReader {
  public:
    static Result<SearchSpace> read(const nlohmann::json& document, const std::string& what) {
        JsonReader reader(document, what);
        SearchSpace space;
        readWhole(reader, space);
        if (!reader.ok())
            return reader.error();
        space.index_ = std::make_shared<const SpaceIndex>(space);
        return space;
    }

  private:
    static void readWhole(JsonReader& reader, SearchSpace& space) {
        reader.allowOnly({"name", "title", "source", "input_size", "classes", "operators", "granularity",
                          "shortcut", "skip", "expand_at_one", "squeeze_reduction", "stem", "stages",
                          "head"});
        space.name_ = readName(reader, "name");
        space.title_ = reader.text("title");
        space.source_ = reader.text("source");
        space.inputSize_ = static_cast<int>(reader.integer("input_size", 1, maxInputSize));
        space.classes_ = static_cast<int>(reader.integer("classes", 1, maxClasses));
        readOperators(reader, space);
        space.granularity_ = readNamed(reader, "granularity", granularities);
        space.shortcut_ = readNamed(reader, "shortcut", shortcuts);
        space.skipAllowed_ = reader.boolean("skip");
        space.expandAtOne_ = reader.boolean("expand_at_one");
        space.squeezeReduction_ = static_cast<int>(reader.integer("squeeze_reduction", 1, maxReduction));
        if (reader.ok() && space.skipAllowed_ && space.granularity_ == Granularity::Stage)
            reader.fail("skip", "can be true only where 'granularity' is \"block\"");
        readStem(reader, space);
        for (JsonReader& stage : reader.objects("stages")) {
            space.stages_.push_back(readStage(stage, space));
            reader.absorb(stage);
        }
        readHead(reader, space);
        if (reader.ok())
            checkMaps(reader, space);
    }

    static void readOperators(JsonReader& reader, SearchSpace& space) {
        std::vector<OperatorType> listed;
        for (const std::string& name : reader.texts("operators")) {
            const auto type = operatorTypeFromName(name);
            if (!type)
                return reader.fail("operators",
                                   "must hold \"conv\", \"shift\" or \"adder\" but has \"" + name + "\"");
            if (std::find(listed.begin(), listed.end(), *type) != listed.end())
                return reader.fail("operators", "has \"" + name + "\" twice");
            listed.push_back(*type);
        }
        for (const OperatorType type : allOperatorTypes)
            if (std::find(listed.begin(), listed.end(), type) != listed.end())
                space.operators_.push_back(type);
    }

    static void readStem(JsonReader& reader, SearchSpace& space) {
        JsonReader stem = reader.object("stem");
        stem.allowOnly({"channels", "stride", "activation"});
        space.stemChannels_ = readChoices(stem, "channels", 1, maxChannels);
        space.stemStride_ = static_cast<int>(stem.integer("stride", 1, maxStride));
        space.stemActivation_ = readNamed(stem, "activation", activations);
        reader.absorb(stem);
    }

    static StageChoices readStage(JsonReader& reader, const SearchSpace& space) {
        StageChoices stage;
        reader.allowOnly({"name", "channels", "depths", "kernels", "expansions", "stride", "squeeze_excite",
                          "activation"});
        stage.name = readName(reader, "name");
        for (const StageChoices& earlier : space.stages_)
            if (earlier.name == stage.name)
                reader.fail("name", "is \"" + stage.name + "\" as in an earlier stage; give each its own");
        stage.channels = readChoices(reader, "channels", 1, maxChannels);
        stage.depths = readChoices(reader, "depths", 1, maxDepth);
        // A stage of two blocks and one of three with a skip would be the same network twice.
        if (reader.ok() && space.skipAllowed_ && stage.depths.size() > 1)
            reader.fail("depths",
                        "must be one number where 'skip' is true, because skips already vary the depth");
        stage.kernels = readChoices(reader, "kernels", 1, maxKernel);
        for (const int kernel : stage.kernels)
            if (kernel % 2 == 0)
                reader.fail("kernels", "must hold odd numbers but has " + std::to_string(kernel));
        stage.expansions = readChoices(reader, "expansions", 1, maxExpansion);
        stage.stride = static_cast<int>(reader.integer("stride", 1, maxStride));
        stage.squeezeExcite = reader.boolean("squeeze_excite");
        stage.activation = readNamed(reader, "activation", activations);
        return stage;
    }

    static void readHead(JsonReader& reader, SearchSpace& space) {
        JsonReader head = reader.object("head");
        head.allowOnly({"channels", "expansion"});
        space.headChannels_ = readChoices(head, "channels", 1, maxHeadChannels);
        space.headExpansion_ = static_cast<int>(head.integer("expansion", 0, maxExpansion));
        reader.absorb(head);
    }

    /// A projected shortcut pools by the stride, so the stride must divide the map: else the two ways through
    /// a block would end in different shapes.
    static void checkMaps(JsonReader& reader, const SearchSpace& space) {
        int size = (space.inputSize_ - 1) / space.stemStride_ + 1;
        for (std::size_t i = 0; i < space.stages_.size(); ++i) {
            const int stride = space.stages_[i].stride;
            if (space.shortcut_ == ShortcutStyle::Projected && size % stride != 0)
                return reader.fail("stages[" + std::to_string(i) + "].stride",
                                   "must divide the stage's map of " + std::to_string(size) + "x" +
                                       std::to_string(size) + " but is " + std::to_string(stride));
            size = (size - 1) / stride + 1;
        }
    }
};

Result<SearchSpace> SearchSpace::fromJson(std::string_view text, const std::string& what) {
    const auto document = parseJson(text, what);
    if (!document)
        return document.error();
    return SpaceReader::read(*document, what);
}

std::string SearchSpace::toJson() const {
    std::string operators;
    for (const OperatorType type : operators_)
        operators += (operators.empty() ? "\"" : ", \"") + std::string(operatorTypeName(type)) + "\"";
    std::string text = "{\n";
    text += "  \"name\": " + quoted(name_) + ",\n";
    text += "  \"title\": " + quoted(title_) + ",\n";
    text += "  \"source\": " + quoted(source_) + ",\n";
    text += "  \"input_size\": " + std::to_string(inputSize_) + ",\n";
    text += "  \"classes\": " + std::to_string(classes_) + ",\n";
    text += "  \"operators\": [" + operators + "],\n";
    text += "  \"granularity\": " + quoted(nameOf(granularities, granularity_)) + ",\n";
    text += "  \"shortcut\": " + quoted(nameOf(shortcuts, shortcut_)) + ",\n";
    text += std::string("  \"skip\": ") + boolText(skipAllowed_) + ",\n";
    text += std::string("  \"expand_at_one\": ") + boolText(expandAtOne_) + ",\n";
    text += "  \"squeeze_reduction\": " + std::to_string(squeezeReduction_) + ",\n";
    text += "  \"stem\": {\"channels\": " + listText(stemChannels_) +
            ", \"stride\": " + std::to_string(stemStride_) +
            ", \"activation\": " + quoted(nameOf(activations, stemActivation_)) + "},\n";
    text += "  \"stages\": [";
    const char* separator = "\n";
    for (const StageChoices& stage : stages_) {
        text += separator;
        separator = ",\n";
        text += "    {\"name\": " + quoted(stage.name) + ", \"channels\": " + listText(stage.channels) +
                ", \"depths\": " + listText(stage.depths) + ", \"kernels\": " + listText(stage.kernels) +
                ",\n     \"expansions\": " + listText(stage.expansions) +
                ", \"stride\": " + std::to_string(stage.stride) +
                ", \"squeeze_excite\": " + boolText(stage.squeezeExcite) +
                ", \"activation\": " + quoted(nameOf(activations, stage.activation)) + "}";
    }
    text += "\n  ],\n";
    text += "  \"head\": {\"channels\": " + listText(headChannels_) +
            ", \"expansion\": " + std::to_string(headExpansion_) + "}\n}\n";
    return text;
}

} // namespace pairscape
