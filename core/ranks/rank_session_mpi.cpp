// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/evaluation_bytes.h"
#include "core/ranks/rank_session.h"
#include "core/study/study_context.h"

#include <mpi.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace pairscape {

namespace {

/// What a message is. From rank 0: the study's settings, an architecture's text, nothing (the end). To it: an
/// evaluation.
enum Tag : int { Setup = 1, Job = 2, Finish = 3, Done = 4 };

/// How often a waiting thread looks for an answer. An evaluation takes milliseconds to seconds.
constexpr auto lookAgain = std::chrono::microseconds(200);

void send(const std::string& bytes, int rank, Tag tag) {
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/// The message that a probe found.
std::string receive(const MPI_Status& found) {
    int size = 0;
    MPI_Get_count(&found, MPI_BYTE, &size);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    MPI_Recv(bytes.data(), size, MPI_BYTE, found.MPI_SOURCE, found.MPI_TAG, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return bytes;
}

/// Rank 0's other ranks: which of them are at work. MPI is called by one thread at a time.
class Crew {
  public:
    explicit Crew(int size) : states_(static_cast<std::size_t>(size), State::Free) {
        states_[0] = State::Gone;
    }

    int hands() const { return static_cast<int>(states_.size()) - 1; }

    void setUp(const StudySettings& settings) {
        const std::string bytes = settingsBytes(settings);
        const std::lock_guard lock(mutex_);
        for (int rank = 1; rank <= hands(); ++rank)
            send(bytes, rank, Setup);
    }

    /// A rank that has nothing to do, or nothing where all have. It is the caller's until evaluate() returns.
    std::optional<int> take() {
        const std::lock_guard lock(mutex_);
        for (int rank = 1; rank <= hands(); ++rank) {
            State& state = states_[static_cast<std::size_t>(rank)];
            if (state == State::Abandoned && answer(rank)) // nobody waits for that one any more
                state = State::Free;
            if (state == State::Free) {
                state = State::Busy;
                return rank;
            }
        }
        return std::nullopt;
    }

    Result<Evaluation> evaluate(int rank, const std::string& architecture, const std::stop_token& stop) {
        {
            const std::lock_guard lock(mutex_);
            send(architecture, rank, Job);
        }
        while (true) {
            std::this_thread::sleep_for(lookAgain);
            const std::lock_guard lock(mutex_);
            State& state = states_[static_cast<std::size_t>(rank)];
            if (const auto bytes = answer(rank)) {
                state = State::Free;
                return evaluationOf(*bytes);
            }
            if (stop.stop_requested()) {
                state = State::Abandoned;
                return Error{ErrorCode::Stopped, "Stopped."};
            }
        }
    }

    /// Waits for what is under way, then lets all go.
    void dismiss() {
        const std::lock_guard lock(mutex_);
        for (int rank = 1; rank <= hands(); ++rank) {
            if (states_[static_cast<std::size_t>(rank)] != State::Free) {
                MPI_Status found;
                MPI_Probe(rank, Done, MPI_COMM_WORLD, &found);
                receive(found);
            }
            send({}, rank, Finish);
        }
    }

  private:
    enum class State : std::uint8_t { Free, Busy, Abandoned, Gone };

    static std::optional<std::string> answer(int rank) {
        int there = 0;
        MPI_Status found;
        MPI_Iprobe(rank, Done, MPI_COMM_WORLD, &there, &found);
        return there != 0 ? std::optional(receive(found)) : std::nullopt;
    }

    std::mutex mutex_;
    std::vector<State> states_;
};

/// This process's own threads and the other ranks.
class WideEvaluator final : public PairingEvaluator {
  public:
    WideEvaluator(std::shared_ptr<const PairingEvaluator> local, Crew& crew)
        : local_(std::move(local)), crew_(crew) {}

    Result<Evaluation> evaluate(const std::string& architecture, std::stop_token stop) const override {
        // There are as many threads as places, so whoever finds no rank free has a core of this machine.
        if (const auto rank = crew_.take())
            return crew_.evaluate(*rank, architecture, stop);
        return local_->evaluate(architecture, std::move(stop));
    }
    int places() const override { return local_->places() + crew_.hands(); }

  private:
    std::shared_ptr<const PairingEvaluator> local_;
    Crew& crew_;
};

/// What another rank evaluates with.
class Worker {
  public:
    void setUp(const std::string& bytes) {
        evaluator_.reset();
        const auto settings = settingsOf(bytes);
        if (!settings) {
            failure_ = settings.error();
            return;
        }
        auto context = makeContext(*settings);
        if (!context) {
            failure_ = context.error();
            return;
        }
        setScorerThreads(1);
        evaluator_ = localEvaluator(
            context->scorer,
            std::make_shared<const AcceleratorSearch>(context->platform, context->accelerators), 1);
    }

    Result<Evaluation> evaluate(const std::string& architecture) const {
        try {
            if (evaluator_)
                return evaluator_->evaluate(architecture, {});
        } catch (const std::exception& failure) {
            return Error{ErrorCode::Internal, std::string("An evaluation failed on another rank: ") +
                                                  failure.what() + "; please report this as a bug."};
        }
        return failure_;
    }

  private:
    std::shared_ptr<const PairingEvaluator> evaluator_;
    Error failure_{ErrorCode::Internal, "A rank was asked before it was told of the study."};
};

class MpiSession final : public RankSession {
  public:
    MpiSession(int rank, int size) : rank_(rank), size_(size), crew_(size) {}
    ~MpiSession() override {
        if (rank_ == 0 && !ownWay_)
            crew_.dismiss();
        MPI_Finalize();
    }
    MpiSession(const MpiSession&) = delete;
    MpiSession& operator=(const MpiSession&) = delete;

    int rank() const override { return rank_; }
    int size() const override { return size_; }

    WidenEvaluator widener(const StudySettings& settings) override {
        crew_.setUp(settings);
        return [this](std::shared_ptr<const PairingEvaluator> local) {
            return std::make_shared<const WideEvaluator>(std::move(local), crew_);
        };
    }

    void goOwnWay() override { ownWay_ = true; }

    Status serve() override {
        std::signal(SIGINT, SIG_IGN);
        std::signal(SIGTERM, SIG_IGN);
        std::signal(SIGUSR1, SIG_IGN);
        Worker worker;
        while (true) {
            MPI_Status found;
            // MPI_Probe would keep a core busy while there is nothing to do.
            int there = 0;
            MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &found);
            if (there == 0) {
                std::this_thread::sleep_for(lookAgain);
                continue;
            }
            const std::string bytes = receive(found);
            if (found.MPI_TAG == Setup)
                worker.setUp(bytes);
            else if (found.MPI_TAG == Job)
                send(evaluationBytes(worker.evaluate(bytes)), 0, Done);
            else
                return {};
        }
    }

  private:
    int rank_;
    int size_;
    bool ownWay_ = false;
    Crew crew_;
};

class LoneSession final : public RankSession {
  public:
    int rank() const override { return 0; }
    int size() const override { return 1; }
    WidenEvaluator widener(const StudySettings&) override { return {}; }
    void goOwnWay() override {}
    Status serve() override { return {}; }
};

/// Whether mpirun (or a batch system's own starter) started this process beside others.
bool startedInAJob() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
        if (std::getenv(name) != nullptr)
            return true;
    return false;
}

} // namespace

Result<std::unique_ptr<RankSession>> RankSession::join() {
    if (!startedInAJob())
        return std::unique_ptr<RankSession>(std::make_unique<LoneSession>());
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    int rank = 0;
    int size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (provided < MPI_THREAD_SERIALIZED) {
        MPI_Finalize();
        return Error{
            ErrorCode::Unsupported,
            "This MPI may not be called from several threads; install one that may, such as Open MPI."};
    }
    return std::unique_ptr<RankSession>(std::make_unique<MpiSession>(rank, size));
}

} // namespace pairscape
