// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/rank_session.h"

#include <cstdlib>

namespace pairscape {

namespace {

class LoneSession final : public RankSession {
  public:
    int rank() const override { return 0; }
    int size() const override { return 1; }
    WidenEvaluator widener(const StudySettings&) override { return {}; }
    void goOwnWay() override {}
    Status serve() override { return {}; }
};

} // namespace

Result<std::unique_ptr<RankSession>> RankSession::join() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
        if (const char* size = std::getenv(name); size != nullptr && std::atoi(size) > 1)
            return Error{ErrorCode::Unsupported,
                         "This Pairscape was built without MPI, so it cannot share a search between ranks; "
                         "install libopenmpi-dev and build it again."};
    return std::unique_ptr<RankSession>(std::make_unique<LoneSession>());
}

} // namespace pairscape
