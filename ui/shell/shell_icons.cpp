// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shell_icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace pairscape {

namespace {

/// Paints the sign at the size that is asked for.
class SignEngine : public QIconEngine {
  public:
    SignEngine(ShellIcon icon, const QColor& colour, const QColor& disabled)
        : icon_(icon), colour_(colour), disabled_(disabled) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        paintShellIcon(*painter, rect, icon_, mode == QIcon::Disabled ? disabled_ : colour_);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        if (pixmap.isNull())
            return pixmap; // nothing can be drawn on no room
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SignEngine(*this); }

  private:
    ShellIcon icon_;
    QColor colour_, disabled_;
};

void paintWord(QPainter& painter, const QRectF& box, const QString& sign, const QColor& ink) {
    QFont font = painter.font();
    font.setPixelSize(qMax(1, qRound(box.height() * 0.68)));
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(box, Qt::AlignCenter, sign);
}

} // namespace

void paintShellIcon(QPainter& painter, const QRectF& box, ShellIcon icon, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal side = qMin(box.width(), box.height());
    QRectF at(0, 0, side, side);
    at.moveCenter(box.center());
    const auto point = [&](qreal x, qreal y) { return QPointF(at.left() + x * side, at.top() + y * side); };
    const QColor ground = colour.lightness() > 140 ? QColor(0x10151a) : QColor(Qt::white);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (icon) {
    case ShellIcon::Run:
        painter.drawPolygon(QPolygonF({point(0.22, 0.12), point(0.22, 0.88), point(0.86, 0.5)}));
        break;
    case ShellIcon::Pause:
        painter.drawRect(QRectF(point(0.2, 0.16), point(0.4, 0.84)));
        painter.drawRect(QRectF(point(0.6, 0.16), point(0.8, 0.84)));
        break;
    case ShellIcon::Cancel:
        painter.drawRect(QRectF(point(0.2, 0.2), point(0.8, 0.8)));
        break;
    case ShellIcon::Search:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, side * 0.11, Qt::SolidLine, Qt::RoundCap));
        painter.drawEllipse(QRectF(point(0.14, 0.14), point(0.64, 0.64)));
        painter.drawLine(point(0.58, 0.58), point(0.86, 0.86));
        break;
    case ShellIcon::Close:
        painter.setPen(QPen(colour, side * 0.1, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(point(0.26, 0.26), point(0.74, 0.74));
        painter.drawLine(point(0.74, 0.26), point(0.26, 0.74));
        break;
    case ShellIcon::Information:
        painter.drawEllipse(at.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06));
        paintWord(painter, at, QStringLiteral("i"), ground);
        break;
    case ShellIcon::Warning: {
        QPainterPath path;
        path.addPolygon(QPolygonF({point(0.5, 0.06), point(0.98, 0.92), point(0.02, 0.92)}));
        path.closeSubpath();
        painter.drawPath(path);
        paintWord(painter, at.adjusted(0, side * 0.2, 0, side * 0.1), QStringLiteral("!"), ground);
        break;
    }
    case ShellIcon::Failure:
        painter.drawRect(at.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08));
        painter.setPen(QPen(ground, side * 0.12, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(point(0.32, 0.32), point(0.68, 0.68));
        painter.drawLine(point(0.68, 0.32), point(0.32, 0.68));
        break;
    }
    painter.restore();
}

QIcon shellIcon(ShellIcon icon, const QColor& colour, const QColor& disabled) {
    return QIcon(new SignEngine(icon, colour, disabled));
}

} // namespace pairscape
