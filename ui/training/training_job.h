// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "core/training/trainer.h"
#include "ui/models/background.h"
#include "ui/training/training_pace.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace pairscape {

/// A pairing whose architecture is trained, or could be: a value that outlives its study's being open.
struct TrainingSubject {
    QString study; ///< its file
    PairingId pairing = 0;
    std::string spaceJson, architecture;

    bool operator==(const TrainingSubject&) const = default;
};

/// What is to be trained, on what, and where it is kept.
struct TrainingRequest {
    TrainingSubject subject;
    QString dataSet; ///< folder
    bool coarse = false;
    TrainingBudget budget;
    QString checkpoint; ///< file; where it is there already, the training goes on from it
};

enum class TrainingState { None, Starting, Running, Paused, Stopping, Finished, Stopped, Failed };

/// The one training of a window, on a thread of its own: started, paused, resumed and stopped from the GUI
/// thread, on which all of this is called. It goes on whatever page is seen and whatever study is open.
class TrainingJob : public QObject {
    Q_OBJECT

  public:
    explicit TrainingJob(QObject* parent = nullptr);
    /// Stops the training and waits for its checkpoint: nothing is lost.
    ~TrainingJob() override;

    /// False, and nothing happens, while one is going.
    bool start(const TrainingRequest& request);
    void pause();
    void resume();
    void togglePause() { state_ == TrainingState::Paused ? resume() : pause(); }
    void stop();

    TrainingState state() const { return state_; }
    bool active() const; ///< starting, running, paused or stopping
    const TrainingRequest& request() const { return request_; }
    /// The curve, that of a checkpoint that it went on from included.
    const std::vector<EpochRecord>& epochs() const { return epochs_; }
    const TrainingMoment& moment() const { return moment_; }
    int classes() const { return classes_; }  ///< of the images; 0 before they are read
    bool testing() const { return testing_; } ///< the test images are being looked at
    bool held() const { return held_; }       ///< paused, and waiting by now
    const TrainingPace& pace() const { return pace_; }
    double secondsLeft() const; ///< negative while it is not known
    /// What the end gave; nothing while there is none.
    const std::optional<MeasuredAccuracy>& accuracy() const { return accuracy_; }
    /// Why it ended without one: one sentence.
    QString message() const { return message_; }

  signals:
    void changed();
    /// It was trained to its end and tested.
    void trained(const pairscape::TrainingSubject& subject, const pairscape::MeasuredAccuracy& accuracy);
    void ended();

  private:
    class Observer;
    static Result<MeasuredAccuracy> train(const TrainingRequest& request, Observer& observer,
                                          const PauseGate& gate, std::stop_token stop);
    void take(const Result<MeasuredAccuracy>& outcome);

    TrainingState state_ = TrainingState::None;
    TrainingRequest request_;
    std::vector<EpochRecord> epochs_;
    TrainingMoment moment_;
    int classes_ = 0;
    bool testing_ = false, held_ = false;
    TrainingPace pace_;
    std::optional<MeasuredAccuracy> accuracy_;
    QString message_;
    PauseGate gate_;
    std::unique_ptr<Inbox> inbox_; ///< where the thread leaves what it reports
    std::jthread thread_;          ///< last: it uses the above
};

/// "demo-142.checkpoint" beside the study, or in the home folder where nothing can be written there; with
/// `anew` the first such name that is free: "demo-142-2.checkpoint".
QString suggestCheckpoint(const TrainingSubject& subject, bool anew);

} // namespace pairscape
