// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/allocation_view.h"

#include "ui/detail/bar_column.h"
#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr int wrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

QString useText(const ResourceShare& resource) {
    const QString used = countText(std::llround(resource.used()));
    if (resource.limit <= 0)
        return used;
    const QString text = AllocationView::tr("%1 of %2, %3")
                             .arg(used, countText(std::llround(resource.limit)),
                                  percentText(resource.used() / resource.limit));
    if (resource.keptFree <= 0)
        return text;
    return AllocationView::tr("%1 of the device (%2 may be used)")
        .arg(text, fixedText(100 - 100 * resource.keptFree / resource.limit, 0) + QStringLiteral("\u00a0%"));
}

QString busyText(const ChunkShare& chunk) {
    return AllocationView::tr("%1 busy").arg(percentText(chunk.busy)) +
           (chunk.bottleneck ? AllocationView::tr(" \u25c0 sets the interval") : QString());
}

bool wideEnough(const Theme& theme, double width) {
    return width >= 820 * (theme.scale > 1 ? 1.4 : 1);
}

using Extent = AllocationView::Extent;

void drawResources(BarColumn& pen, const Allocation& allocation, const Theme& theme, Extent extent) {
    bool kept = false;
    for (const ResourceShare& resource : allocation.resources) {
        pen.heading(resource.name, useText(resource),
                    resource.limit > 0 && resource.used() >= 0.95 * (resource.limit - resource.keptFree));
        std::vector<BarColumn::Piece> pieces;
        const double whole = std::max(1.0, resource.whole());
        for (const OperatorType op : allOperatorTypes) {
            const double part = resource.part[indexOf(op)];
            pieces.push_back(
                {part / whole, theme.operatorBrush(op), countText(std::llround(part)), operatorWord(op)});
        }
        pieces.push_back({resource.shared / whole, theme.mutedText, countText(std::llround(resource.shared)),
                          AllocationView::tr("shared")});
        pen.bar(pieces, resource.keptFree / whole);
        pen.skip(0.35);
        kept = kept || resource.keptFree > 0;
    }
    if (kept && extent == Extent::Whole)
        pen.paragraph(
            AllocationView::tr(
                "Hatched: LUTs kept free for control and routing. Bold: within 5\u00a0% of the limit."),
            QFont::Normal, theme.mutedText);
}

/// A line for each chunk and the DRAM: name, bar, figure.
void drawBusyLines(BarColumn& pen, const Allocation& allocation, const Theme& theme, int points) {
    const QFontMetricsF metrics(theme.font(points, QFont::DemiBold));
    const double nameWidth = metrics.horizontalAdvance(QStringLiteral("DRAM ")) +
                             metrics.averageCharWidth() * 1.5; // "adder" and "shift" are no wider
    const double figureWidth = metrics.horizontalAdvance(percentText(0.999));
    for (const ChunkShare& chunk : allocation.chunks)
        pen.row(operatorWord(chunk.op), nameWidth, chunk.busy, theme.operatorBrush(chunk.op),
                percentText(chunk.busy), figureWidth, chunk.bottleneck);
    if (allocation.dramBusy)
        pen.row(AllocationView::tr("DRAM"), nameWidth, *allocation.dramBusy, theme.mutedText,
                percentText(*allocation.dramBusy), figureWidth, allocation.dramSetsInterval);
}

void drawBusy(BarColumn& pen, const Allocation& allocation, const Theme& theme, Extent extent) {
    for (const ChunkShare& chunk : allocation.chunks) {
        pen.heading(AllocationView::tr("%1 chunk").arg(operatorWord(chunk.op)), busyText(chunk),
                    chunk.bottleneck);
        pen.bar({{chunk.busy, theme.operatorBrush(chunk.op), {}, {}}});
        if (extent == Extent::Whole)
            pen.paragraph(AllocationView::tr("%1, %2; buffers %3")
                              .arg(chunk.array, layersText(chunk.layers), chunk.buffers),
                          QFont::Normal, theme.mutedText);
        pen.skip(0.35);
    }
    if (allocation.dramBusy) {
        pen.heading(
            AllocationView::tr("DRAM"),
            AllocationView::tr("%1 busy").arg(percentText(*allocation.dramBusy)) +
                (allocation.dramSetsInterval ? AllocationView::tr(" \u25c0 sets the interval") : QString()),
            allocation.dramSetsInterval);
        pen.bar({{*allocation.dramBusy, theme.mutedText, {}, {}}});
        if (extent == Extent::Whole)
            pen.paragraph(allocation.traffic, QFont::Normal, theme.mutedText);
    }
}

/// Draws, or only measures; returns the height. On a wide page how busy the chunks are stands beside what
/// they take, else above it.
double draw(QPainter* painter, const Allocation& allocation, const Theme& theme,
            const BarColumn::Style& style, double width, Extent extent) {
    const double between = 36 * (theme.scale > 1 ? 1.4 : 1);
    const bool wide = wideEnough(theme, width);
    const double column = wide ? (width - between) / 2 : width;
    BarColumn whole(painter, theme, style, width);
    whole.paragraph(allocation.verdict, QFont::DemiBold, theme.text);
    whole.skip(extent == Extent::Lines ? 0.2 : 0.6);
    if (extent == Extent::Lines) {
        drawBusyLines(whole, allocation, theme, style.points);
        return whole.y();
    }

    BarColumn busy(painter, theme, style, column);
    busy.moveTo(0, whole.y());
    busy.paragraph(AllocationView::tr("Share of the interval at work (modelled)"), QFont::Normal,
                   theme.mutedText);
    busy.skip(0.25);
    drawBusy(busy, allocation, theme, extent);

    BarColumn taken(painter, theme, style, column);
    taken.moveTo(wide ? column + between : 0, wide ? whole.y() : busy.y());
    if (!wide)
        taken.skip(0.8);
    taken.paragraph(AllocationView::tr("What the chunks take of the platform (modelled)"), QFont::Normal,
                    theme.mutedText);
    taken.skip(0.25);
    drawResources(taken, allocation, theme, extent);
    return std::max(busy.y(), taken.y());
}

/// As a page of its own: larger type and higher bars as far as the height holds them.
BarColumn::Style styleFor(const Allocation& allocation, const Theme& theme, const QSizeF& size) {
    if (wideEnough(theme, size.width()))
        for (const int points : {theme.large, theme.normal, theme.small})
            for (const double stretch : {3.0, 2.5, 2.0, 1.5}) {
                const BarColumn::Style style{points, stretch, 1};
                if (draw(nullptr, allocation, theme, style, size.width(), Extent::Whole) <= size.height())
                    return style;
            }
    return {theme.small, 1, 1};
}

QString emptyText(const std::shared_ptr<const PairingDetail>& detail) {
    if (detail && !detail->record.feasible)
        return AllocationView::tr(
                   "This network does not fit the platform: %1. Its accelerator would appear here; "
                   "try a larger platform.")
            .arg(QString::fromStdString(detail->record.infeasibleReason));
    return AllocationView::tr(
        "How the chunks share the platform, and how busy each is, appears here. Select a point "
        "of the plot or a row of the table.");
}

} // namespace

AllocationView::AllocationView(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Allocation of the platform"));
    pairscape::AllocationView::applyTheme(Theme::make(ThemeMode::Light));
}

void AllocationView::setDetail(std::shared_ptr<const PairingDetail> detail,
                               const std::optional<Platform>& platform) {
    detail_ = std::move(detail);
    allocation_ = detail_ ? allocationOf(*detail_, platform) : Allocation();
    QString text = allocation_.empty() ? emptyText(detail_) : allocation_.verdict;
    for (const ChunkShare& chunk : allocation_.chunks)
        text += tr("\n%1 chunk: %2, %3, %4")
                    .arg(operatorWord(chunk.op), chunk.array, layersText(chunk.layers), busyText(chunk));
    if (allocation_.dramBusy)
        text += tr("\nDRAM: %1 busy").arg(percentText(*allocation_.dramBusy));
    for (const ResourceShare& resource : allocation_.resources)
        text += QStringLiteral("\n%1: %2").arg(resource.name, useText(resource));
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

void AllocationView::setExtent(Extent extent) {
    if (extent == extent_)
        return;
    extent_ = extent;
    updateGeometry();
    update();
}

int AllocationView::margin() const {
    // Alone in a window it keeps clear of the edges; inside a page the page does.
    return isWindow() ? 16 : 0;
}

int AllocationView::heightForWidth(int width) const {
    if (allocation_.empty()) {
        const QFontMetricsF metrics(theme_.font(theme_.normal));
        return static_cast<int>(
                   metrics.boundingRect(QRectF(0, 0, width - 16, 1e4), wrapFlags, emptyText(detail_))
                       .height()) +
               16;
    }
    return static_cast<int>(std::ceil(
               draw(nullptr, allocation_, theme_, {theme_.small, 1, 1}, width - 2 * margin(), extent_))) +
           2 * margin();
}

QSize AllocationView::sizeHint() const {
    const int width = static_cast<int>(340 * (theme_.scale > 1 ? 1.5 : 1));
    return {width, heightForWidth(width)};
}

QSize AllocationView::minimumSizeHint() const {
    return {160, 60};
}

void AllocationView::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    updateGeometry();
    update();
}

void AllocationView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (allocation_.empty()) {
        painter.setFont(theme_.font(theme_.normal));
        painter.setPen(theme_.mutedText);
        painter.drawText(QRectF(rect()).adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyText(detail_));
        return;
    }
    const QSizeF inside(width() - 2 * margin(), height() - 2 * margin());
    BarColumn::Style style{theme_.small, 1, 1};
    if (isWindow())
        style = styleFor(allocation_, theme_, inside);
    style.ratio = devicePixelRatioF();
    painter.translate(margin(), margin());
    draw(&painter, allocation_, theme_, style, inside.width(), extent_);
}

} // namespace pairscape
