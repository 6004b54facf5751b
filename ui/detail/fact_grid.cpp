// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/fact_grid.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

QString figureWithUnit(const Fact& fact) {
    return fact.unit.isEmpty() ? fact.figure : fact.figure + QChar(0x00a0) + fact.unit;
}

constexpr int wrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

/// A column may be narrower than its longest figure, which then wraps, but not than this.
double leastColumn(const QFontMetricsF& metrics) {
    return metrics.averageCharWidth() * 28;
}

} // namespace

QString unbroken(QString text) {
    return text.replace(QChar(0x2009), QChar(0x202f));
}

QString factsText(const std::vector<Fact>& facts) {
    QString text;
    for (const Fact& fact : facts)
        text += fact.name + QStringLiteral(": ") + figureWithUnit(fact) + QLatin1Char('\n');
    return text;
}

FactGrid::FactGrid(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    pairscape::FactGrid::applyTheme(Theme::make(ThemeMode::Light));
}

void FactGrid::setFacts(std::vector<Fact> facts) {
    if (facts == facts_)
        return;
    facts_ = std::move(facts);
    setAccessibleDescription(factsText(facts_));
    if (template_.empty())
        updateGeometry();
    update();
}

void FactGrid::setTemplate(std::vector<Fact> widest) {
    template_ = std::move(widest);
    updateGeometry();
}

std::vector<FactGrid::Place> FactGrid::layOut(const std::vector<Fact>& facts, double width,
                                              double* height) const {
    const QFontMetricsF metrics(theme_.font(theme_.small));
    const double gap = metrics.averageCharWidth() * 1.5;
    const double between = metrics.averageCharWidth() * 2;
    const auto count = facts.size();
    // Columns come from the template where there is one: they stay while the figures change.
    const std::vector<Fact>& widest = template_.empty() ? facts : template_;
    double nameWidth = 0;
    double natural = 0;
    for (const Fact& fact : widest) {
        nameWidth = std::max(nameWidth, std::ceil(metrics.horizontalAdvance(fact.name)));
        natural = std::max(natural, std::ceil(metrics.horizontalAdvance(unbroken(figureWithUnit(fact)))));
    }
    natural = std::min(nameWidth + gap + natural, leastColumn(metrics));
    const int columns = std::clamp(static_cast<int>((width + between) / (natural + between)), 1,
                                   std::max(1, static_cast<int>((count + 3) / 4)));
    const double column = (width - between * (columns - 1)) / columns;
    nameWidth = std::min(nameWidth, column * 0.5);
    const double figureWidth = column - nameWidth - gap;

    std::vector<Place> places;
    places.reserve(count);
    const std::size_t perColumn =
        (count + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
    double deepest = 0;
    double y = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (perColumn > 0 && i % perColumn == 0)
            y = 0;
        const double x = static_cast<double>(perColumn > 0 ? i / perColumn : 0) * (column + between);
        const QRectF name = metrics.boundingRect(QRectF(0, 0, nameWidth, 1e4), wrapFlags, facts[i].name);
        const QRectF figure = metrics.boundingRect(QRectF(0, 0, figureWidth, 1e4), wrapFlags,
                                                   unbroken(figureWithUnit(facts[i])));
        const double line = std::max(
            {metrics.height(), metrics.height(), std::ceil(name.height()), std::ceil(figure.height())});
        places.push_back({QRectF(x, y, nameWidth, line), QRectF(x + nameWidth + gap, y, figureWidth, line)});
        y += line + std::max(2.0, metrics.height() * 0.12);
        deepest = std::max(deepest, y);
    }
    *height = deepest;
    return places;
}

int FactGrid::heightForWidth(int width) const {
    double height = 0;
    double kept = 0;
    layOut(facts_, width, &height);
    layOut(template_, width, &kept);
    return static_cast<int>(std::ceil(std::max(height, kept)));
}

QSize FactGrid::sizeHint() const {
    const int width = static_cast<int>(leastColumn(QFontMetricsF(theme_.font(theme_.small))));
    return {width, heightForWidth(width)};
}

QSize FactGrid::minimumSizeHint() const {
    const int width = sizeHint().width() / 2;
    return {width, static_cast<int>(QFontMetricsF(theme_.font(theme_.small)).height())};
}

void FactGrid::applyTheme(const Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

void FactGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    double height = 0;
    const std::vector<Place> places = layOut(facts_, width(), &height);
    for (std::size_t i = 0; i < places.size(); ++i) {
        painter.setFont(theme_.font(theme_.small));
        painter.setPen(theme_.mutedText);
        painter.drawText(places[i].name, wrapFlags, facts_[i].name);
        painter.setFont(theme_.font(theme_.small));
        painter.setPen(theme_.text);
        painter.drawText(places[i].figure, wrapFlags, unbroken(figureWithUnit(facts_[i])));
    }
}

void FactGrid::contextMenuEvent(QContextMenuEvent* event) {
    if (facts_.empty())
        return;
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(factsText(facts_)); });
    menu.exec(event->globalPos());
}

} // namespace pairscape
