// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/buffer_view.h"

#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/models/figure_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr int bufferCount = 3;

QString bufferName(int buffer) {
    return buffer == 0   ? BufferView::tr("input")
           : buffer == 1 ? BufferView::tr("weights")
                         : BufferView::tr("output");
}

QString kibibytes(double bytes) {
    return figureText(bytes / 1024) + QStringLiteral("\u00a0KiB");
}

QString percent(double share) {
    return figureText(share * 100) + QStringLiteral("\u00a0%");
}

QString blocksText(int bram36, int uram) {
    if (uram == 0)
        return BufferView::tr("%1\u00a0BRAM36").arg(bram36);
    return bram36 == 0 ? BufferView::tr("%1\u00a0URAM").arg(uram)
                       : BufferView::tr("%1\u00a0BRAM36, %2\u00a0URAM").arg(bram36).arg(uram);
}

} // namespace

BufferView::BufferView(QWidget* parent) : LayerView(parent) {
    setAccessibleName(tr("Buffers of the chunks"));
    pairscape::BufferView::applyTheme(Theme::make(ThemeMode::Light));
}

int BufferView::sectionCount() const {
    return hasDesign() ? static_cast<int>(std::ranges::count_if(design().steady->pes,
                                                                [](std::int64_t pes) { return pes > 0; }))
                       : 1;
}

const BufferView::Section* BufferView::sectionOf(OperatorType op) const {
    for (const Section& section : sections_)
        if (section.op == op)
            return &section;
    return nullptr;
}

void BufferView::arrange() {
    sections_.clear();
    places_.clear();
    if (!hasDesign())
        return;
    std::array<int, operatorTypeCount> layers{};
    for (int i = 0; i < layerCount(); ++i)
        places_.push_back(layers[indexOf(layer(i).op)]++);
    const QRectF inside = content();
    const double height = line();
    const int count = sectionCount();
    const double gap = std::round(height * 0.6);
    const double fixed = count * (height + bufferCount * height) + (count - 1) * gap;
    const double bars = std::max(4.0, std::floor((inside.height() - fixed) / (count * bufferCount)));
    double y = inside.top();
    for (const OperatorType op : allOperatorTypes) {
        if (design().steady->pes[indexOf(op)] == 0)
            continue;
        Section section;
        section.op = op;
        section.layers = layers[indexOf(op)];
        section.heading = QRectF(inside.left(), y, inside.width(), height);
        y += height;
        for (Strip& strip : section.strips) {
            strip.caption = QRectF(inside.left(), y, inside.width(), height);
            strip.bars = QRectF(inside.left(), y + height, inside.width(), bars - std::min(3.0, bars * 0.15));
            y += height + bars;
        }
        y += gap;
        sections_.push_back(section);
    }
}

QRectF BufferView::barRect(int index, int buffer) const {
    if (index < 0 || index >= layerCount())
        return {};
    const Section* section = sectionOf(layer(index).op);
    if (section == nullptr)
        return {};
    const QRectF& bars = section->strips[static_cast<std::size_t>(buffer)].bars;
    const double width = bars.width() / std::max(1, section->layers);
    const int place = places_[static_cast<std::size_t>(index)];
    const double from = snapped(bars.left() + place * width);
    const double to = snapped(bars.left() + (place + 1) * width);
    const double gap =
        width >= 4 ? std::max(1 / devicePixelRatioF(), snapped(std::min(2.0, width * 0.15))) : 0;
    const double share = steady(index).occupancy[static_cast<std::size_t>(buffer)];
    const double top = snapped(bars.bottom() - std::max(1.0, bars.height() * std::min(1.0, share)));
    return {QPointF(from, top), QPointF(std::max(to - gap, from + 0.5), bars.bottom())};
}

QRectF BufferView::layerRect(int index) const {
    const QRectF bar = barRect(index, 0);
    if (bar.isEmpty())
        return {};
    const Section* section = sectionOf(layer(index).op);
    return {QPointF(bar.left(), section->strips.front().bars.top()),
            QPointF(bar.right(), section->strips.back().bars.bottom())};
}

int BufferView::layerAt(const QPointF& point) const {
    for (const Section& section : sections_) {
        const QRectF& first = section.strips.front().bars;
        if (point.y() < section.strips.front().caption.top() ||
            point.y() > section.strips.back().bars.bottom() || point.x() < first.left() ||
            point.x() >= first.right())
            continue;
        const int place = static_cast<int>((point.x() - first.left()) / first.width() * section.layers);
        for (int i = 0; i < layerCount(); ++i)
            if (layer(i).op == section.op && places_[static_cast<std::size_t>(i)] == place)
                return i;
    }
    return -1;
}

QString BufferView::heading(const Section& section) const {
    int bram36 = 0, uram = 0;
    double bytes = 0;
    for (const BufferDetail& buffer : design().steady->buffers[indexOf(section.op)]) {
        bram36 += buffer.bram36;
        uram += buffer.uram;
        bytes += 2 * static_cast<double>(buffer.bytes);
    }
    return tr("%1 chunk: %2 in %3").arg(operatorWord(section.op), kibibytes(bytes), blocksText(bram36, uram));
}

QString BufferView::bufferText(OperatorType op, int buffer) const {
    const BufferDetail& each = design().steady->buffers[indexOf(op)][static_cast<std::size_t>(buffer)];
    return tr("%1: 2 \u00d7 %2 in %3")
        .arg(bufferName(buffer), kibibytes(static_cast<double>(each.bytes)),
             blocksText(each.bram36, each.uram));
}

QString BufferView::useText(OperatorType op, int buffer) const {
    double most = 0, weighted = 0, time = 0;
    for (int i = 0; i < layerCount(); ++i) {
        if (layer(i).op != op)
            continue;
        const double share = steady(i).occupancy[static_cast<std::size_t>(buffer)];
        most = std::max(most, share);
        weighted += share * static_cast<double>(steady(i).cycles);
        time += static_cast<double>(steady(i).cycles);
    }
    return tr("at most %1, over time %2").arg(percent(most), percent(time > 0 ? weighted / time : 0));
}

void BufferView::drawSection(QPainter& painter, const Section& section) const {
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.setPen(theme().text);
    painter.drawText(section.heading, Qt::AlignLeft | Qt::AlignVCenter, heading(section));
    painter.setFont(theme().font(theme().small));
    const QBrush brush = theme().operatorBrush(section.op);
    for (int b = 0; b < bufferCount; ++b) {
        const Strip& strip = section.strips[static_cast<std::size_t>(b)];
        const QString name = bufferText(section.op, b), use = useText(section.op, b);
        painter.setPen(theme().text);
        painter.drawText(strip.caption, Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.setPen(theme().mutedText);
        const double left =
            strip.caption.width() - metrics().horizontalAdvance(name) - 2 * metrics().averageCharWidth();
        if (metrics().horizontalAdvance(use) <= left)
            painter.drawText(strip.caption, Qt::AlignRight | Qt::AlignVCenter, use);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.fillRect(strip.bars, theme().grid); // what is allocated
        painter.setBrushOrigin(strip.bars.topLeft());
        for (int i = 0; i < layerCount(); ++i)
            if (layer(i).op == section.op)
                painter.fillRect(barRect(i, b), brush);
        painter.setPen(QPen(theme().axis, theme().scale));
        const double y = strip.bars.top();
        painter.drawLine(QPointF(strip.bars.left(), y), QPointF(strip.bars.right(), y));
        painter.setRenderHint(QPainter::Antialiasing);
    }
}

void BufferView::paintDesign(QPainter& painter) const {
    for (const Section& section : sections_)
        drawSection(painter, section);
    for (int b = 0; b < bufferCount; ++b)
        drawPointed(painter, [this, b](int index) {
            if (index < 0 || index >= layerCount())
                return QRectF();
            QRectF rect = barRect(index, b);
            rect.setTop(sectionOf(layer(index).op)->strips[static_cast<std::size_t>(b)].bars.top());
            return rect;
        });
}

QString BufferView::sentence(int index) const {
    const auto& share = steady(index).occupancy;
    return tr("%1 chunk: input %2, weights %3, output %4 of a half")
        .arg(operatorWord(layer(index).op), percent(share[0]), percent(share[1]), percent(share[2]));
}

QString BufferView::tip(int index) const {
    QString text = tr("%1 on the %2 chunk")
                       .arg(QString::fromStdString(layer(index).name), operatorWord(layer(index).op));
    for (int b = 0; b < bufferCount; ++b) {
        const auto buffer = static_cast<std::size_t>(b);
        text += tr("\n%1: %2 of %3 in its largest tile, %4")
                    .arg(bufferName(b), kibibytes(static_cast<double>(steady(index).held[buffer])),
                         kibibytes(static_cast<double>(
                             design().steady->buffers[indexOf(layer(index).op)][buffer].bytes)),
                         percent(steady(index).occupancy[buffer]));
    }
    return text + tr("\nTile %1").arg(QString::fromStdString(mappingText(cost(index).mapping)));
}

QString BufferView::promise() const {
    return tr("What each buffer holds appears here. Select a design that fits its platform.");
}

QString BufferView::summary() const {
    QString text;
    for (const Section& section : sections_) {
        text += heading(section) + QLatin1Char('\n');
        for (int b = 0; b < bufferCount; ++b)
            text +=
                bufferText(section.op, b) + QStringLiteral(", ") + useText(section.op, b) + QLatin1Char('\n');
    }
    return text.trimmed();
}

QSize BufferView::sizeHint() const {
    return {static_cast<int>(340 * theme().scale),
            static_cast<int>((2 + 6 * sectionCount()) * line() + 2 * margins().height())};
}

QSize BufferView::minimumSizeHint() const {
    return {160, static_cast<int>((2.5 + 4.9 * sectionCount()) * line() + 2 * margins().height())};
}

} // namespace pairscape
