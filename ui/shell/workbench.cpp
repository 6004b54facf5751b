// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workbench.h"

#include "ui/detail/design_page.h"
#include "ui/detail/pinned_list.h"
#include "ui/explorer/filter_panel.h"
#include "ui/explorer/parallel_view.h"
#include "ui/explorer/scatter_view.h"
#include "ui/explorer/table_view.h"
#include "ui/plots/scatter_plot.h"
#include "ui/runs/hypervolume_view.h"
#include "ui/runs/log_view.h"
#include "ui/runs/run_panel.h"
#include "ui/shell/dock_title.h"

#include <QDataStream>
#include <QDockWidget>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>

namespace pairscape {

namespace {

constexpr int narrow = 1100; ///< below this width the design page becomes a tab
constexpr quint32 arrangementMagic = 0x50615677;
constexpr int arrangementVersion = 1;

/// Scrolls up and down only: it is never narrower than its content.
class PaneScroll : public QScrollArea {
  public:
    using QScrollArea::QScrollArea;
    QSize minimumSizeHint() const override {
        const int bar = verticalScrollBar()->sizeHint().width();
        return {(widget() ? widget()->minimumSizeHint().width() : 0) + bar, 80};
    }
};

} // namespace

Workbench::Workbench(Session* session, QWidget* parent)
    : QMainWindow(parent), scatter_(new ScatterView(session)), table_(new TableView(session)),
      runPanel_(new RunPanel(session)), filters_(new FilterPanel(session)), pinned_(new PinnedList(session)),
      design_(new DesignPage(session)), parallel_(new ParallelView(session)),
      hypervolume_(new HypervolumeView(session)), log_(new LogView(session)) {
    setWindowFlags(Qt::Widget); // a main window for its docks, not a window
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    setDocumentMode(true);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCentralWidget(scatter_);

    runDock_ = addDock(QStringLiteral("run"), tr("Run"), runPanel_, true);
    filterDock_ = addDock(QStringLiteral("filters"), tr("Filters"), filters_, true);
    pinnedDock_ = addDock(QStringLiteral("pinned"), tr("Pinned"), pinned_);
    designDock_ = addDock(QStringLiteral("design"), tr("Design"), design_);
    tableDock_ = addDock(QStringLiteral("table"), tr("Table"), table_);
    parallelDock_ = addDock(QStringLiteral("parallel"), tr("Parallel coordinates"), parallel_);
    hypervolumeDock_ = addDock(QStringLiteral("hypervolume"), tr("Hypervolume"), hypervolume_);
    logDock_ = addDock(QStringLiteral("log"), tr("Log"), log_);

    for (QWidget* view : {static_cast<QWidget*>(scatter_), static_cast<QWidget*>(table_)})
        view->setMinimumSize(120, 80);
    connect(scatter_, &ScatterView::opened, this, &Workbench::showDesign);
    connect(table_, &TableView::opened, this, &Workbench::showDesign);
    connect(parallel_, &ParallelView::opened, this, &Workbench::showDesign);
    connect(pinned_, &PinnedList::opened, this, &Workbench::showDesign);
    connect(pinned_, &PinnedList::exportDesignWanted, this, &Workbench::exportDesignWanted);
    connect(design_, &DesignPage::exportDesignWanted, this, &Workbench::exportDesignWanted);
    connect(pinned_, &PinnedList::trainWanted, this, &Workbench::trainWanted);
    connect(design_, &DesignPage::trainWanted, this, &Workbench::trainWanted);

    titleTimer_.setSingleShot(true);
    titleTimer_.setInterval(0);
    connect(&titleTimer_, &QTimer::timeout, this, &Workbench::showTitles);
    layOut();
}

/// Panes are hidden while they are destroyed, after our members are gone.
Workbench::~Workbench() {
    for (QDockWidget* dock : docks_) {
        dock->disconnect(this);
        dock->toggleViewAction()->disconnect(this);
    }
}

QDockWidget* Workbench::addDock(const QString& name, const QString& title, QWidget* content, bool scrolls) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    if (scrolls) {
        auto* scroll = new PaneScroll(dock);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setWidget(content);
        content = scroll;
    }
    dock->setWidget(content);
    dock->setTitleBarWidget(new DockTitle(dock));
    connect(dock, &QDockWidget::dockLocationChanged, &titleTimer_, qOverload<>(&QTimer::start));
    connect(dock, &QDockWidget::topLevelChanged, &titleTimer_, qOverload<>(&QTimer::start));
    connect(dock, &QDockWidget::visibilityChanged, this, [this, dock](bool visible) {
        if (visible)
            inFront_.insert(dock);
        else
            inFront_.remove(dock);
        titleTimer_.start();
    });
    connect(dock->toggleViewAction(), &QAction::toggled, this, &Workbench::arranged);
    docks_ << dock;
    return dock;
}

void Workbench::layOut() {
    for (QDockWidget* dock : docks_) {
        removeDockWidget(dock);
        dock->setFloating(false);
    }
    addDockWidget(Qt::LeftDockWidgetArea, runDock_);
    splitDockWidget(runDock_, filterDock_, Qt::Vertical);
    splitDockWidget(filterDock_, pinnedDock_, Qt::Vertical);
    addDockWidget(Qt::RightDockWidgetArea, designDock_);
    addDockWidget(Qt::BottomDockWidgetArea, tableDock_);
    QDockWidget* before = tableDock_;
    for (QDockWidget* dock : {parallelDock_, hypervolumeDock_, logDock_}) {
        tabifyDockWidget(before, dock);
        before = dock;
    }
    for (QDockWidget* dock : docks_)
        dock->show();
    designIsTab_ = false;
    spaceShared_ = false;
    fitToWidth();
    if (isVisible())
        shareSpace();
    titleTimer_.start();
}

/// The picture gets the most: the panes take what they need to be read.
void Workbench::shareSpace() {
    spaceShared_ = true;
    showTitles(); // they take room
    const int left = qMax(runDock_->widget()->minimumSizeHint().width(), qMin(300, width() * 47 / 200));
    resizeDocks({runDock_, designDock_}, {left, designWidth()}, Qt::Horizontal);
    resizeDocks({tableDock_}, {height() * 27 / 100}, Qt::Vertical);
    resizeDocks({runDock_, filterDock_, pinnedDock_},
                {height() * 48 / 100, height() * 36 / 100, height() * 16 / 100}, Qt::Vertical);
    tableDock_->raise(); // only what is shown can be put in front
}

int Workbench::designWidth() const {
    return qBound(300, qMax(width() * 30 / 100, design_->sizeHint().width()), qMax(300, width() * 42 / 100));
}

void Workbench::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!spaceShared_)
        shareSpace();
}

void Workbench::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    fitToWidth();
}

/// Below 1100 px there is no room for the design page beside the picture: it joins the tabs, and comes back
/// to its side when there is.
void Workbench::fitToWidth() {
    const bool wanted = width() < narrow;
    if (wanted == designIsTab_ || designDock_->isFloating())
        return;
    if (wanted && dockWidgetArea(designDock_) != Qt::RightDockWidgetArea)
        return; // somebody has put it where it is
    const bool open = !designDock_->isHidden();
    designIsTab_ = wanted;
    if (wanted) {
        QDockWidget* front = tableDock_;
        for (QDockWidget* dock : {parallelDock_, hypervolumeDock_, logDock_})
            if (inFront(dock))
                front = dock;
        tabifyDockWidget(logDock_, designDock_);
        front->raise(); // and not the newcomer
    } else {
        addDockWidget(Qt::RightDockWidgetArea, designDock_);
        if (isVisible())
            resizeDocks({designDock_}, {designWidth()}, Qt::Horizontal);
    }
    designDock_->setVisible(open);
    titleTimer_.start();
}

/// Panes that share a place are named by their tabs; the others by their own line.
void Workbench::showTitles() {
    for (QDockWidget* dock : docks_) {
        bool shares = false;
        for (const QDockWidget* other : tabifiedDockWidgets(dock))
            shares = shares || !other->isHidden();
        if (auto* title = dynamic_cast<DockTitle*>(dock->titleBarWidget()))
            title->setShown(!shares || dock->isFloating());
    }
    for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        bar->setFont(theme_.font(theme_.small));
        bar->setElideMode(Qt::ElideRight);
        bar->setExpanding(false);
    }
}

void Workbench::toggleDock(QDockWidget* dock) {
    if (!dock->isHidden() && inFront(dock)) {
        dock->close();
        return;
    }
    dock->show();
    dock->raise();
    dock->widget()->setFocus(Qt::ShortcutFocusReason);
}

void Workbench::showDesign() {
    designDock_->show();
    designDock_->raise();
}

bool Workbench::leaveDesign() {
    if (!inFront(designDock_))
        return false;
    for (QDockWidget* other : tabifiedDockWidgets(designDock_))
        if (!other->isHidden()) {
            other->raise();
            return true;
        }
    return false;
}

QByteArray Workbench::arrangement() const {
    QByteArray value;
    QDataStream out(&value, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << arrangementMagic << qint32(arrangementVersion) << saveState(arrangementVersion)
        << scatter_->xMetric() << scatter_->yMetric() << scatter_->logarithmic() << table_->shownColumns()
        << designIsTab_;
    return value;
}

QByteArray Workbench::lastingArrangement() const {
    return theme_.mode == ThemeMode::Talk ? beforeTalk_ : arrangement();
}

bool Workbench::restoreArrangement(const QByteArray& value) {
    QDataStream in(value);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    qint32 version = 0;
    QByteArray panes;
    QString x, y;
    bool logarithmic = false, designIsTab = false;
    QStringList columns;
    in >> magic >> version;
    if (magic != arrangementMagic || version != arrangementVersion)
        return false;
    in >> panes >> x >> y >> logarithmic >> columns >> designIsTab;
    if (in.status() != QDataStream::Ok || !restoreState(panes, arrangementVersion))
        return false;
    scatter_->setAxes(x, y);
    scatter_->setLogarithmic(logarithmic);
    if (!columns.isEmpty())
        table_->setShownColumns(columns);
    designIsTab_ = designIsTab;
    spaceShared_ = true;
    fitToWidth();
    titleTimer_.start();
    return true;
}

void Workbench::resetArrangement() {
    layOut();
    scatter_->setAxes(QStringLiteral("fps"), QStringLiteral("accuracy"));
    scatter_->setLogarithmic(true);
    table_->setShownColumns(TableView::defaultColumns());
}

void Workbench::setAnimated(bool on) {
    scatter_->plot()->setAnimated(on);
}

/// In a talk the picture and the design page are what is shown; the other panes are a key away and come
/// back with the other themes.
void Workbench::applyTheme(const Theme& theme) {
    const bool wasTalk = theme_.mode == ThemeMode::Talk;
    const bool isTalk = theme.mode == ThemeMode::Talk;
    theme_ = theme;
    if (isTalk && !wasTalk) {
        beforeTalk_ = arrangement();
        for (QDockWidget* dock : docks_)
            dock->setVisible(dock == designDock_);
        if (isVisible())
            resizeDocks({designDock_}, {designWidth()}, Qt::Horizontal);
    } else if (wasTalk && !isTalk) {
        restoreArrangement(beforeTalk_);
    }
    titleTimer_.start();
}

} // namespace pairscape
