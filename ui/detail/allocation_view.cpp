// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/allocation_view.h"

#include "ui/detail/fact_grid.h"
#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr int wrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

QString percentText(double share) {
    return figureText(share * 100) + QStringLiteral(" %");
}

QString useText(const ResourceShare& resource) {
    const QString used = countText(std::llround(resource.used()));
    if (resource.limit <= 0)
        return used;
    return AllocationView::tr("%1 of %2, %3")
        .arg(used, countText(std::llround(resource.limit)), percentText(resource.used() / resource.limit));
}

QString busyText(const ChunkShare& chunk) {
    return AllocationView::tr("%1 busy").arg(percentText(chunk.busy)) +
           (chunk.bottleneck ? AllocationView::tr(" \u25c0 sets the interval") : QString());
}

/// Draws from top to bottom, or only measures where there is no painter.
class Pen {
  public:
    Pen(QPainter* painter, const Theme& theme, double width, double ratio)
        : painter_(painter), theme_(theme), width_(width), ratio_(ratio), metrics_(theme.font(theme.small)),
          line_(std::ceil(metrics_.height())), bar_(std::round(line_ * 0.95)) {}

    double y() const { return y_; }
    void moveTo(double x, double y) {
        x_ = x;
        y_ = y;
    }
    void skip(double lines) { y_ += std::round(line_ * lines); }

    void paragraph(const QString& words, QFont::Weight weight, const QColor& colour) {
        const QString text = unbroken(words);
        const QFont font = theme_.font(theme_.small, weight);
        const QRectF box = QFontMetricsF(font).boundingRect(QRectF(0, 0, width_, 1e4), wrapFlags, text);
        if (painter_) {
            painter_->setFont(font);
            painter_->setPen(colour);
            painter_->drawText(QRectF(x_, y_, width_, box.height() + 1), wrapFlags, text);
        }
        y_ += std::ceil(box.height());
    }

    /// A name on the left and a figure on the right of one line; the figure goes below where both do not fit.
    void heading(const QString& name, const QString& figure, bool strong) {
        const QFont nameFont = theme_.font(theme_.small, QFont::DemiBold);
        const QFont figureFont = theme_.font(theme_.small, strong ? QFont::DemiBold : QFont::Normal);
        const double nameWidth = QFontMetricsF(nameFont).horizontalAdvance(name);
        const double figureWidth = QFontMetricsF(figureFont).horizontalAdvance(figure);
        const bool fits = nameWidth + figureWidth + 10 <= width_;
        if (painter_) {
            painter_->setFont(nameFont);
            painter_->setPen(theme_.text);
            painter_->drawText(QRectF(x_, y_, width_, line_), Qt::AlignLeft | Qt::AlignVCenter, name);
            painter_->setFont(figureFont);
            painter_->drawText(QRectF(x_, y_ + (fits ? 0 : line_), width_, line_),
                               (fits ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, figure);
        }
        y_ += fits ? line_ : 2 * line_;
    }

    struct Piece {
        double share = 0;
        QBrush brush;
        QString figure; ///< drawn where it fits, else beside the pieces with the word before it
        QString word;
    };

    /// Stacked pieces of a whole; what is left is seen as an empty track. `kept` at the right end is crossed
    /// out: it is not to be had.
    void bar(const std::vector<Piece>& pieces, double kept) {
        const QRectF track(x_, y_, width_, bar_);
        y_ += bar_;
        if (painter_) {
            painter_->fillRect(track, theme_.grid);
            const double left = snapped(x_ + width_ * (1 - kept));
            painter_->fillRect(QRectF(left, track.top(), track.right() - left, bar_),
                               QBrush(theme_.dimmed, Qt::BDiagPattern));
        }
        double at = 0;
        QStringList outside; // figures of pieces too narrow for them
        for (const Piece& piece : pieces) {
            if (piece.share <= 0)
                continue;
            const double left = x_ + at * width_;
            at = std::min(1.0, at + piece.share);
            const QRectF rect(left, track.top(), x_ + at * width_ - left, bar_);
            const bool fits = metrics_.horizontalAdvance(piece.figure) + 4 * pad() <= rect.width();
            if (!fits && !piece.figure.isEmpty())
                outside << piece.word + QLatin1Char(' ') + piece.figure;
            if (painter_)
                drawPiece(piece, rect, fits);
        }
        const QString text = unbroken(outside.join(QStringLiteral(", ")));
        const QRectF beside(x_ + at * width_ + line_ * 0.3, track.top(), metrics_.horizontalAdvance(text) + 1,
                            bar_);
        if (text.isEmpty())
            return;
        if (beside.right() > track.right()) {
            paragraph(text, QFont::Normal, theme_.text);
        } else if (painter_) {
            painter_->fillRect(beside.adjusted(0, 0, line_ * 0.3, 0), theme_.grid);
            painter_->setFont(theme_.font(theme_.small));
            painter_->setPen(theme_.text);
            painter_->drawText(beside, Qt::AlignLeft | Qt::AlignVCenter, text);
        }
    }

  private:
    double snapped(double x) const { return std::round(x * ratio_) / ratio_; }
    double pad() const { return std::round(line_ * 0.2); }

    /// Its figure stands on a plain ground: on a hatch it could not be read.
    void drawPiece(const Piece& piece, const QRectF& rect, bool withFigure) {
        const double left = snapped(rect.left());
        const double right = std::max(snapped(rect.right()), left + 1);
        painter_->fillRect(QRectF(left, rect.top(), right - left, rect.height()), piece.brush);
        painter_->fillRect(QRectF(right - 1, rect.top(), 1, rect.height()), theme_.background);
        if (!withFigure || piece.figure.isEmpty())
            return;
        const double width = metrics_.horizontalAdvance(piece.figure);
        const QRectF plate(rect.center().x() - width / 2 - pad(), rect.top() + pad() / 2, width + 2 * pad(),
                           rect.height() - pad());
        painter_->fillRect(plate, theme_.background);
        painter_->setFont(theme_.font(theme_.small));
        painter_->setPen(theme_.text);
        painter_->drawText(plate, Qt::AlignCenter, piece.figure);
    }

    QPainter* painter_;
    const Theme& theme_;
    double width_, ratio_;
    QFontMetricsF metrics_;
    double line_, bar_;
    double x_ = 0, y_ = 0;
};

void drawResources(Pen& pen, const Allocation& allocation, const Theme& theme) {
    bool kept = false;
    for (const ResourceShare& resource : allocation.resources) {
        pen.heading(resource.name, useText(resource),
                    resource.limit > 0 && resource.used() >= 0.95 * resource.limit);
        std::vector<Pen::Piece> pieces;
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
    if (kept)
        pen.paragraph(AllocationView::tr("Hatched at the end of LUT: kept free for control and routing."),
                      QFont::Normal, theme.mutedText);
}

void drawBusy(Pen& pen, const Allocation& allocation, const Theme& theme) {
    for (const ChunkShare& chunk : allocation.chunks) {
        pen.heading(AllocationView::tr("%1 chunk").arg(operatorWord(chunk.op)), busyText(chunk),
                    chunk.bottleneck);
        pen.bar({{chunk.busy, theme.operatorBrush(chunk.op), {}, {}}}, 0);
        pen.paragraph(AllocationView::tr("%1, %2 layers; buffers %3")
                          .arg(chunk.array)
                          .arg(chunk.layers)
                          .arg(chunk.buffers),
                      QFont::Normal, theme.mutedText);
        pen.skip(0.35);
    }
    if (allocation.dramBusy) {
        pen.heading(
            AllocationView::tr("DRAM"),
            AllocationView::tr("%1 busy").arg(percentText(*allocation.dramBusy)) +
                (allocation.dramSetsInterval ? AllocationView::tr(" \u25c0 sets the interval") : QString()),
            allocation.dramSetsInterval);
        pen.bar({{*allocation.dramBusy, theme.mutedText, {}, {}}}, 0);
    }
}

/// Draws, or only measures; returns the height. On a wide page how busy the chunks are stands beside what
/// they take, else above it.
double draw(QPainter* painter, const Allocation& allocation, const Theme& theme, double width, double ratio) {
    const double between = 36 * (theme.scale > 1 ? 1.4 : 1);
    const bool wide = width >= 820 * (theme.scale > 1 ? 1.4 : 1);
    const double column = wide ? (width - between) / 2 : width;
    Pen whole(painter, theme, width, ratio);
    whole.paragraph(allocation.verdict, QFont::DemiBold, theme.text);
    whole.skip(0.6);

    Pen busy(painter, theme, column, ratio);
    busy.moveTo(0, whole.y());
    busy.paragraph(AllocationView::tr("Share of the interval in which each works"), QFont::Normal,
                   theme.mutedText);
    busy.skip(0.25);
    drawBusy(busy, allocation, theme);

    Pen taken(painter, theme, column, ratio);
    taken.moveTo(wide ? column + between : 0, wide ? whole.y() : busy.y());
    if (!wide)
        taken.skip(0.8);
    taken.paragraph(AllocationView::tr("What the chunks take of the platform"), QFont::Normal,
                    theme.mutedText);
    taken.skip(0.25);
    drawResources(taken, allocation, theme);
    return std::max(busy.y(), taken.y());
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
        text += tr("\n%1 chunk: %2, %3 layers, %4")
                    .arg(operatorWord(chunk.op), chunk.array)
                    .arg(chunk.layers)
                    .arg(busyText(chunk));
    if (allocation_.dramBusy)
        text += tr("\nDRAM: %1 busy").arg(percentText(*allocation_.dramBusy));
    for (const ResourceShare& resource : allocation_.resources)
        text += QStringLiteral("\n%1: %2").arg(resource.name, useText(resource));
    setAccessibleDescription(text);
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
    return static_cast<int>(std::ceil(draw(nullptr, allocation_, theme_, width - 2 * margin(), 1))) +
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
    painter.translate(margin(), margin());
    draw(&painter, allocation_, theme_, width() - 2 * margin(), devicePixelRatioF());
}

} // namespace pairscape
