// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/buffer_view.h"

#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/detail/layer_layout.h"
#include "ui/detail/span_names.h"
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

/// Of the axis: one half of a buffer.
QString fullText() {
    return QStringLiteral("100\u00a0%");
}

QString blocksText(int bram36, int uram) {
    if (uram == 0)
        return BufferView::tr("%1\u00a0BRAM36").arg(bram36);
    return bram36 == 0 ? BufferView::tr("%1\u00a0URAM").arg(uram)
                       : BufferView::tr("%1\u00a0BRAM36, %2\u00a0URAM").arg(bram36).arg(uram);
}

} // namespace

BufferView::BufferView(QWidget* parent)
    : LayerView(tr("Buffers of the chunks"),
                tr("What each buffer holds appears here. Select a design that fits its platform."), parent) {
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
    const double gap = std::round(height * 0.35);
    const double names = spanNamesHeight(theme());
    double fixed = count * (height + bufferCount * height) + (count - 1) * gap;
    // Stages and figures of the axis where the bars stay nearly as high as a line.
    const bool scaled = inside.height() - fixed - count * names >= 0.8 * height * count * bufferCount;
    if (scaled)
        fixed += count * names;
    const double bars = std::max(4.0, std::floor((inside.height() - fixed) / (count * bufferCount)));
    const double left =
        scaled ? std::ceil(inside.left() + metrics().horizontalAdvance(fullText()) + 6 * theme().scale)
               : inside.left();
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
            strip.caption = QRectF(left, y, inside.right() - left, height);
            strip.bars = QRectF(QPointF(left, y + height),
                                QPointF(inside.right(), y + height + bars - std::min(3.0, bars * 0.15)));
            y += height + bars;
        }
        if (scaled) {
            section.stages =
                QRectF(left, section.strips.back().bars.bottom() + 1, inside.right() - left, names);
            y += names;
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
    return tr("at most %1, on average over time %2")
        .arg(percentText(most), percentText(time > 0 ? weighted / time : 0));
}

void BufferView::drawSection(QPainter& painter, const Section& section) const {
    painter.setFont(theme().font(theme().small, QFont::DemiBold));
    painter.setPen(theme().text);
    const QString title = heading(section);
    painter.drawText(section.heading, Qt::AlignLeft | Qt::AlignVCenter, title);
    const double used =
        QFontMetricsF(painter.font()).horizontalAdvance(title) + 2 * metrics().averageCharWidth();
    painter.setFont(theme().font(theme().small));
    painter.setPen(theme().mutedText);
    if (&section == &sections_.front()) // what the axes are, said once
        painter.drawText(section.heading, Qt::AlignRight | Qt::AlignVCenter,
                         fitting({tr("A bar is a layer, in the network's order; its height: how full it "
                                     "makes one half (modelled)"),
                                  tr("A bar is a layer; its height: how full it makes one half (modelled)"),
                                  tr("Height: how full one half is (modelled)")},
                                 section.heading.width() - used));
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
        if (!section.stages.isEmpty())
            drawScale(painter, strip);
    }
    if (!section.stages.isEmpty())
        drawStages(painter, section);
}

void BufferView::drawScale(QPainter& painter, const Strip& strip) const {
    painter.setPen(theme().mutedText);
    const double width = strip.bars.left() - 4 * theme().scale;
    painter.drawText(QRectF(0, strip.bars.top() - line() / 2, width, line()),
                     Qt::AlignRight | Qt::AlignVCenter, fullText());
    if (strip.bars.height() >= 1.6 * line())
        painter.drawText(QRectF(0, strip.bars.bottom() - line() / 2, width, line()),
                         Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
}

void BufferView::drawStages(QPainter& painter, const Section& section) const {
    std::vector<NamedSpan> spans;
    for (int i = 0; i < layerCount(); ++i) {
        if (layer(i).op != section.op)
            continue;
        const double width = section.stages.width() / std::max(1, section.layers);
        const double from = section.stages.left() + places_[static_cast<std::size_t>(i)] * width;
        const QString name = stageName(layer(i));
        if (spans.empty() || spans.back().name != name)
            spans.push_back({name, from, from});
        spans.back().right = from + width;
    }
    drawSpanNames(painter, theme(), spans, section.stages);
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

LayerWords BufferView::wordsOn(int index) const {
    const auto& share = steady(index).occupancy;
    const QString chunk = operatorWord(layer(index).op);
    LayerWords words;
    words.sentence = tr("%1 chunk: input %2, weights %3, output %4 of a half")
                         .arg(chunk, percentText(share[0]), percentText(share[1]), percentText(share[2]));
    words.tip = tr("%1 on the %2 chunk").arg(QString::fromStdString(layer(index).name), chunk);
    for (int b = 0; b < bufferCount; ++b) {
        const auto buffer = static_cast<std::size_t>(b);
        words.tip += tr("\n%1: %2 of %3 in its largest tile, %4")
                         .arg(bufferName(b), kibibytes(static_cast<double>(steady(index).held[buffer])),
                              kibibytes(static_cast<double>(
                                  design().steady->buffers[indexOf(layer(index).op)][buffer].bytes)),
                              percentText(share[buffer]));
    }
    words.tip += tr("\nTile %1").arg(QString::fromStdString(mappingText(cost(index).mapping)));
    return words;
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

LayerView::LinesHigh BufferView::linesHigh() const {
    return {2.0 + 7.3 * sectionCount(), 2.5 + 4.9 * sectionCount()};
}

} // namespace pairscape
