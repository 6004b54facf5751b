// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/hypervolume_curve.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <vector>

class QCustomPlot;
class QLabel;

namespace pairscape {

class BackgroundQueue;
class LineNames;
class NumberTicker;
class Session;

/// How much the front of each run has won: the hypervolume over its evaluations, one line for each run with
/// its name at its end. Computed beside the GUI thread, and only while it can be seen.
class HypervolumeView : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit HypervolumeView(Session* session, QWidget* parent = nullptr);
    ~HypervolumeView() override;

    QCustomPlot* plot() const { return plot_; }
    const std::vector<HypervolumeCurve>& curves() const { return curves_; }
    /// Computes and draws at once, for pictures without a display.
    void updateNow();

    void applyTheme(const Theme& theme) override;

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void compute();
    void show(std::vector<HypervolumeCurve> curves);
    void draw();
    void fitTicks();

    Session* session_;
    QLabel* caption_ = nullptr;
    QLabel* empty_ = nullptr;
    QCustomPlot* plot_ = nullptr;
    LineNames* names_ = nullptr;      ///< owned by the plot
    NumberTicker* xTicker_ = nullptr; ///< owned by the axes
    NumberTicker* yTicker_ = nullptr;
    std::vector<HypervolumeCurve> curves_;
    bool stale_ = true, computing_ = false;
    Theme theme_;
    std::unique_ptr<BackgroundQueue> queue_;
};

} // namespace pairscape
