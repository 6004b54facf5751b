// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace pairscape::cli {

enum class Align { Left, Right };

/// A table for a terminal: aligned columns, one header line, two spaces between columns. Widths count
/// characters, not bytes, so that thin spaces and micro signs line up.
class TextTable {
  public:
    /// A header names the figure and its unit: "energy mJ".
    void column(std::string header, Align align = Align::Right);
    /// One text for each column.
    void row(std::vector<std::string> cells);
    std::size_t rows() const { return rows_.size(); }
    std::string text() const;

  private:
    struct Column {
        std::string header;
        Align align;
    };
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Lines of "name   value" with the values below each other; an empty name continues the line before.
class TextList {
  public:
    void add(std::string name, std::string value);
    std::string text() const;

  private:
    std::vector<std::pair<std::string, std::string>> lines_;
};

/// Characters (code points) of a UTF-8 text.
std::size_t displayWidth(const std::string& text);

} // namespace pairscape::cli
