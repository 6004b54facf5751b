// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/accelerator_text.h"

#include "core/base/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>
#include <string_view>

namespace pairscape::cli {

namespace {

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Three numbers with a letter between them.
template <class T>
std::optional<std::array<T, 3>> triple(std::string_view text, char between) {
    const auto first = text.find(between);
    const auto second = first == text.npos ? text.npos : text.find(between, first + 1);
    if (second == text.npos)
        return std::nullopt;
    const auto a = number<T>(text.substr(0, first));
    const auto b = number<T>(text.substr(first + 1, second - first - 1));
    const auto c = number<T>(text.substr(second + 1));
    if (!a || !b || !c)
        return std::nullopt;
    return std::array<T, 3>{*a, *b, *c};
}

std::optional<std::int64_t> bytesOf(double kibibytes) {
    const double bytes = kibibytes * 1024;
    if (!(bytes >= 1) || bytes > 1e12 || bytes != std::floor(bytes))
        return std::nullopt;
    return static_cast<std::int64_t>(bytes);
}

bool readChunk(std::istringstream& words, Chunk& chunk) {
    std::string unrolls, buffers, rest;
    words >> unrolls >> buffers;
    const bool unpacked = buffers == "unpacked";
    if (unpacked) {
        buffers.clear();
        words >> buffers;
    }
    const auto out = triple<int>(unrolls, 'x');
    const auto sizes = triple<double>(buffers, '/');
    if (!out || !sizes || words >> rest)
        return false;
    const auto input = bytesOf((*sizes)[0]), weight = bytesOf((*sizes)[1]), output = bytesOf((*sizes)[2]);
    if (!input || !weight || !output)
        return false;
    chunk = {(*out)[0], (*out)[1], (*out)[2], *input, *weight, *output, unpacked};
    return true;
}

} // namespace

Result<Accelerator> parseAccelerator(const std::string& text) {
    Accelerator accelerator;
    std::istringstream parts(text);
    std::string part;
    std::array<bool, operatorTypeCount> known{};
    bool batch = false;
    while (std::getline(parts, part, ',')) {
        std::istringstream words(part);
        std::string word;
        words >> word;
        bool understood = false;
        if (word == "batch" && !batch) {
            std::string count, rest;
            words >> count;
            const auto images = number<int>(count);
            understood = batch = images && !(words >> rest);
            accelerator.batch = images.value_or(1);
        }
        for (const OperatorType op : allOperatorTypes)
            if (word == operatorTypeName(op) && !known[indexOf(op)])
                understood = known[indexOf(op)] = readChunk(words, accelerator.chunks[indexOf(op)]);
        if (!understood)
            return Error{
                ErrorCode::InvalidInput,
                "'" +
                    part.substr(part.find_first_not_of(' ') == part.npos ? 0 : part.find_first_not_of(' ')) +
                    "' is no part of an accelerator; write each chunk once, with its unrolls, 'unpacked' "
                    "where its PEs share no DSP, and the KiB of its input, weight and output buffer, like "
                    "'conv 16x8x4 64/32/16, batch 4'."};
    }
    return accelerator;
}

std::string wholeAcceleratorText(const Accelerator& accelerator) {
    std::string text;
    const auto kibibytes = [](std::int64_t bytes) { return exactText(static_cast<double>(bytes) / 1024); };
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (chunk.present())
            text += std::string(operatorTypeName(op)) + " " + arrayText(chunk) + " " +
                    kibibytes(chunk.inputBufferBytes) + "/" + kibibytes(chunk.weightBufferBytes) + "/" +
                    kibibytes(chunk.outputBufferBytes) + ", ";
    }
    return text + "batch " + std::to_string(accelerator.batch);
}

} // namespace pairscape::cli
