// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_text.h"

#include "core/base/number_text.h"
#include "ui/models/figure_text.h"

#include <QObject>
#include <QStringList>

namespace pairscape {

namespace {

const QString unknown = QStringLiteral("\u2013");

QString duration(double seconds) {
    return QString::fromStdString(durationText(seconds));
}

QString percent(double share) {
    return QObject::tr("%1 %").arg(fixedText(100 * share, 1));
}

/// The newest test, which is not that of the newest epoch while that is being tested.
const EpochRecord* lastTested(const std::vector<EpochRecord>& epochs) {
    for (auto epoch = epochs.rbegin(); epoch != epochs.rend(); ++epoch)
        if (epoch->testTop1)
            return &*epoch;
    return nullptr;
}

std::vector<FigureRow::Figure> curveFigures(const std::vector<EpochRecord>& epochs, const TrainingMoment& now,
                                            int whole) {
    const bool fresh = now.figures;
    const bool any = fresh || !epochs.empty();
    const double loss = fresh ? now.loss : any ? epochs.back().loss : 0;
    const double top1 = fresh ? now.top1 : any ? epochs.back().top1 : 0;
    const QString when = !any    ? QString()
                         : fresh ? QObject::tr("so far")
                                 : QObject::tr("epoch %1").arg(epochs.back().epoch);
    const EpochRecord* tested = lastTested(epochs);
    const int epoch = fresh ? now.epoch : static_cast<int>(epochs.size());
    return {{QObject::tr("Epoch"), QObject::tr("%1 of %2").arg(epoch).arg(whole),
             fresh && now.steps > 0
                 ? QObject::tr("step %1 of %2").arg(countText(now.step), countText(now.steps))
                 : QString()},
            {QObject::tr("Training loss"), any ? fixedText(loss, 3) : unknown,
             any ? QObject::tr("nats, %1").arg(when) : QString()},
            {QObject::tr("Training top-1"), any ? percent(top1) : unknown, when},
            {QObject::tr("Tested top-1"), tested ? percent(*tested->testTop1) : unknown,
             tested ? QObject::tr("trained, epoch %1").arg(tested->epoch) : QString()}};
}

} // namespace

QString trainingStateText(const TrainingJob& job) {
    switch (job.state()) {
    case TrainingState::None:
        return {};
    case TrainingState::Starting:
        return QObject::tr("\u25b6 Reading the images");
    case TrainingState::Running:
        return job.testing() ? QObject::tr("\u25b6 Looking at the test images")
                             : QObject::tr("\u25b6 Training");
    case TrainingState::Paused:
        return QObject::tr("\u275a\u275a Paused");
    case TrainingState::Stopping:
        return QObject::tr("\u25a0 Stopping");
    case TrainingState::Finished:
        return QObject::tr("\u2713 Trained");
    case TrainingState::Stopped:
        return QObject::tr("\u25a0 Stopped");
    case TrainingState::Failed:
        return QObject::tr("\u2715 Failed");
    }
    return {};
}

QString budgetText(const TrainingBudget& budget) {
    QStringList parts;
    if (budget.classes > 0)
        parts << QObject::tr("the first %1 classes").arg(countText(budget.classes));
    else
        parts << QObject::tr("all classes");
    if (budget.imagesPerClass > 0)
        parts << QObject::tr("%1 images a class").arg(countText(budget.imagesPerClass));
    if (budget.testPerClass > 0)
        parts << QObject::tr("%1 test images a class").arg(countText(budget.testPerClass));
    if (budget.imageSize > 0)
        parts << QObject::tr("%1 x %1 pixels").arg(budget.imageSize);
    parts << (budget.epochs == 1 ? QObject::tr("one epoch")
                                 : QObject::tr("%1 epochs").arg(countText(budget.epochs)));
    parts << QObject::tr("batch %1").arg(countText(budget.batch));
    parts << QObject::tr("learning rate %1").arg(QString::fromStdString(exactText(budget.learningRate)));
    parts << QObject::tr("seed %1").arg(budget.seed);
    return parts.join(QStringLiteral(", "));
}

QString placeText(int epochs, std::int64_t step, const TrainingBudget& budget) {
    const QString whole = QObject::tr("epoch %1 of %2").arg(epochs).arg(budget.epochs);
    if (step <= 0)
        return whole;
    return step == 1 ? QObject::tr("%1 and a step").arg(whole)
                     : QObject::tr("%1 and %2 steps").arg(whole, countText(step));
}

std::vector<FigureRow::Figure> trainingFigures(const TrainingJob& job) {
    std::vector<FigureRow::Figure> figures =
        curveFigures(job.epochs(), job.moment(), job.request().budget.epochs);
    const double spent = job.pace().elapsed(TrainingPace::Clock::now());
    const bool moving = job.state() == TrainingState::Running;
    figures.push_back({QObject::tr("Images a second"),
                       moving && job.pace().rate() > 0 ? figureText(job.pace().rate()) : unknown,
                       QObject::tr("measured")});
    figures.push_back({QObject::tr("Time left"), moving ? duration(job.secondsLeft()) : unknown,
                       QObject::tr("%1 so far").arg(duration(spent))});
    return figures;
}

std::vector<FigureRow::Figure> trainingFigures(const TrainingHistory& history) {
    return curveFigures(history.epochs, {}, history.budget.epochs);
}

QString accuracyText(const MeasuredAccuracy& accuracy) {
    return QObject::tr("%1 % of %2 test images (trained)")
        .arg(fixedText(accuracy.percent, 1), countText(accuracy.images));
}

} // namespace pairscape
