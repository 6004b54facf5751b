// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTabBar;

namespace pairscape {

class FactGrid;
class LayerChart;

/// The layers of a pairing in order of execution: which operator each is, how large, and how long it takes on
/// its chunk. Below the picture stands the record of the layer that is pointed at. By mouse: hover shows, a
/// click holds, the wheel with Ctrl zooms. By keys: arrows, Home and End go through the layers, Enter holds,
/// Esc lets go, + and - zoom, 0 fits.
class LayerStrip : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit LayerStrip(QWidget* parent = nullptr);

    /// Without a platform times are given in cycles. Null shows what will appear here.
    void setDetail(std::shared_ptr<const PairingDetail> detail,
                   const std::optional<Platform>& platform = std::nullopt);

    /// Another view of the same layers, to be chosen in place of the picture. The strip owns it.
    void addView(const QString& title, QWidget* view);
    QTabBar* tabs() const { return tabs_; }

    /// For an audience: the picture without the record below it, which is then in recordText() alone.
    void setBrief(bool brief);

    /// The layer whose record is shown: held, else hovered, else the one that takes longest; -1 without a
    /// design.
    int shownLayer() const;
    LayerChart* chart() const { return chart_; }
    /// The record as text: "name: value unit" in lines.
    QString recordText() const;

    void applyTheme(const Theme& theme) override;

  protected:
    void showEvent(QShowEvent* event) override;

  signals:
    void layerShown(int layer); ///< -1: none

  private:
    void showRecord();
    void showView(int index);
    void showHint();

    std::shared_ptr<const PairingDetail> detail_;
    std::optional<Platform> platform_;
    QTabBar* tabs_; ///< hidden where there is nothing to choose
    QStackedWidget* views_;
    LayerChart* chart_;
    bool hinted_ = true;
    bool brief_ = false;
    QLabel* hint_;
    QLabel* title_;
    FactGrid* facts_;
    int longest_ = -1;
};

} // namespace pairscape
