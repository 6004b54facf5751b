// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator.h"

#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>

namespace pairscape {

namespace {

std::optional<Stationary> stationaryFromName(std::string_view name) {
    for (const Stationary stationary : {Stationary::Weights, Stationary::Inputs, Stationary::Outputs})
        if (stationaryName(stationary) == name)
            return stationary;
    return std::nullopt;
}

/// The number in "o64" when the letter is `letter` and nothing else follows.
std::optional<int> lettered(std::string_view word, char letter) {
    if (word.size() < 2 || word.front() != letter)
        return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value < 1)
        return std::nullopt;
    return value;
}

} // namespace

std::string stationaryName(Stationary stationary) {
    switch (stationary) {
    case Stationary::Weights:
        return "weights";
    case Stationary::Inputs:
        return "inputs";
    case Stationary::Outputs:
        return "outputs";
    }
    return {};
}

std::string boundName(Bound bound) {
    switch (bound) {
    case Bound::Compute:
        return "compute";
    case Bound::Dram:
        return "dram";
    case Bound::Buffer:
        return "buffer";
    case Bound::Fill:
        return "fill";
    }
    return {};
}

std::string mappingText(const Mapping& mapping) {
    return "o" + std::to_string(mapping.tileOut) + " i" + std::to_string(mapping.tileIn) + " r" +
           std::to_string(mapping.tileRows) + " c" + std::to_string(mapping.tileColumns) + " " +
           stationaryName(mapping.stationary);
}

Result<Mapping> parseMapping(const std::string& text) {
    std::istringstream words(text);
    std::string out, in, rows, columns, stays, rest;
    words >> out >> in >> rows >> columns >> stays;
    const auto tileOut = lettered(out, 'o'), tileIn = lettered(in, 'i'), tileRows = lettered(rows, 'r'),
               tileColumns = lettered(columns, 'c');
    const auto stationary = stationaryFromName(stays);
    if (!tileOut || !tileIn || !tileRows || !tileColumns || !stationary || words >> rest)
        return Error{ErrorCode::InvalidInput,
                     "'" + text +
                         "' is no mapping; write tiles and what stays, like 'o64 i32 r8 c8 outputs'."};
    return Mapping{*tileOut, *tileIn, *tileRows, *tileColumns, *stationary};
}

std::string acceleratorText(const Accelerator& accelerator) {
    std::string text;
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (chunk.present())
            text += std::string(operatorTypeName(op)) + " " + arrayText(chunk) + ", ";
    }
    return text + "batch " + std::to_string(accelerator.batch);
}

std::string arrayText(const Chunk& chunk) {
    return std::to_string(chunk.unrollOut) + "x" + std::to_string(chunk.unrollIn) + "x" +
           std::to_string(chunk.unrollPixels) + (chunk.unpacked ? " unpacked" : "");
}

} // namespace pairscape
