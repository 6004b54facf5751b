// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace pairscape {

namespace fs = std::filesystem;

std::optional<std::string_view> embeddedResource(std::string_view name) {
    for (const EmbeddedResource& resource : embeddedTable())
        if (resource.name == name)
            return resource.content;
    return std::nullopt;
}

std::vector<std::string> embeddedNames(std::string_view folder, std::string_view extension) {
    std::vector<std::string> names;
    for (const EmbeddedResource& resource : embeddedTable()) {
        const fs::path path{std::string(resource.name)};
        if (path.parent_path() == fs::path(std::string(folder)) &&
            path.extension() == fs::path(std::string(extension)))
            names.push_back(path.stem().string());
    }
    return names;
}

Result<std::string> readTextFile(const fs::path& path) {
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the file to read is empty; type one."};
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return Error{ErrorCode::NotFound, "There is no file " + path.string() + "; check the path."};
    if (fs::is_directory(path, ignored))
        return Error{ErrorCode::InvalidInput, path.string() + " is a folder; name a file."};
    std::ifstream in(path, std::ios::binary);
    std::ostringstream content;
    if (!in || !(content << in.rdbuf()).good()) {
        // An empty file sets failbit on the output stream although nothing is wrong.
        if (in && in.peek() == std::ifstream::traits_type::eof() && fs::file_size(path, ignored) == 0)
            return std::string();
        return Error{ErrorCode::Io, "Cannot read " + path.string() + ": " + std::strerror(errno) + "."};
    }
    return std::move(content).str();
}

Status checkNotAStudy(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) // nothing, a folder, or a pipe that reading would empty
        return {};
    // SQLite's magic with its closing zero, and Pairscape's application id (core/study/study.h) at byte 68.
    static constexpr std::string_view magic("SQLite format 3\0", 16), application("Pair");
    std::array<char, 72> header{};
    std::ifstream in(path, std::ios::binary);
    in.read(header.data(), header.size());
    const std::string_view read(header.data(), static_cast<std::size_t>(in.gcount()));
    if (!read.starts_with(magic) || !read.ends_with(application) || read.size() != header.size())
        return {};
    return Error{ErrorCode::InvalidInput,
                 path.string() + " is a Pairscape study, which this would overwrite; name another file."};
}

Status writeTextFile(const fs::path& path, std::string_view content) {
    if (path.empty())
        return Error{ErrorCode::InvalidInput, "The name of the file to write is empty; type one."};
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return Error{ErrorCode::InvalidInput, path.string() + " is a folder; name a file."};
    if (Status other = checkNotAStudy(path); !other)
        return other;
    // A device or pipe (/dev/stdout) is written as it is: a rename would put a file in its place.
    const bool direct = fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
    fs::path temporary = path;
    if (!direct)
        temporary += ".part";
    const auto fail = [&](const std::string& reason) -> Status {
        if (!direct)
            fs::remove(temporary, ignored);
        return Error{ErrorCode::Io, "Cannot write " + path.string() + ": " + reason +
                                        ". Choose another place or free some space."};
    };
    if (path.has_parent_path() && !fs::is_directory(path.parent_path(), ignored))
        return Error{ErrorCode::Io, "Cannot write " + path.string() + ": there is no folder " +
                                        path.parent_path().string() + "; create it or choose another place."};
    errno = 0;
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    if (!out)
        return fail(std::strerror(errno));
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    if (!out)
        return fail(errno != 0 ? std::strerror(errno) : "the disk may be full");
    std::error_code error;
    if (!direct)
        fs::rename(temporary, path, error);
    if (error)
        return fail(error.message());
    return {};
}

std::string joinChoices(std::span<const std::string> choices) {
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0)
            text += i + 1 == choices.size() ? " or " : ", ";
        text += choices[i];
    }
    return text;
}

std::optional<std::string> nearestChoice(std::string_view text, std::span<const std::string> choices) {
    std::optional<std::string> best;
    std::size_t bestDistance = std::max<std::size_t>(2, text.size() / 3) + 1;
    for (const std::string& choice : choices) {
        std::vector<std::size_t> row(choice.size() + 1);
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = j;
        for (std::size_t i = 1; i <= text.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j < row.size(); ++j) {
                const std::size_t substitute = diagonal + (text[i - 1] == choice[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = choice;
        }
    }
    return best;
}

} // namespace pairscape
