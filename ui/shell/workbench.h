// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QList>
#include <QMainWindow>
#include <QSet>
#include <QTimer>

class QDockWidget;

namespace pairscape {

class DesignPage;
class DockTitle;
class FilterPanel;
class HypervolumeView;
class LogView;
class ParallelView;
class PinnedList;
class RunPanel;
class ScatterView;
class Session;
class TableView;

/// The panes of an open study around the scatter, and how they are arranged. A pane can be moved, laid over
/// another as a tab, floated and closed; an arrangement is a value that can be kept.
class Workbench : public QMainWindow, public Themed {
    Q_OBJECT

  public:
    explicit Workbench(Session* session, QWidget* parent = nullptr);
    ~Workbench() override;

    ScatterView* scatter() const { return scatter_; }
    TableView* table() const { return table_; }
    RunPanel* runPanel() const { return runPanel_; }
    FilterPanel* filters() const { return filters_; }
    PinnedList* pinned() const { return pinned_; }
    DesignPage* design() const { return design_; }
    ParallelView* parallel() const { return parallel_; }
    HypervolumeView* hypervolume() const { return hypervolume_; }
    LogView* log() const { return log_; }

    /// All panes but the scatter, in the order of the View menu.
    const QList<QDockWidget*>& docks() const { return docks_; }
    /// Whether a pane can be seen: it is open and not behind another one.
    bool inFront(const QDockWidget* dock) const { return inFront_.contains(dock); }
    /// Opens a pane, brings it to the front, or closes it where it was in front.
    void toggleDock(QDockWidget* dock);
    /// Opens the design page and brings it to the front.
    void showDesign();
    /// Where the design page lies in front of other panes as a tab, puts it behind them; false elsewhere.
    bool leaveDesign();

    /// Panes, axes and columns of the table, as an opaque value.
    QByteArray arrangement() const;
    /// The same, but in a talk that of before it.
    QByteArray lastingArrangement() const;
    /// False, and nothing changes, when the value is not an arrangement.
    bool restoreArrangement(const QByteArray& value);
    /// Gives every pane its usual share of the window.
    void shareSpace();
    /// The arrangement of a first start.
    void resetArrangement();

    void setAnimated(bool on);
    void applyTheme(const Theme& theme) override;

  signals:
    void exportDesignWanted(pairscape::PairingId id);
    void trainWanted(pairscape::PairingId id);
    void arranged(); ///< a pane was opened or closed

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content, bool scrolls = false);
    void layOut();
    int designWidth() const;
    void fitToWidth();
    void showTitles();

    ScatterView* scatter_;
    TableView* table_;
    RunPanel* runPanel_;
    FilterPanel* filters_;
    PinnedList* pinned_;
    DesignPage* design_;
    ParallelView* parallel_;
    HypervolumeView* hypervolume_;
    LogView* log_;
    QDockWidget *runDock_, *filterDock_, *pinnedDock_, *designDock_;
    QDockWidget *tableDock_, *parallelDock_, *hypervolumeDock_, *logDock_;
    QList<QDockWidget*> docks_;
    QSet<const QDockWidget*> inFront_;
    QTimer titleTimer_;
    bool designIsTab_ = false; ///< because the window is narrow
    bool spaceShared_ = false; ///< since the panes were last laid out
    QByteArray beforeTalk_;    ///< the arrangement to go back to
    Theme theme_;
};

} // namespace pairscape
