// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_table.h"

#include <algorithm>
#include <utility>

namespace pairscape::cli {

std::size_t displayWidth(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
    }));
}

void TextTable::column(std::string header, Align align) {
    columns_.push_back({std::move(header), align});
}

void TextTable::row(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = displayWidth(columns_[i].header);
        for (const auto& row : rows_)
            width = std::max(width, displayWidth(row[i]));
        widths.push_back(width);
    }
    std::string out;
    const auto addLine = [&](const auto& cellOf) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::string& cell = cellOf(i);
            const std::string padding(widths[i] - displayWidth(cell), ' ');
            line += i > 0 ? "  " : "";
            line += columns_[i].align == Align::Right ? padding + cell : cell + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    };
    addLine([&](std::size_t i) -> const std::string& { return columns_[i].header; });
    for (const auto& row : rows_)
        addLine([&](std::size_t i) -> const std::string& { return row[i]; });
    return out;
}

void TextList::add(std::string name, std::string value) {
    lines_.emplace_back(std::move(name), std::move(value));
}

std::string TextList::text() const {
    std::size_t width = 0;
    for (const auto& [name, value] : lines_)
        width = std::max(width, displayWidth(name));
    std::string out;
    for (const auto& [name, value] : lines_)
        out.append(name).append(width - displayWidth(name) + 2, ' ').append(value).append("\n");
    return out;
}

} // namespace pairscape::cli
