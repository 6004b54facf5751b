// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/population_journal.h"

#include "core/base/resources.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace pairscape {

namespace fs = std::filesystem;

namespace {

/// Everything that a member's scores depend on, in one line.
std::string keyLine(const Scorer& scorer) {
    const ScorerSettings& settings = scorer.settings();
    return "# space " + scorer.space().name() + ", seed " + std::to_string(settings.seed) + ", Zen batch " +
           std::to_string(settings.zenBatch) + ", repeats " + std::to_string(settings.zenRepeats) + "\n";
}

std::string headerLine(const Scorer& scorer) {
    std::string line = "architecture";
    for (const std::string& term : scorer.settings().metrics)
        line += "," + term;
    return line + "\n";
}

Error cannotWrite(const fs::path& path) {
    const std::string reason = errno != 0 ? std::strerror(errno) : "the disk may be full";
    return {ErrorCode::Io,
            "Cannot write " + path.string() + ": " + reason + ". Choose another place or free some space."};
}

} // namespace

Result<PopulationJournal> PopulationJournal::open(const fs::path& path, const Scorer& scorer) {
    PopulationJournal journal;
    journal.path_ = path;
    const std::string key = keyLine(scorer), header = headerLine(scorer);
    std::error_code ignored;
    bool begins = true;
    if (fs::exists(path, ignored)) {
        const Result<std::string> content = readTextFile(path);
        if (!content)
            return content.error();
        const std::string whole =
            content->substr(0, content->rfind('\n') + 1); // npos + 1 is 0: nothing whole
        begins = whole.size() < key.size() + header.size() && (key + header).starts_with(whole);
        if (!begins && !whole.starts_with(key + header))
            return Error{ErrorCode::InvalidInput,
                         path.string() +
                             " was begun with another space, seed or metrics; finish that with its own "
                             "command, or remove the file."};
        const std::string members = begins ? std::string() : whole.substr(key.size());
        if (members.size() > header.size()) {
            const auto known = ReferencePopulation::fromCsv(members, path.string());
            if (!known)
                return known.error();
            for (const ReferenceMember& member : known->members())
                journal.known_[member.architecture] = member.scores;
        }
        fs::resize_file(path, begins ? 0 : whole.size(), ignored);
    }
    errno = 0;
    journal.file_.open(path, std::ios::binary | std::ios::app);
    if (begins)
        journal.file_ << key << header << std::flush;
    if (!journal.file_)
        return cannotWrite(path);
    return journal;
}

const RawScores* PopulationJournal::find(const std::string& architecture) const {
    const auto it = known_.find(architecture);
    return it == known_.end() ? nullptr : &it->second;
}

Status PopulationJournal::append(const ReferenceMember& member) {
    const std::string text = ReferencePopulation({member}).toCsv();
    errno = 0;
    file_ << text.substr(text.find('\n') + 1) << std::flush;
    if (!file_)
        return cannotWrite(path_);
    return {};
}

void PopulationJournal::remove() {
    file_.close();
    std::error_code ignored;
    fs::remove(path_, ignored);
}

} // namespace pairscape
