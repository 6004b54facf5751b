// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window over the real engine, by mouse and keys: create, search, pause, resume, cancel, select, pin,
// export.
#include "ui/commands/command_registry.h"
#include "ui/detail/pinned_list.h"
#include "ui/explorer/scatter_view.h"
#include "ui/explorer/table_view.h"
#include "ui/models/session.h"
#include "ui/plots/scatter_plot.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/workbench.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

namespace pairscape {
namespace {

constexpr int patience = 240'000; ///< ms; a sanitizer on a busy machine may need it
/// Pairings of a run that is to be stopped in the middle. Under the thread sanitizer one takes a second.
#ifdef __SANITIZE_THREAD__
constexpr int longRun = 40;
#else
constexpr int longRun = 600;
#endif

class Flow : public testing::Test {
  protected:
    void open() {
        session = std::make_unique<Session>();
        window = std::make_unique<MainWindow>(session.get(), AppSettings());
        window->messages()->setInformationTime(0); // so that a test can read it
        window->resize(1280, 800);
        window->show();
        QApplication::setActiveWindow(window.get());
        QTest::qWait(20);
    }
    void close() {
        window->close();
        window.reset();
        session.reset();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QApplication::setActiveWindow(window.get()); // there is no window manager here
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : window.get(), key, modifiers);
    }
    /// The header's button of a command.
    void click(const char* command) {
        window->commands()->refresh();
        const QAction* action = window->commands()->action(command);
        for (QToolButton* button : window->findChildren<QToolButton*>())
            if (button->defaultAction() == action) {
                ASSERT_TRUE(button->isVisible());
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        FAIL() << "no button for " << command;
    }
    /// Creates a study of the small space by filling the page in.
    void create(const QString& file) {
        press(Qt::Key_N, Qt::ControlModifier);
        auto* page = window->newStudyPage();
        auto* space = page->findChild<QComboBox*>("space");
        space->setCurrentIndex(space->findData("tiny"));
        auto* path = page->findChild<QLineEdit*>("path");
        path->selectAll();
        QTest::keyClicks(path, file);
        QTest::mouseClick(page->findChild<QPushButton*>("create"), Qt::LeftButton);
        ASSERT_TRUE(session->hasStudy());
        EXPECT_TRUE(window->workbench()->isVisible());
    }
    void setBudget(int budget) {
        auto* field = window->workbench()->runPanel()->findChild<QSpinBox*>("budget");
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QString::number(budget));
        press(Qt::Key_Tab);
        window->workbench()->scatter()->setFocus();
    }
    bool reaches(RunState state) {
        return QTest::qWaitFor(
            [&] {
                const auto status = session->runStatus();
                return status && status->state == state;
            },
            patience);
    }
    bool stored(std::size_t pairings) {
        return QTest::qWaitFor([&] { return session->snapshot()->pairings.size() >= pairings; }, patience);
    }
    bool says(const QString& words) {
        return QTest::qWaitFor(
            [&] {
                for (const QString& text : window->messages()->texts())
                    if (text.contains(words))
                        return true;
                return false;
            },
            patience);
    }
    /// Answers the file dialog that is open.
    void answer(const QString& file) {
        QFileDialog* dialog = nullptr;
        ASSERT_TRUE(QTest::qWaitFor(
            [&] {
                for (QFileDialog* each : window->findChildren<QFileDialog*>())
                    if (each->isVisible())
                        dialog = each;
                return dialog != nullptr;
            },
            patience));
        dialog->selectFile(file);
        auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
        ASSERT_NE(name, nullptr);
        name->setText(file);
        QTest::keyClick(name, Qt::Key_Return);
    }

    QTemporaryDir folder;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;
};

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TEST_F(Flow, FromAnEmptyWindowToExportedDesigns) {
    open();
    create(folder.filePath("tiny.pairscape"));
    setBudget(longRun);
    click("run.start");
    ASSERT_TRUE(stored(4)) << "the search stores nothing";

    press(Qt::Key_Space);
    ASSERT_TRUE(reaches(RunState::Paused));
    QTest::qWait(700); // what was being evaluated comes to its end, and the last snapshot of it
    const std::size_t whilePaused = session->snapshot()->pairings.size();
    ASSERT_LT(whilePaused, std::size_t{longRun});
    QTest::qWait(200);
    EXPECT_LE(session->snapshot()->pairings.size(), whilePaused + 2);
    press(Qt::Key_Space);
    ASSERT_TRUE(stored(whilePaused + 4));

    click("run.cancel");
    ASSERT_TRUE(reaches(RunState::Cancelled));
    EXPECT_TRUE(says("can be resumed"));
    ASSERT_TRUE(window->commands()->trigger("run.resume-stored"));
    ASSERT_TRUE(reaches(RunState::Finished));
    ASSERT_TRUE(stored(longRun));
    EXPECT_EQ(session->snapshot()->pairings.size(), std::size_t{longRun});

    // A click on a point of the front selects it everywhere.
    ScatterPlot* plot = window->workbench()->scatter()->plot();
    const auto snapshot = session->snapshot();
    ASSERT_FALSE(snapshot->front.empty());
    const PairingId id = snapshot->pairings[snapshot->front.front()].id;
    QTest::qWait(400); // points have faded in
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->pixelOf(id).toPoint());
    EXPECT_EQ(session->selected(), id);
    EXPECT_TRUE(QTest::qWaitFor([&] { return session->selectedDetail() != nullptr; }, patience));
    EXPECT_EQ(session->selectedDetail()->record.id, id);

    press(Qt::Key_P);
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->workbench()->pinned()->count() == 1; }, patience));
    EXPECT_EQ(window->workbench()->pinned()->idAt(0), id);

    press(Qt::Key_E, Qt::ControlModifier);
    answer(folder.filePath("design.json"));
    ASSERT_TRUE(says("Exported design"));
    const auto design =
        nlohmann::json::parse(contentOf(folder.filePath("design.json")).toStdString(), nullptr, false);
    ASSERT_TRUE(design.is_object());
    EXPECT_NE(design.dump().find(snapshot->find(id)->architecture), std::string::npos);

    press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    answer(folder.filePath("table.csv"));
    ASSERT_TRUE(says(QStringLiteral("Exported %1 pairings").arg(longRun)));
    EXPECT_EQ(contentOf(folder.filePath("table.csv")).count('\n'), longRun + 1);
    close();
}

TEST_F(Flow, ClosingDuringARunKeepsItForLater) {
    const QString file = folder.filePath("kept.pairscape");
    open();
    create(file);
    setBudget(2000);
    click("run.start");
    ASSERT_TRUE(stored(3));
    const std::size_t before = session->snapshot()->pairings.size();
    close();

    open();
    window->openStudy(file);
    ASSERT_TRUE(session->hasStudy());
    EXPECT_GE(session->snapshot()->pairings.size(), before);
    EXPECT_EQ(session->snapshot()->runs.back().state, RunState::Interrupted);
    EXPECT_TRUE(says("Resume goes on where it was"));
    EXPECT_TRUE(window->commands()->action("run.resume-stored")->isEnabled() ||
                window->commands()->trigger("run.resume-stored"));
    close();
}

TEST_F(Flow, AStudyThatAnotherProgramWritesIsShownForReadingOnly) {
    const QString file = folder.filePath("shared.pairscape");
    open();
    create(file);
    window->commands()->trigger("study.close");
    std::shared_ptr<Study> other; // closing ends in the background
    for (int i = 0; i < 200 && !other; ++i) {
        if (auto opened = Study::open(file.toStdString()))
            other = *std::move(opened);
        else
            QTest::qWait(20);
    }
    ASSERT_NE(other, nullptr);
    window->openStudy(file);
    ASSERT_TRUE(session->hasStudy());
    EXPECT_TRUE(session->snapshot()->readOnly);
    EXPECT_TRUE(says("for reading only"));
    window->commands()->refresh();
    EXPECT_FALSE(window->commands()->action("run.start")->isEnabled());
    close();
}

TEST_F(Flow, AStudyOpenForReadingOnlyOffersNothingThatWrites) {
    const QString file = folder.filePath("read.pairscape");
    open();
    create(file);
    window->commands()->trigger("study.close");
    window->openStudy(file, OpenMode::ReadOnly);
    ASSERT_TRUE(session->hasStudy());
    window->commands()->refresh();
    for (const char* command : {"run.start", "run.resume-stored", "design.pin"})
        EXPECT_FALSE(window->commands()->action(command)->isEnabled()) << command;
    close();
}

} // namespace
} // namespace pairscape
