// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/headline.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// The best that is known of a pairing's accuracy: trained, else predicted, else its zero-shot rank.
std::pair<const char*, AccuracyKind> bestKnown(const PairingRecord& record) {
    if (record.accuracyOf(AccuracyKind::Trained) != nullptr)
        return {"trained", AccuracyKind::Trained};
    if (record.predicted)
        return {"predicted", AccuracyKind::Predicted};
    return {"accuracy", AccuracyKind::ZeroShotRank};
}

} // namespace

QString accuracyWords(AccuracyKind kind) {
    switch (kind) {
    case AccuracyKind::ZeroShotRank:
        return Headline::tr("zero-shot rank, nothing trained");
    case AccuracyKind::Predicted:
        return Headline::tr("predicted from zero-shot scores");
    case AccuracyKind::Supernet:
        return Headline::tr("measured in the supernet");
    case AccuracyKind::Trained:
        return Headline::tr("measured after training");
    }
    return {};
}

Headline::Headline(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Figures of the design"));
    pairscape::Headline::applyTheme(Theme::make(ThemeMode::Light));
}

void Headline::setRecord(const std::optional<PairingRecord>& record, const std::optional<PairingRecord>& base,
                         const DesignDetail* steady) {
    large_.clear();
    small_.clear();
    compared_ = base.has_value();
    if (record) {
        const auto best = bestKnown(*record);
        const char* const accuracy = best.first;
        const AccuracyKind kind = best.second;
        const auto add = [&](std::vector<Tile>& tiles, const char* id) {
            const MetricColumn* metric = findMetricColumn(QString::fromLatin1(id));
            if (!metric)
                return;
            Tile tile{metric->title, metric->text(*record), metric->unit, metric->kind, {}};
            if (metric->id == QLatin1String(accuracy)) {
                tile.name = tr("Accuracy");
                tile.kind = accuracyWords(kind);
            }
            if (base)
                tile.difference = differenceFrom(*base, *record, *metric);
            tiles.push_back(tile);
        };
        for (const char* id : {accuracy, "fps"})
            add(large_, id);
        if (record->feasible) {
            large_.back().kind = tr("modelled upper bound");
            const auto figure = [steady](double value) {
                return steady ? figureText(value) : QStringLiteral("\u2026");
            };
            const QString modelled = tr("modelled");
            add(small_, "latency");
            small_.back().name = tr("Latency alone");
            add(small_, "energy");
            small_.push_back({tr("FPS contended"),
                              figure(steady ? steady->replay.fps : 0),
                              large_.back().unit,
                              modelled,
                              {}});
            small_.push_back({tr("Latency steady"),
                              figure(steady ? steady->latencySteadySeconds * 1e3 : 0),
                              small_.front().unit,
                              modelled,
                              {}});
            for (const char* id : {"power", "edp"})
                add(small_, id);
        }
    }
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QString Headline::text() const {
    QString text;
    for (const std::vector<Tile>* tiles : {&large_, &small_})
        for (const Tile& tile : *tiles)
            text += QStringLiteral("%1: %2 %3 (%4) %5")
                        .arg(tile.name, tile.figure, tile.unit, tile.kind, tile.difference.text)
                        .simplified() +
                    QLatin1Char('\n');
    return text;
}

void Headline::setSmallFigures(std::size_t most) {
    if (most == most_)
        return;
    most_ = most;
    updateGeometry();
    update();
}

std::vector<const Headline::Tile*> Headline::smallShown() const {
    std::vector<const Tile*> shown;
    for (const Tile& tile : small_)
        if (shown.size() < most_)
            shown.push_back(&tile);
    return shown;
}

double Headline::tileWidth(const Tile& tile, int points) const {
    const QFontMetricsF figure(theme_.font(points, QFont::DemiBold));
    const QFontMetricsF words(theme_.font(theme_.small));
    return std::ceil(
        std::max({figure.horizontalAdvance(tile.figure) + 4 + words.horizontalAdvance(tile.unit),
                  words.horizontalAdvance(tile.name), words.horizontalAdvance(tile.difference.text)}));
}

double Headline::drawRow(QPainter* painter, const std::vector<const Tile*>& tiles, double y, double column,
                         int points) const {
    const QFont figureFont = theme_.font(points, QFont::DemiBold);
    const QFont wordFont = theme_.font(theme_.small);
    const QFontMetricsF figure(figureFont);
    const QFontMetricsF words(wordFont);
    const bool large = points == theme_.huge;
    const double gap = words.averageCharWidth() * 2;
    constexpr int wrap = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
    double below = 0; // kinds of large figures may need several lines
    double x = 0;
    for (const Tile* tile : tiles) {
        double at = y;
        if (painter) {
            painter->setFont(wordFont);
            painter->setPen(theme_.mutedText);
            painter->drawText(QPointF(x, at + words.ascent()), tile->name);
        }
        at += words.height();
        if (painter) {
            painter->setFont(figureFont);
            painter->setPen(theme_.text);
            painter->drawText(QPointF(x, at + figure.ascent()), tile->figure);
            painter->setFont(wordFont);
            painter->setPen(theme_.mutedText);
            painter->drawText(QPointF(x + figure.horizontalAdvance(tile->figure) + 4, at + figure.ascent()),
                              tile->unit);
        }
        at += figure.height();
        if (large) {
            const QRectF box(x, at, column - gap, 1e4);
            const double height = words.boundingRect(box, wrap, tile->kind).height();
            if (painter) {
                painter->setPen(theme_.mutedText);
                painter->drawText(QRectF(box.topLeft(), QSizeF(box.width(), height + 1)), wrap, tile->kind);
            }
            at += height;
        }
        if (compared_) {
            if (painter) {
                const auto verdict = tile->difference.verdict;
                painter->setFont(theme_.font(theme_.small));
                painter->setPen(verdict == Difference::Verdict::Better  ? theme_.good
                                : verdict == Difference::Verdict::Worse ? theme_.bad
                                                                        : theme_.mutedText);
                painter->drawText(QPointF(x, at + words.ascent()), tile->difference.text);
            }
            at += words.height();
        }
        below = std::max(below, at - y);
        x += column;
    }
    return below;
}

double Headline::draw(QPainter* painter, double width) const {
    const double gap = QFontMetricsF(theme_.font(theme_.small)).averageCharWidth() * 1.8;
    double y = 0;
    std::vector<const Tile*> large;
    for (const Tile& tile : large_)
        large.push_back(&tile);
    for (const auto& [tiles, points] :
         {std::pair(large, theme_.huge), std::pair(smallShown(), theme_.large)}) {
        if (tiles.empty())
            continue;
        double widest = 0;
        for (const Tile* tile : tiles)
            widest = std::max(widest, tileWidth(*tile, points) + gap);
        const auto count = static_cast<int>(tiles.size());
        int columns = std::clamp(static_cast<int>((width + gap) / widest), 1, count);
        if (columns < count) // rows of equal length
            columns = (count + (count + columns - 1) / columns - 1) / ((count + columns - 1) / columns);
        // Not torn apart on a wide page.
        const double column = std::min((width + gap) / columns, std::max(widest, 240 * theme_.scale));
        for (int first = 0; first < count; first += columns) {
            std::vector<const Tile*> row;
            for (int i = first; i < std::min(count, first + columns); ++i)
                row.push_back(tiles[static_cast<std::size_t>(i)]);
            y += drawRow(painter, row, y, column, points) + std::round(6 * theme_.scale);
        }
    }
    if (!small_.empty()) {
        const QFontMetricsF words(theme_.font(theme_.small));
        if (painter) {
            painter->setFont(theme_.font(theme_.small));
            painter->setPen(theme_.mutedText);
            painter->drawText(
                QPointF(0, y + words.ascent()),
                words.elidedText(tr("Modelled. Latency is that of a batch."), Qt::ElideRight, width));
        }
        y += words.height();
    }
    return y;
}

int Headline::heightForWidth(int width) const {
    return static_cast<int>(std::ceil(draw(nullptr, width)));
}

QSize Headline::sizeHint() const {
    const int width = static_cast<int>(340 * (theme_.scale > 1 ? 1.5 : 1));
    return {width, heightForWidth(width)};
}

QSize Headline::minimumSizeHint() const {
    return {160, 40};
}

void Headline::applyTheme(const Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

void Headline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(&painter, width());
}

} // namespace pairscape
