// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/picture_views.h"

#include "core/accelerator/platform.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/detail/allocation_view.h"
#include "ui/detail/buffer_view.h"
#include "ui/detail/design_page.h"
#include "ui/detail/layer_strip.h"
#include "ui/detail/pinned_list.h"
#include "ui/detail/roofline_view.h"
#include "ui/detail/timeline_view.h"
#include "ui/explorer/filter_panel.h"
#include "ui/explorer/parallel_view.h"
#include "ui/explorer/scatter_view.h"
#include "ui/explorer/table_view.h"
#include "ui/models/session.h"
#include "ui/plots/scatter_plot.h"
#include "ui/render/pane_page.h"
#include "ui/runs/hypervolume_view.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/platform_editor.h"
#include "ui/shell/workbench.h"
#include "ui/training/data_set_page.h"
#include "ui/training/rank_study_page.h"
#include "ui/training/training_page.h"

#include <QApplication>

#include <algorithm>
#include <limits>
#include <optional>
#include <type_traits>

namespace pairscape {

namespace {

using Made = std::unique_ptr<QWidget>;

std::optional<Platform> platformOf(const Session& session) {
    auto platform = Platform::fromJson(session.snapshot()->settings.platformJson, "the study's platform");
    return platform ? std::optional(*std::move(platform)) : std::nullopt;
}

template <class Widget>
Made makeView(Session& session) {
    return std::make_unique<Widget>(&session);
}

/// A view of the design that is selected, alone on its page.
template <class Widget>
Made makeDetail(Session& session) {
    auto view = std::make_unique<Widget>();
    if constexpr (std::is_base_of_v<LayerView, Widget>)
        view->setDesign({session.selectedDetail(), session.selectedSteadyState(), platformOf(session)});
    else
        view->setDetail(session.selectedDetail(), platformOf(session));
    return view;
}

Made makeFront(Session& session) {
    auto view = std::make_unique<ScatterView>(&session);
    view->plot()->setAnimated(false);
    return view;
}

/// A pane beside the view that it acts on.
template <class Pane, class Beside>
Made makePane(Session& session, const QString& title) {
    auto* beside = new Beside(&session);
    if constexpr (std::is_same_v<Beside, ScatterView>)
        beside->plot()->setAnimated(false);
    return std::make_unique<PanePage>(title, new Pane(&session), beside);
}

Made makeRuns(Session& session) {
    return makePane<RunPanel, HypervolumeView>(session, QObject::tr("Run"));
}

Made makePinned(Session& session) {
    return makePane<PinnedList, ScatterView>(session, QObject::tr("Pinned"));
}

/// With the faster half in range, so that the picture says what a filter does.
Made makeFilters(Session& session) {
    std::vector<double> rates;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible)
            rates.push_back(record.fps);
    if (!rates.empty()) {
        const auto middle = rates.begin() + static_cast<std::ptrdiff_t>(rates.size() / 2);
        std::nth_element(rates.begin(), middle, rates.end());
        PairingFilter filter;
        filter.ranges.insert(QStringLiteral("fps"), {*middle, std::numeric_limits<double>::infinity()});
        session.setFilter(filter);
    }
    return makePane<FilterPanel, ScatterView>(session, QObject::tr("Filters"));
}

/// The window as a person meets it, but without what it remembers.
Made makeWindow(Session& session) {
    auto window = std::make_unique<MainWindow>(&session, AppSettings());
    window->workbench()->setAnimated(false);
    return window;
}

/// Drawn anew at its last size: labels keep their places where they can, and this one has no past.
void finishFront(QWidget& widget) {
    auto& view = static_cast<ScatterView&>(widget);
    view.resetView();
    view.plot()->replot(QCustomPlot::rpImmediateRefresh);
}
void finishHypervolume(QWidget& widget) {
    static_cast<HypervolumeView&>(widget).updateNow();
}
void finishParallel(QWidget& widget) {
    static_cast<ParallelView&>(widget).updateNow();
}
void finishTable(QWidget& widget) {
    auto& table = static_cast<TableView&>(widget);
    table.scrollTo(table.currentIndex(), QAbstractItemView::PositionAtCenter);
}
void finishWindow(QWidget& widget) {
    auto& window = static_cast<MainWindow&>(widget);
    window.workbench()->shareSpace(); // whatever happened on the way to this size
    settleWidgets();
    finishTable(*window.workbench()->table());
    window.messages()->closeAll();
    window.workbench()->hypervolume()->updateNow();
    window.workbench()->parallel()->updateNow();
    finishFront(*window.workbench()->scatter());
}
void finishPalette(QWidget& widget) {
    finishWindow(widget);
    static_cast<MainWindow&>(widget).palettePanel()->open();
}
void finishShortcuts(QWidget& widget) {
    finishWindow(widget);
    static_cast<MainWindow&>(widget).shortcutSheet()->open();
}

/// Whatever of a pane's neighbour draws later is drawn now.
void finishBeside(QWidget& widget) {
    if (auto* front = widget.findChild<ScatterView*>())
        finishFront(*front);
    if (auto* hypervolume = widget.findChild<HypervolumeView*>())
        finishHypervolume(*hypervolume);
}

/// Without the place where this happens to run: the picture is the same everywhere.
void finishNewStudy(QWidget& widget) {
    auto& page = static_cast<NewStudyPage&>(widget);
    NewStudyForm form = page.form();
    form.path = QStringLiteral("nash-cifar100-kv260.pairscape");
    page.setForm(form);
}

/// A copy with a few changes, to show how these are marked.
void finishPlatformEditor(QWidget& widget) {
    auto& editor = static_cast<PlatformEditor&>(widget);
    PlatformForm form = duplicateOf(editor.original());
    form.text[QStringLiteral("clock_mhz")] = QStringLiteral("300");
    form.text[QStringLiteral("dram_gigabytes_per_second")] = QStringLiteral("12.8");
    form.text[peCostId(OperatorType::Shift, QStringLiteral("lut"))] = QStringLiteral("48");
    form.ownPeCosts = true;
    editor.setForm(form);
}

Made makePlatformEditor(Session&) {
    return std::make_unique<PlatformEditor>();
}

Made makeDataSet(Session&) {
    return std::make_unique<DataSetPage>();
}

Made makeRankStudy(Session&) {
    return std::make_unique<RankStudyPage>();
}

Made makeTraining(Session& session) {
    auto* job = new TrainingJob;
    auto page = std::make_unique<TrainingPage>(job);
    job->setParent(page.get());
    const auto snapshot = session.snapshot();
    if (const PairingRecord* record = snapshot->find(session.selected()))
        page->begin({QString::fromStdString(snapshot->path), record->id, snapshot->settings.spaceJson,
                     record->architecture});
    return page;
}

Made makeNewStudy(Session&) {
    return std::make_unique<NewStudyPage>();
}

} // namespace

const std::vector<PictureView>& pictureViews() {
    using enum PictureView::Study;
    static const std::vector<PictureView> views = {
        {"window", "the whole window", Shown, makeWindow, finishWindow},
        {"front", "accuracy against FPS with the Pareto front", Shown, makeFront, finishFront},
        {"table", "the table of pairings", Shown, makeView<TableView>, finishTable},
        {"parallel", "parallel coordinates", Shown, makeView<ParallelView>, finishParallel},
        {"hypervolume", "how the fronts of the runs grew", Shown, makeView<HypervolumeView>,
         finishHypervolume},
        {"runs", "the Run pane beside how the fronts grew", Shown, makeRuns, finishBeside},
        {"filters", "the Filters pane beside the front, the faster half in range", Shown, makeFilters,
         finishBeside},
        {"design", "the design page of one design", Shown, makeView<DesignPage>, nullptr},
        {"layers", "a design's layers: operators and times", Shown, makeDetail<LayerStrip>, nullptr},
        {"allocation", "how the chunks share the platform, and how busy each is", Shown,
         makeDetail<AllocationView>, nullptr},
        {"timeline", "a design's layers on their chunks over one interval", Shown, makeDetail<TimelineView>,
         nullptr},
        {"roofline", "a design's layers below the roofs of PEs and DRAM", Shown, makeDetail<RooflineView>,
         nullptr},
        {"buffers", "what a design's layers fill of its buffers", Shown, makeDetail<BufferView>, nullptr},
        {"pinned", "the Pinned pane beside the front", Shown, makePinned, finishBeside},
        {"new-study", "the form for a new study", Beside, makeNewStudy, finishNewStudy},
        {"platform-editor", "the editor of platforms, with a few changes", Beside, makePlatformEditor,
         finishPlatformEditor},
        {"data-set", "the page of a data set, the one that --dataset names", Beside, makeDataSet, nullptr},
        {"rank-study", "the page of a rank study, the one that --rank-study names", Beside, makeRankStudy,
         nullptr},
        {"training", "the page that trains a design, with the curve that --checkpoint holds", Shown,
         makeTraining, nullptr},
        {"palette", "the window with the command palette", Beside, makeWindow, finishPalette},
        {"shortcuts", "the window with the list of shortcuts", Beside, makeWindow, finishShortcuts},
        {"welcome", "the page that is shown before there is a study", None, makeWindow, finishWindow},
    };
    return views;
}

const PictureView* findPictureView(const QString& name) {
    for (const PictureView& view : pictureViews())
        if (name == QLatin1String(view.name))
            return &view;
    return nullptr;
}

void settleWidgets() {
    for (int round = 0; round < 8; ++round) {
        QApplication::sendPostedEvents();
        QApplication::processEvents();
    }
}

} // namespace pairscape
