// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCPAxis;
class QCustomPlot;

namespace pairscape {

struct Theme;

/// Colours, fonts and pens of a plot: background, every axis with its labels and grid. QCustomPlot knows no
/// style sheets, so this runs on creation, on a change of theme and before an export. Does not replot.
void applyTheme(QCustomPlot& plot, const Theme& theme);
void applyTheme(QCPAxis& axis, const Theme& theme);

} // namespace pairscape
