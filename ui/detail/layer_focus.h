// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace pairscape {

/// The layer of a design that is pointed at, and the one that is held: shared by all views of the design, so
/// that a click in one selects in all. GUI thread.
class LayerFocus : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    int held() const { return held_; }       ///< -1: none
    int hovered() const { return hovered_; } ///< -1: none
    /// The layer that views show: held, else hovered; -1: none.
    int shown() const { return held_ >= 0 ? held_ : hovered_; }

    void hold(int layer) { set(layer, hovered_); }
    void hover(int layer) { set(held_, layer); }
    void set(int held, int hovered);

  signals:
    void changed(); ///< either of them

  private:
    int held_ = -1;
    int hovered_ = -1;
};

} // namespace pairscape
