// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/pinned_delegate.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace pairscape {

double PinnedDelegate::starWidth() const {
    return std::ceil(QFontMetricsF(theme_.font(theme_.normal)).horizontalAdvance(QStringLiteral("\u2605 ")));
}

QStringList PinnedDelegate::lines(const QStringList& figures, double width) const {
    const QFontMetricsF metrics(theme_.font(theme_.small));
    const QString between = QStringLiteral(" \u00b7 ");
    QStringList result;
    for (const QString& figure : figures) {
        const QString longer = result.isEmpty() ? figure : result.last() + between + figure;
        if (result.isEmpty() || metrics.horizontalAdvance(longer) > width)
            result << figure;
        else
            result.last() = longer;
    }
    return result;
}

QStringList PinnedDelegate::nameLines(const QString& name, double width) const {
    constexpr int most = 3;
    const QFont font = theme_.font(theme_.normal, QFont::DemiBold);
    QTextLayout layout(name, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList result;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1.0, width));
        const bool last = result.size() + 1 == most;
        const QString text = name.mid(line.textStart(), last ? -1 : line.textLength());
        result << (last ? QFontMetricsF(font).elidedText(text, Qt::ElideRight, width) : text.trimmed());
        if (last)
            break;
    }
    layout.endLayout();
    return result.isEmpty() ? QStringList{QString()} : result;
}

QSize PinnedDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const double name = QFontMetricsF(theme_.font(theme_.normal, QFont::DemiBold)).height();
    const double line = QFontMetricsF(theme_.font(theme_.small)).height();
    const auto count = lines(index.data(FiguresRole).toStringList(), width_ - 2 * margin()).size();
    const auto names =
        nameLines(index.data(Qt::DisplayRole).toString(), width_ - 2 * margin() - starWidth()).size();
    return {width_, static_cast<int>(std::ceil(name * static_cast<double>(names) +
                                               line * static_cast<double>(count) + 2 * margin()))};
}

void PinnedDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    painter->setClipRect(option.rect);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRectF rect(option.rect);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        QColor wash = selected ? theme_.selected : theme_.axis;
        wash.setAlpha(selected ? 60 : 30);
        painter->fillRect(rect, wash);
    }
    if (selected)
        painter->fillRect(QRectF(rect.left(), rect.top(), 3 * theme_.scale, rect.height()), theme_.selected);
    const QRectF inner = rect.adjusted(margin(), margin(), -margin(), -margin());

    const QFont nameFont = theme_.font(theme_.normal, QFont::DemiBold);
    const QFontMetricsF name(nameFont);
    painter->setFont(theme_.font(theme_.normal));
    painter->setPen(theme_.pinned);
    painter->drawText(QPointF(inner.left(), inner.top() + name.ascent()), QStringLiteral("\u2605"));
    painter->setFont(nameFont);
    painter->setPen(theme_.text);
    double y = inner.top();
    for (const QString& line :
         nameLines(index.data(Qt::DisplayRole).toString(), inner.width() - starWidth())) {
        painter->drawText(QPointF(inner.left() + starWidth(), y + name.ascent()), line);
        y += name.height();
    }

    painter->setFont(theme_.font(theme_.small));
    painter->setPen(theme_.mutedText);
    const QFontMetricsF figure(painter->font());
    for (const QString& line : lines(index.data(FiguresRole).toStringList(), inner.width())) {
        painter->drawText(QPointF(inner.left(), y + figure.ascent()),
                          figure.elidedText(line, Qt::ElideRight, inner.width()));
        y += figure.height();
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme_.accent, theme_.scale));
        painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter->restore();
}

void PinnedDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex&) const {
    const auto edge = static_cast<int>(margin());
    editor->setFont(theme_.font(theme_.normal));
    editor->setGeometry(option.rect.left() + edge, option.rect.top() + edge / 2,
                        option.rect.width() - 2 * edge, std::max(editor->sizeHint().height(), 20));
}

} // namespace pairscape
