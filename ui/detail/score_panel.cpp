// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/score_panel.h"

#include "core/base/number_text.h"
#include "core/base/progress.h"
#include "core/base/thread_priority.h"
#include "core/space/search_space.h"
#include "core/zeroshot/scorer.h"
#include "ui/detail/design_facts.h"
#include "ui/models/figure_text.h"
#include "ui/theme/wrapped_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace pairscape {

namespace {

std::vector<std::string> everyMetric() {
    std::vector<std::string> names;
    for (const MetricInfo& info : metricInfos())
        names.push_back(info.name);
    return names;
}

} // namespace

/// One design that is being scored. Lives as long as the job; the inbox outlives all jobs.
struct ScorePanel::Task : ProgressSink {
    explicit Task(ScorePanel* owner) : panel(owner) {}

    /// On the scoring thread.
    void progress(const Progress& now) override {
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - began;
        panel->inbox_->post([self = panel, now, seconds = since.count(), key = key] {
            if (self->task_ == nullptr || self->task_->key != key || self->task_->stop.stop_requested())
                return;
            const double left =
                seconds / static_cast<double>(now.done) * static_cast<double>(now.total - now.done);
            self->state_->setText(tr("%1 of %2 terms, %3 left")
                                      .arg(countText(now.done), countText(now.total),
                                           QString::fromStdString(durationText(left))));
        });
    }

    ScorePanel* panel;
    Key key;
    std::stop_source stop;
    ReferencePopulation population; ///< written by the job before it ends
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

ScorePanel::ScorePanel(QWidget* parent)
    : QWidget(parent), facts_(new FactGrid(this)), button_(new QToolButton(this)), state_(new QLabel(this)),
      inbox_(std::make_unique<Inbox>()), queue_(std::make_unique<BackgroundQueue>()) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(facts_);
    auto* row = new QHBoxLayout;
    row->addWidget(button_);
    row->addWidget(state_, 1);
    row->addStretch(0); // keeps the button at the left where there is nothing to say
    column->addLayout(row);
    state_->setWordWrap(true);
    connect(button_, &QToolButton::clicked, this, &ScorePanel::toggleComputing);
    pairscape::ScorePanel::applyTheme(Theme::make(ThemeMode::Light));
}

ScorePanel::~ScorePanel() {
    if (task_)
        task_->stop.request_stop();
    queue_.reset(); // waits for the layer that is being computed
}

ScorePanel::Key ScorePanel::keyOf(const PairingDetail& detail) const {
    return {settings_.spaceJson + std::to_string(settings_.seed), detail.record.architecture};
}

void ScorePanel::setDetail(std::shared_ptr<const PairingDetail> detail, const StudySettings& settings) {
    detail_ = std::move(detail);
    settings_ = settings;
    failure_.clear();
    refresh();
}

void ScorePanel::toggleComputing() {
    if (task_) {
        task_->stop.request_stop();
        state_->setText(tr("Stopping\u2026"));
        return;
    }
    if (!detail_)
        return;
    failure_.clear();
    task_ = std::make_shared<Task>(this);
    task_->key = keyOf(*detail_);
    queue_->add([this, task = task_, json = settings_.spaceJson, seed = settings_.seed,
                 text = detail_->record.architecture]() -> BackgroundQueue::Then {
        giveWayToOtherThreads();
        const auto scored = [&]() -> Result<RawScores> {
            const auto space = SearchSpace::fromJson(json, "the study's space");
            if (!space)
                return space.error();
            const auto architecture = space->parse(text);
            if (!architecture)
                return architecture.error();
            const auto scorer = makeScorer(*space, {.seed = seed, .metrics = everyMetric()});
            if (!scorer)
                return scorer.error();
            if (auto shipped = ReferencePopulation::shipped(*space, seed))
                task->population = *std::move(shipped);
            return (*scorer)->score(*architecture, task->stop.get_token(), task.get());
        };
        return [this, task, scores = scored()] { finish(task, scores); };
    });
    refresh();
}

void ScorePanel::finish(const std::shared_ptr<Task>& task, Result<RawScores> scores) {
    task_.reset();
    if (scores)
        known_[task->key] = {*std::move(scores), std::move(task->population)};
    else if (scores.error().code != ErrorCode::Stopped && detail_ && keyOf(*detail_) == task->key)
        failure_ = QString::fromStdString(scores.error().message);
    refresh();
}

void ScorePanel::refresh() {
    std::vector<Fact> facts;
    bool complete = false;
    if (detail_) {
        const auto found = known_.find(keyOf(*detail_));
        complete = found != known_.end();
        facts = complete ? scoreFacts(*detail_, found->second.scores, found->second.population)
                         : scoreFacts(*detail_);
    }
    facts_->setFacts(std::move(facts));
    const bool here = task_ && detail_ && keyOf(*detail_) == task_->key;
    button_->setVisible(detail_ && !complete);
    button_->setText(task_ ? tr("Stop scoring") : tr("Compute every score"));
    button_->setToolTip(
        task_ ? tr("Gives up the terms that are being computed")
              : tr("All %1 zero-shot terms of this network, with their ranks where they are known. Takes "
                   "some ten seconds; the terms are not kept in the study.")
                    .arg(everyMetric().size()));
    const QString said = !detail_ || complete ? QString()
                         : !task_             ? failure_
                         : here               ? tr("Computing\u2026")
                                              : tr("Another design is being scored.");
    showSentence(*state_, said, theme_, !task_);
}

QString ScorePanel::text() const {
    return factsText(facts_->facts()) +
           (state_->isVisibleTo(this) ? state_->text() + QLatin1Char('\n') : QString());
}

void ScorePanel::applyTheme(const Theme& theme) {
    theme_ = theme;
    facts_->applyTheme(theme);
    button_->setFont(theme.font(theme.small));
    state_->setFont(theme.font(theme.small));
    refresh();
}

} // namespace pairscape
