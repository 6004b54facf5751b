// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/explorer/run_fronts.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace pairscape {

class ElidedLabel;
class ScatterPlot;
class Session;
struct HoverCard;
struct MetricColumn;

/// The picture of a study: accuracy against FPS (or any two metrics), the Pareto front, that of each run
/// where there are several, pinned designs, and how many pairings the filter lets through. Follows the
/// session and tells it what the user points at.
class ScatterView : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit ScatterView(Session* session, QWidget* parent = nullptr);

    /// Ids of numeric metric columns; unknown ones change nothing.
    void setAxes(const QString& x, const QString& y);
    QString xMetric() const;
    QString yMetric() const;
    void setLogarithmic(bool on);
    bool logarithmic() const;
    void resetView();

    ScatterPlot* plot() const { return plot_; }
    /// "1 204 of 20 000 shown", "20 000 pairings · 34 on the front": what stands above the plot.
    QString countText() const;

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(pairscape::PairingId id); ///< a double click or Enter on a pairing

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void buildHeader();
    void follow();
    void showStudy();
    void showSnapshot();
    void showAxes();
    void showCounts();
    void showSelection();
    void chooseRange(double xMin, double xMax, double yMin, double yMax);
    bool frontApplies() const;
    void showAccuracyKind(const StudySnapshot& snapshot);
    void showRunFronts(const StudySnapshot& snapshot);
    HoverCard cardOf(PairingId id) const;

    Session* session_;
    ScatterPlot* plot_;
    QHBoxLayout* header_ = nullptr;
    QHBoxLayout* countsRow_ = nullptr; ///< in a talk: large type needs a line of its own
    QComboBox* xChoice_ = nullptr;
    QComboBox* yChoice_ = nullptr;
    QCheckBox* logarithmic_ = nullptr;
    QLabel* against_ = nullptr;
    ElidedLabel* counts_ = nullptr;
    QPushButton* showAll_ = nullptr;
    const MetricColumn* x_;
    const MetricColumn* y_;
    QString path_;
    RunFronts runFronts_;
    std::size_t known_ = 0;                ///< pairings shown so far: later ones are new
    std::size_t shown_ = 0, unplaced_ = 0; ///< of them: that the filter lets through; that lack a figure
};

} // namespace pairscape
