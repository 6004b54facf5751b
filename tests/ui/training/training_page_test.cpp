// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_page.h"

#include "core/space/search_space.h"
#include "core/training/checkpoint.h"
#include "core/training/process_setup.h"
#include "tests/core/training/drawn_images.h"
#include "tests/ui/support/pointer.h"
#include "ui/training/training_form.h"
#include "ui/training/training_plot.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

#include <memory>

namespace pairscape {
namespace {

constexpr int patience = 240'000; ///< ms; a sanitizer on a busy machine may need it
constexpr int endless = 100'000;  ///< epochs of a training that is to be stopped

/// A network of the space `tiny` on drawn images of twelve pixels: some milliseconds a step.
class TrainingPageTest : public testing::Test {
  protected:
    TrainingPageTest() {
        test::writeCifar100(folder.path() / "data", 6, 16);
        subject.study = path("demo.pairscape");
        subject.pairing = 7;
        subject.spaceJson = space.toJson();
        subject.architecture = space.format(*space.parse("stem8 8k3e1:CS 16k5e3:SA head32"));
        open();
    }
    void open() {
        job = std::make_unique<TrainingJob>();
        page = std::make_unique<TrainingPage>(job.get());
        test::showAt(*page, {1000, 700});
        page->begin(subject);
        page->finish();
    }
    /// The window goes, in whatever state the training is.
    void close() {
        page.reset();
        job.reset();
    }
    QString path(const char* name) const { return QString::fromStdString((folder.path() / name).string()); }
    template <class Widget>
    Widget& named(const char* name) {
        auto* found = page->findChild<Widget*>(QString::fromLatin1(name));
        EXPECT_NE(found, nullptr) << name;
        return *found;
    }
    QPushButton& button(const char* name) { return named<QPushButton>(name); }
    void click(const char* name) { QTest::mouseClick(&button(name), Qt::LeftButton); }
    void fillIn(int epochs) {
        named<QLineEdit>("dataSet").setText(path("data"));
        named<QSpinBox>("classes").setValue(6);
        named<QSpinBox>("imageSize").setValue(12);
        named<QSpinBox>("epochs").setValue(epochs);
        named<QSpinBox>("batch").setValue(16);
    }
    bool reaches(TrainingState state) {
        return QTest::qWaitFor([&] { return job->state() == state; }, patience);
    }
    bool comesTo(std::size_t epochs) {
        return QTest::qWaitFor([&] { return job->epochs().size() >= epochs; }, patience);
    }
    bool says(const char* part) {
        return QTest::qWaitFor([&] { return page->text().contains(QString::fromUtf8(part)); }, patience);
    }
    /// Presses Start or Resume; how many epochs there are before the first step.
    std::size_t begins() {
        std::optional<std::size_t> epochs;
        const auto link = QObject::connect(job.get(), &TrainingJob::changed, job.get(), [&] {
            if (!epochs && job->moment().total > 0)
                epochs = job->epochs().size();
        });
        click("start");
        EXPECT_TRUE(QTest::qWaitFor([&] { return epochs.has_value(); }, patience));
        QObject::disconnect(link);
        return epochs.value_or(0);
    }
    TrainingHistory kept(const char* name = "demo-7.checkpoint") {
        const auto history = readTrainingHistory(folder.path() / name);
        EXPECT_TRUE(history.ok()) << history.error().message;
        return history ? *history : TrainingHistory();
    }

    test::TemporaryFolder folder;
    SearchSpace space = *SearchSpace::preset("tiny");
    TrainingSubject subject;
    std::unique_ptr<TrainingJob> job;
    std::unique_ptr<TrainingPage> page;
};

TEST_F(TrainingPageTest, SaysWhatIsMissing) {
    EXPECT_TRUE(says("Train design 7"));
    EXPECT_EQ(page->form()->checkpoint(), path("demo-7.checkpoint"));
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_TRUE(says("Choose the folder of a data set")) << page->text().toStdString();
    fillIn(3);
    EXPECT_TRUE(button("start").isEnabled());
    EXPECT_TRUE(named<QLabel>("words").text().isEmpty()) << page->text().toStdString();
    named<QSpinBox>("classes").setValue(1);
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_TRUE(says("number of classes must be")) << page->text().toStdString();
    named<QSpinBox>("classes").setValue(6);
    named<QLineEdit>("learningRate").setText(QStringLiteral("a lot"));
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_TRUE(says("learning rate must be")) << page->text().toStdString();
    EXPECT_FALSE(button("pause").isVisible());
    EXPECT_FALSE(button("anew").isVisible());
}

/// The accuracy and what is said of it are those that the core gives for the same budget.
TEST_F(TrainingPageTest, TrainsAndTellsTheAccuracy) {
    fillIn(3);
    std::optional<MeasuredAccuracy> told;
    QObject::connect(job.get(), &TrainingJob::trained, job.get(),
                     [&](const TrainingSubject& of, const MeasuredAccuracy& accuracy) {
                         EXPECT_EQ(of, subject);
                         told = accuracy;
                     });
    const QSignalSpy started(page.get(), &TrainingPage::started);
    click("start");
    EXPECT_EQ(started.size(), 1);
    EXPECT_FALSE(page->form()->isVisible());
    EXPECT_TRUE(button("stop").isVisible());
    ASSERT_TRUE(reaches(TrainingState::Finished)) << page->text().toStdString();
    ASSERT_TRUE(told);

    prepareTrainingThread();
    const DataSet data = *openDataSet(folder.path() / "data");
    const Architecture architecture = *space.parse(subject.architecture);
    TrainingBudget budget;
    budget.classes = 6;
    budget.imageSize = 12;
    budget.epochs = 3;
    budget.batch = 16;
    const auto alone = trainNetwork(
        {space.expand(architecture), subject.architecture, space.hash(architecture), data}, budget, {}, {});
    ASSERT_TRUE(alone.ok()) << alone.error().message;
    EXPECT_EQ(told->kind, AccuracyKind::Trained);
    EXPECT_EQ(told->percent, 100 * alone->test.top1);
    EXPECT_EQ(told->images, 96);
    EXPECT_EQ(told->source, trainedSource(data, budget, false));
    ASSERT_EQ(job->epochs().size(), 3U);
    for (std::size_t e = 0; e < 3; ++e)
        EXPECT_EQ(job->epochs()[e].loss, alone->epochs[e].loss);

    page->finish();
    EXPECT_TRUE(says("Trained to its end: top-1")) << page->text().toStdString();
    EXPECT_TRUE(says("96 test images (trained), design 7 of demo.pairscape"));
    EXPECT_TRUE(says("Epoch: 3 of 3")) << page->text().toStdString();
    EXPECT_EQ(button("start").text().remove(QLatin1Char('&')).toStdString(), "Test again");
    for (TrainingPlot* plot : page->findChildren<TrainingPlot*>()) {
        EXPECT_TRUE(plot->isVisible());
        EXPECT_EQ(plot->graph(0)->data()->size(), 3); // of the training images
        EXPECT_TRUE(plot->text().contains(QStringLiteral("after epoch 3"))) << plot->text().toStdString();
    }
    EXPECT_EQ(page->findChildren<TrainingPlot*>()[1]->graph(1)->data()->size(), 3); // tested
}

TEST_F(TrainingPageTest, PausesResumesAndStops) {
    fillIn(endless);
    click("start");
    ASSERT_TRUE(comesTo(1)) << page->text().toStdString();
    click("pause");
    EXPECT_EQ(job->state(), TrainingState::Paused);
    ASSERT_TRUE(QTest::qWaitFor([&] { return job->held(); }, patience));
    EXPECT_TRUE(says("Paused")) << page->text().toStdString();
    EXPECT_TRUE(says("the checkpoint is up to date"));
    EXPECT_EQ(kept().epochs.size(), job->epochs().size());
    const std::size_t before = job->epochs().size();
    EXPECT_EQ(button("pause").text().remove(QLatin1Char('&')).toStdString(), "Resume");
    click("pause");
    ASSERT_TRUE(comesTo(before + 2)) << page->text().toStdString();

    click("stop");
    ASSERT_TRUE(reaches(TrainingState::Stopped)) << page->text().toStdString();
    page->finish();
    EXPECT_TRUE(says("demo-7.checkpoint keeps what was learnt up to epoch")) << page->text().toStdString();
    EXPECT_TRUE(says("Resume goes on from there"));
    const auto curve = kept().epochs;
    EXPECT_GE(curve.size(), before + 2);
    EXPECT_EQ(button("start").text().remove(QLatin1Char('&')).toStdString(), "Resume");

    EXPECT_EQ(begins(), curve.size());
    ASSERT_TRUE(comesTo(curve.size() + 1)) << page->text().toStdString();
    for (std::size_t e = 0; e < curve.size(); ++e) // the earlier curve is there still
        EXPECT_EQ(job->epochs()[e], curve[e]);
    EXPECT_TRUE(job->epochs().back().testTop1);
}

/// Closing the window leaves what the next one goes on with, be it paused or not.
TEST_F(TrainingPageTest, ClosingLosesNothing) {
    for (const bool paused : {false, true}) {
        if (button("start").text().contains(QStringLiteral("Start")))
            fillIn(endless);
        else
            named<QLineEdit>("dataSet").setText(path("data"));
        const std::size_t before = paused ? kept().epochs.size() : 0;
        EXPECT_EQ(begins(), before);
        ASSERT_TRUE(comesTo(before + 2)) << page->text().toStdString();
        const std::size_t seen = job->epochs().size();
        if (paused) {
            click("pause");
            ASSERT_TRUE(QTest::qWaitFor([&] { return job->held(); }, patience));
        }
        close();
        EXPECT_GE(kept().epochs.size(), seen);
        open();
        EXPECT_TRUE(says("keeps this training up to epoch")) << page->text().toStdString();
        EXPECT_EQ(page->findChildren<TrainingPlot*>()[0]->graph(0)->data()->size(),
                  static_cast<int>(kept().epochs.size()));
    }
}

/// A file that is there already is gone on with, or left alone.
TEST_F(TrainingPageTest, NoFileIsWrittenOver) {
    fillIn(3);
    const std::vector<std::uint8_t> words = {'h', 'e', 'l', 'l', 'o'};
    test::writeBytes(folder.path() / "demo-7.checkpoint", words);
    page->setCheckpoint(path("demo-7.checkpoint"));
    page->finish();
    EXPECT_TRUE(says("is no whole checkpoint")) << page->text().toStdString();
    EXPECT_FALSE(button("start").isEnabled());
    click("anew");
    page->finish();
    EXPECT_EQ(page->form()->checkpoint(), path("demo-7-2.checkpoint"));
    EXPECT_TRUE(button("start").isEnabled());
    click("start");
    ASSERT_TRUE(reaches(TrainingState::Finished));
    EXPECT_EQ(test::readBytes(folder.path() / "demo-7.checkpoint"), words);

    // Of another architecture.
    subject.architecture = space.format(*space.parse("stem8 8k3e1:CC 16k5e3:CC head32"));
    page->begin(subject);
    page->setCheckpoint(path("demo-7-2.checkpoint"));
    page->finish();
    EXPECT_TRUE(says("another architecture")) << page->text().toStdString();
    EXPECT_FALSE(button("start").isEnabled());
    EXPECT_TRUE(button("anew").isVisible());
}

TEST_F(TrainingPageTest, SaysWhyATrainingFailed) {
    fillIn(3);
    named<QLineEdit>("dataSet").setText(path("nowhere"));
    click("start");
    ASSERT_TRUE(reaches(TrainingState::Failed));
    EXPECT_TRUE(says("nowhere")) << page->text().toStdString();
    EXPECT_TRUE(button("start").isVisible());

    fillIn(3);
    page->setCheckpoint(path("no/such/folder/c.checkpoint"));
    page->finish();
    click("start");
    ASSERT_TRUE(reaches(TrainingState::Failed));
    EXPECT_TRUE(says("choose another checkpoint file")) << page->text().toStdString();

    // Numbers that are none any more: the step, the layer, and what to do.
    page->setCheckpoint(path("wild.checkpoint"));
    page->finish();
    fillIn(3);
    named<QLineEdit>("learningRate").setText(QStringLiteral("1e38"));
    click("start");
    ASSERT_TRUE(reaches(TrainingState::Failed));
    EXPECT_TRUE(says("diverged at step")) << page->text().toStdString();
    EXPECT_TRUE(says("is no longer finite"));
    EXPECT_TRUE(says("Lower the learning rate"));
    EXPECT_TRUE(says("Failed"));
}

TEST_F(TrainingPageTest, ShowsTheTrainingThatGoesOn) {
    fillIn(endless);
    click("start");
    ASSERT_TRUE(comesTo(1));
    TrainingSubject other = subject;
    other.pairing = 8;
    page->begin(other);
    EXPECT_EQ(page->subject(), subject);
    EXPECT_TRUE(says("Design 7 is still being trained: stop it first to train design 8"));
    click("stop");
    ASSERT_TRUE(reaches(TrainingState::Stopped));
    page->begin(other);
    page->finish();
    EXPECT_TRUE(says("Train design 8")) << page->text().toStdString();
    EXPECT_EQ(page->form()->checkpoint(), path("demo-8.checkpoint"));
}

} // namespace
} // namespace pairscape
