// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QCPAxis;
class QCustomPlot;

namespace pairscape {

/// Titles of a plot's two axes that never stand over their axis: each is given in several lengths, and the
/// longest that fits is drawn, at last with an ellipsis. What is left out is in the tool tip. GUI thread
/// only.
class AxisTitles : public QObject {
    Q_OBJECT

  public:
    /// Belongs to the plot, and fits the titles whenever that is laid out.
    explicit AxisTitles(QCustomPlot* plot);

    /// Longest first, at least one each; the plot is to be drawn anew afterwards.
    void setTitles(const QStringList& x, const QStringList& y);
    const QStringList& x() const { return x_; }
    const QStringList& y() const { return y_; }

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fit();

    QCustomPlot* plot_;
    QStringList x_, y_;
};

/// The first that is not wider than the room, else the last, with an ellipsis.
QString longestThatFits(const QStringList& longestFirst, const QFont& font, double room);

} // namespace pairscape
