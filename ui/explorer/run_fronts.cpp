// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/run_fronts.h"

#include <algorithm>

namespace pairscape {

void RunFronts::follow(const StudySnapshot& snapshot) {
    const bool another = snapshot.path != path_ || snapshot.evaluations.size() < runs_.size();
    if (another)
        runs_.clear();
    path_ = snapshot.path;
    runs_.resize(std::min(snapshot.evaluations.size(), snapshot.runs.size()));
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const ChunkedList<PairingId>& evaluated = snapshot.evaluations[i];
        Known& run = runs_[i];
        if (evaluated.size() < run.taken)
            run = {};
        run.strategy = snapshot.runs[i].settings.strategy;
        for (; run.taken < evaluated.size(); ++run.taken) {
            const PairingRecord* record = snapshot.find(evaluated[run.taken]);
            if (record != nullptr && record->feasible)
                run.archive.insert(static_cast<std::size_t>(record->id) - 1, {record->accuracy, record->fps});
        }
    }
}

std::vector<RunFronts::Front> RunFronts::fronts(std::size_t most) const {
    std::vector<Front> found;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        std::vector<ParetoArchive::Member> members = runs_[i].archive.members();
        if (members.empty())
            continue;
        std::ranges::sort(members, {}, [](const auto& member) { return member.objectives[1]; });
        Front front;
        front.run = static_cast<RunId>(i) + 1;
        front.name = QStringLiteral("%1 %2").arg(front.run).arg(QString::fromStdString(runs_[i].strategy));
        for (const ParetoArchive::Member& member : members)
            front.members.push_back(member.id);
        found.push_back(std::move(front));
    }
    if (found.size() < 2)
        return {};
    if (found.size() > most)
        found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
    return found;
}

} // namespace pairscape
