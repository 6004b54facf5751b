// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QString>

#include <vector>

class QPainter;

namespace pairscape {

/// A column of headings, paragraphs and stacked bars. Draws them from top to bottom, or only measures where
/// there is no painter: both take the same room.
class BarColumn {
  public:
    struct Style {
        int points = 10;    ///< of all text
        double stretch = 1; ///< height of the bars; 1 is a line of text
        double ratio = 1;   ///< device pixels in a pixel: edges are crisp
    };
    /// A part of the whole that a bar stands for.
    struct Piece {
        double share = 0; ///< 0 to 1
        QBrush brush;
        QString figure; ///< inside the piece where it fits, else below it with `word` before it
        QString word;
    };

    BarColumn(QPainter* painter, const Theme& theme, const Style& style, double width);

    void moveTo(double x, double y);
    double y() const { return y_; }
    void skip(double lines);

    void paragraph(const QString& words, QFont::Weight weight, const QColor& colour);
    /// A name on the left and a figure on the right of one line; below it where both do not fit.
    void heading(const QString& name, const QString& figure, bool strong);
    /// Pieces on a track that is empty where nothing is used. `kept`, at its right end, is hatched: it is not
    /// to be had.
    void bar(const std::vector<Piece>& pieces, double kept = 0);
    /// A name, a bar and a figure in one line; the columns are as wide as the widest of all lines.
    void row(const QString& name, double nameWidth, double share, const QBrush& brush, const QString& figure,
             double figureWidth, bool strong);

  private:
    struct Outside {
        QString text;
        double centre = 0; ///< of its piece
    };

    void namesBelow(const std::vector<Outside>& names);
    double snapped(double x) const;
    double pad() const;
    void drawPiece(const Piece& piece, const QRectF& rect, bool withFigure);

    QPainter* painter_;
    const Theme& theme_;
    Style style_;
    double width_;
    QFontMetricsF metrics_;
    double line_, bar_;
    double x_ = 0, y_ = 0;
};

} // namespace pairscape
