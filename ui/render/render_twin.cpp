// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/render_twin.h"

#include "core/accelerator/platform.h"
#include "core/base/resources.h"
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
#include "ui/runs/hypervolume_view.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"
#include "ui/shell/platform_editor.h"
#include "ui/shell/workbench.h"

#include <QApplication>
#include <QBuffer>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QVBoxLayout>

#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

namespace pairscape {

namespace {

constexpr int longestSide = 16384;
constexpr qint64 patienceMilliseconds = 30'000;

using Made = std::unique_ptr<QWidget>;

std::optional<Platform> platformOf(const Session& session) {
    auto platform = Platform::fromJson(session.snapshot()->settings.platformJson, "the study's platform");
    return platform ? std::optional(*std::move(platform)) : std::nullopt;
}

/// A study that is only read, and looks in a picture as it does when it is worked with.
class StudyForPicture : public Study {
  public:
    explicit StudyForPicture(std::shared_ptr<Study> study) : study_(std::move(study)) {
        StudySnapshot shown = *study_->snapshot();
        shown.readOnly = false;
        snapshot_ = std::make_shared<const StudySnapshot>(std::move(shown));
    }

    std::shared_ptr<const StudySnapshot> snapshot() const override { return snapshot_; }
    Result<PairingDetail> detail(PairingId id) const override { return study_->detail(id); }
    Status pin(PairingId, const std::string&) override { return refusal(); }
    Status unpin(PairingId) override { return refusal(); }
    void setListener(std::function<void()>) override {} // a picture shows one moment
    Status verify(int samples, ProgressSink* sink, std::stop_token stop) const override {
        return study_->verify(samples, sink, stop);
    }

  private:
    static Error refusal() { return {ErrorCode::InvalidInput, "A picture changes nothing in its study."}; }

    std::shared_ptr<Study> study_;
    std::shared_ptr<const StudySnapshot> snapshot_;
};

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

/// A pane beside the picture, as wide as it is there.
template <class Widget>
Made makePane(Session& session) {
    auto page = std::make_unique<QWidget>();
    auto* view = new Widget(&session);
    auto* row = new QHBoxLayout(page.get());
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(view, 2);
    row->addStretch(3);
    return page;
}

Made makeFront(Session& session) {
    auto view = std::make_unique<ScatterView>(&session);
    view->plot()->setAnimated(false);
    return view;
}

/// The window as a person meets it, but without what it remembers.
Made makeWindow(Session& session) {
    auto window = std::make_unique<MainWindow>(&session, AppSettings());
    window->workbench()->setAnimated(false);
    return window;
}

/// Layouts, polish and queued drawing settle within a few rounds.
void settle() {
    for (int round = 0; round < 8; ++round) {
        QApplication::sendPostedEvents();
        QApplication::processEvents();
    }
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
    settle();
    finishTable(*window.workbench()->table());
    window.messages()->closeAll();
    window.workbench()->hypervolume()->updateNow();
    window.workbench()->parallel()->updateNow();
    finishFront(*window.workbench()->scatter());
}
void finishWelcome(QWidget& widget) {
    finishWindow(widget);
}
void finishPalette(QWidget& widget) {
    finishWindow(widget);
    static_cast<MainWindow&>(widget).palettePanel()->open();
}
void finishShortcuts(QWidget& widget) {
    finishWindow(widget);
    static_cast<MainWindow&>(widget).shortcutSheet()->open();
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

Made makeNewStudy(Session&) {
    return std::make_unique<NewStudyPage>();
}

struct View {
    const char* name;
    const char* shows; ///< for --help
    bool needsStudy;
    Made (*make)(Session&);
    void (*finish)(QWidget&); ///< once it has its size and theme; may be nullptr
};

constexpr View views[] = {
    {"window", "the whole window", true, makeWindow, finishWindow},
    {"front", "accuracy against FPS with the Pareto front", true, makeFront, finishFront},
    {"table", "the table of pairings", true, makeView<TableView>, finishTable},
    {"parallel", "parallel coordinates", true, makeView<ParallelView>, finishParallel},
    {"hypervolume", "how the fronts of the runs grew", true, makeView<HypervolumeView>, finishHypervolume},
    {"runs", "the Run pane: settings, progress, runs of the study", true, makePane<RunPanel>, nullptr},
    {"filters", "the Filters pane", true, makePane<FilterPanel>, nullptr},
    {"design", "the design page of one design", true, makeView<DesignPage>, nullptr},
    {"layers", "a design's layers: operators and times", true, makeDetail<LayerStrip>, nullptr},
    {"allocation", "how the chunks share the platform, and how busy each is", true,
     makeDetail<AllocationView>, nullptr},
    {"timeline", "a design's layers on their chunks over one interval", true, makeDetail<TimelineView>,
     nullptr},
    {"roofline", "a design's layers below the roofs of PEs and DRAM", true, makeDetail<RooflineView>,
     nullptr},
    {"buffers", "what a design's layers fill of its buffers", true, makeDetail<BufferView>, nullptr},
    {"pinned", "the Pinned pane", true, makePane<PinnedList>, nullptr},
    {"new-study", "the form for a new study", false, makeNewStudy, finishNewStudy},
    {"platform-editor", "the editor of platforms, with a few changes", false, makePlatformEditor,
     finishPlatformEditor},
    {"palette", "the window with the command palette", false, makeWindow, finishPalette},
    {"shortcuts", "the window with the list of shortcuts", false, makeWindow, finishShortcuts},
    {"welcome", "the page that is shown before there is a study", false, makeWindow, finishWelcome},
};

const View* findView(const QString& name) {
    for (const View& view : views)
        if (name == QLatin1String(view.name))
            return &view;
    return nullptr;
}

Error unknownView(const QString& name) {
    std::vector<std::string> names;
    for (const View& view : views)
        names.emplace_back(view.name);
    return {ErrorCode::InvalidInput,
            "There is no view '" + name.toStdString() + "'; choose " + joinChoices(names) + "."};
}

/// Lets what was asked for arrive; false when it does not.
bool waitFor(const std::function<bool()>& condition) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > patienceMilliseconds)
            return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
}

Status choosePairing(Session& session, PairingId wanted) {
    const auto snapshot = session.snapshot();
    PairingId id = wanted;
    if (id == 0 && !snapshot->front.empty())
        id = snapshot->pairings[snapshot->front[snapshot->front.size() / 2]].id;
    if (id == 0)
        return {}; // an empty study is drawn as it is
    if (!snapshot->find(id))
        return Error{ErrorCode::NotFound, "There is no design " + std::to_string(id) + " in " +
                                              snapshot->path + "; it has designs 1 to " +
                                              std::to_string(snapshot->pairings.size()) + "."};
    QString failure;
    const auto link =
        QObject::connect(&session, &Session::message, &session, [&](MessageKind kind, const QString& text) {
            if (kind == MessageKind::Failure)
                failure = text;
        });
    session.select(id);
    const bool arrived = waitFor([&] { return session.selectedDetail() != nullptr || !failure.isEmpty(); });
    QObject::disconnect(link);
    if (!failure.isEmpty())
        return Error{ErrorCode::Io, failure.toStdString()};
    if (!arrived)
        return Error{ErrorCode::Io, "Design " + std::to_string(id) + " of " + snapshot->path +
                                        " could not be read in time; try again when the disk is less busy."};
    return {};
}

} // namespace

QStringList renderViews() {
    QStringList names;
    for (const View& view : views)
        names << QString::fromLatin1(view.name);
    return names;
}

QString renderViewsText() {
    QString text;
    for (const View& view : views)
        text += QStringLiteral("  %1%2\n").arg(QLatin1String(view.name), -17).arg(QLatin1String(view.shows));
    return text;
}

Result<QSize> parsePictureSize(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^(\\d{1,5})x(\\d{1,5})$"));
    const auto match = form.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || size.isEmpty() || size.width() > longestSide || size.height() > longestSide)
        return Error{ErrorCode::InvalidInput,
                     "'" + text.toStdString() +
                         "' is not a size; write width and height in pixels as in 1280x800, each from 1 to " +
                         std::to_string(longestSide) + "."};
    return size;
}

Result<QImage> renderView(const RenderRequest& request) {
    if (!findView(request.view))
        return unknownView(request.view);
    Session session;
    if (!request.study.isEmpty()) {
        auto study = Study::open(request.study.toStdString(), OpenMode::ReadOnly);
        if (!study)
            return study.error();
        session.setStudy(std::make_shared<StudyForPicture>(*std::move(study)));
    }
    return renderView(session, request);
}

Result<QImage> renderView(Session& session, const RenderRequest& request) {
    const View* view = findView(request.view);
    if (!view)
        return unknownView(request.view);
    if (view->finish == finishWelcome && session.hasStudy()) {
        Session empty; // the page is what is seen before there is a study
        return renderView(empty, request);
    }
    if (view->needsStudy && !session.hasStudy())
        return Error{ErrorCode::InvalidInput,
                     "The view '" + request.view.toStdString() + "' shows a study; name one with --study."};
    if (session.hasStudy())
        if (const Status chosen = choosePairing(session, request.pairing); !chosen)
            return chosen.error();

    QApplication::setCursorFlashTime(0);
    const Made widget = view->make(session);
    applyTheme(*qApp, Theme::make(request.theme));
    widget->setFixedSize(request.size); // also where that is less than it asks for
    widget->move(100, 100);             // away from the pointer: nothing is pointed at
    widget->show();
    settle();
    if (QWidget* focus = QApplication::focusWidget())
        focus->clearFocus();
    if (view->finish)
        view->finish(*widget);
    settle();
    QImage image(request.size, QImage::Format_RGB32);
    image.fill(Theme::make(request.theme).surface);
    widget->render(&image);
    return image;
}

Status writePicture(const QImage& image, const QString& path) {
    if (const Status other = checkNotAStudy(path.toStdString()); !other)
        return other;
    // In memory first: a full disk is then our sentence alone, and not one of the PNG library's as well.
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG", 0)) // 0: as small as it gets
        return Error{ErrorCode::Internal, "The picture cannot be turned into a PNG; please report it."};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{ErrorCode::Io, "The picture cannot be written to " + path.toStdString() + ": " +
                                        file.errorString().toStdString() + "."};
    return {};
}

} // namespace pairscape
