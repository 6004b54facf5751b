// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include "core/base/hash.h"
#include "core/base/resources.h"
#include "core/training/mapped_file.h"

#include <cerrno>
#include <cstring>
#include <span>

#include <fcntl.h>
#include <unistd.h>

namespace pairscape {

namespace {

namespace fs = std::filesystem;

// Layout, little-endian: the mark, the head's length in 8 bytes, the head as JSON, then the arrays' floats in
// the order that head["arrays"] gives. head["checksum"] covers the floats.
constexpr std::string_view mark = "Pairscape checkpoint 1\n";
constexpr std::string_view anyMark = "Pairscape checkpoint ";

std::string_view bytesOf(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// Chained, so that the arrays need not lie one after the other.
std::uint64_t checksum(std::uint64_t before, std::string_view bytes) {
    return mixBits(before + stableHash(bytes));
}

bool writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// The folder's entry must reach the disk too, or a power cut could undo the rename.
void syncFolder(const fs::path& path) {
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

Error damaged(const fs::path& path, const std::string& why) {
    return {ErrorCode::Corrupt, path.string() + " is no whole checkpoint (" + why +
                                    "); delete it to begin again, or name another."};
}

} // namespace

const std::vector<float>* Checkpoint::find(const std::string& name) const {
    for (const Array& array : arrays)
        if (array.name == name)
            return &array.values;
    return nullptr;
}

Status writeCheckpoint(const fs::path& path, const Checkpoint& checkpoint) {
    if (Status other = checkNotAStudy(path); !other)
        return other;
    nlohmann::json head = checkpoint.head;
    head["arrays"] = nlohmann::json::array();
    std::uint64_t sum = 0;
    for (const Checkpoint::Array& array : checkpoint.arrays) {
        head["arrays"].push_back({{"name", array.name}, {"floats", array.values.size()}});
        sum = checksum(sum, bytesOf(array.values));
    }
    head["checksum"] = hashText(sum);
    const std::string text = head.dump();
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        length[i] = static_cast<char>((text.size() >> (8 * i)) & 0xff);

    const fs::path temporary = path.string() + ".part";
    const auto fail = [&](int reason) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return Error{ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(reason) +
                                        "; the checkpoint before, if any, is untouched."};
    };
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0)
        return fail(errno);
    bool written = writeAll(file, mark) && writeAll(file, length) && writeAll(file, text);
    for (const Checkpoint::Array& array : checkpoint.arrays)
        written = written && writeAll(file, bytesOf(array.values));
    written = written && ::fsync(file) == 0;
    const int reason = errno;
    if (::close(file) != 0 || !written)
        return fail(written ? errno : reason);
    if (std::error_code error; fs::rename(temporary, path, error), error)
        return fail(error.value());
    syncFolder(path);
    return {};
}

Result<Checkpoint> readCheckpoint(const fs::path& path) {
    const auto file = MappedFile::open(path);
    if (!file)
        return file.error();
    std::string_view rest(reinterpret_cast<const char*>((*file)->bytes().data()), (*file)->bytes().size());
    if (!rest.starts_with(mark)) {
        if (rest.starts_with(anyMark))
            return Error{ErrorCode::Unsupported,
                         path.string() + " was written by a newer Pairscape; use that one."};
        return damaged(path, "it does not begin like one");
    }
    rest.remove_prefix(mark.size());
    if (rest.size() < 8)
        return damaged(path, "it ends in its head");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i)
        length |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest[i])) << (8 * i);
    rest.remove_prefix(8);
    if (length > rest.size())
        return damaged(path, "it ends in its head");
    Checkpoint checkpoint;
    checkpoint.head = nlohmann::json::parse(rest.substr(0, length), nullptr, false);
    rest.remove_prefix(length);
    if (!checkpoint.head.is_object() || !checkpoint.head.contains("arrays"))
        return damaged(path, "its head cannot be read");
    std::uint64_t sum = 0;
    for (const nlohmann::json& entry : checkpoint.head["arrays"]) {
        const auto floats = entry.value("floats", std::size_t{0});
        if (floats > rest.size() / sizeof(float))
            return damaged(path, "it was cut short");
        const std::string_view bytes = rest.substr(0, floats * sizeof(float));
        std::vector<float> values(floats);
        std::memcpy(values.data(), bytes.data(), bytes.size());
        sum = checksum(sum, bytes);
        checkpoint.arrays.push_back({entry.value("name", ""), std::move(values)});
        rest.remove_prefix(bytes.size());
    }
    if (!rest.empty() || checkpoint.head.value("checksum", "") != hashText(sum))
        return damaged(path, "its checksum does not match");
    checkpoint.head.erase("arrays");
    checkpoint.head.erase("checksum");
    return checkpoint;
}

} // namespace pairscape
