// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_chart.h"

#include "ui/detail/layer_facts.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr double largestZoom = 16;

/// A figure of one or two digits times a power of ten, not below `value`, whose half is short too.
double roundedUp(double value) {
    if (!(value > 0))
        return 1;
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0})
        if (value <= step * decade * (1 + 1e-9))
            return step * decade;
    return 10 * decade;
}

} // namespace

LayerChart::LayerChart(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Layers by operator and time"));
    horizontalScrollBar()->setSingleStep(20);
    pairscape::LayerChart::applyTheme(Theme::make(ThemeMode::Light));
}

void LayerChart::setDetail(std::shared_ptr<const PairingDetail> detail,
                           const std::optional<Platform>& platform) {
    const bool other = !detail || !detail_ || detail->record.hash != detail_->record.hash;
    detail_ = std::move(detail);
    platform_ = platform;
    largestKernel_ = 5;
    double longest = 0;
    if (detail_) {
        for (const Layer& layer : detail_->network.layers)
            largestKernel_ = std::max(largestKernel_, layer.kernel);
        if (costs())
            for (std::size_t i = 0; i < detail_->network.layers.size(); ++i)
                longest = std::max(longest, layerTime(*detail_, i, platform_));
    }
    axisTop_ = roundedUp(longest);
    if (other) {
        hovered_ = held_ = marked_ = -1;
        zoom_ = 1;
    }
    updateGeometry();
    arrange();
    emit pointed();
}

void LayerChart::setEmptyText(const QString& text) {
    emptyText_ = text;
    viewport()->update();
}

void LayerChart::setBrief(bool brief) {
    if (brief == brief_)
        return;
    brief_ = brief;
    updateGeometry();
    viewport()->update();
}

bool LayerChart::costs() const {
    return detail_ && hasCosts(*detail_);
}

double LayerChart::timeOf(int layer) const {
    return layerTime(*detail_, static_cast<std::size_t>(layer), platform_);
}

void LayerChart::arrange() {
    const double window = std::max(10.0, viewport()->width() - gutter() - 2);
    layout_ = detail_ ? LayerLayout(detail_->network, window, zoom_) : LayerLayout();
    const double beyond = layout_.length() - window;
    horizontalScrollBar()->setPageStep(static_cast<int>(window));
    horizontalScrollBar()->setRange(0, beyond > 0.5 ? static_cast<int>(std::ceil(beyond)) : 0);
    viewport()->update();
}

void LayerChart::resizeEvent(QResizeEvent*) {
    arrange();
}

void LayerChart::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    viewport()->setPalette(palette);
    updateGeometry();
    arrange();
}

QSize LayerChart::sizeHint() const {
    const double height = bands(brief_ ? Room::Least : Room::Pleasant).height;
    return {static_cast<int>(340 * theme_.scale),
            static_cast<int>(std::ceil(height)) + horizontalScrollBar()->sizeHint().height()};
}

QSize LayerChart::minimumSizeHint() const {
    return {120, static_cast<int>(std::ceil(bands(Room::Least).height)) +
                     horizontalScrollBar()->sizeHint().height()};
}

int LayerChart::layerAt(const QPointF& point) const {
    if (!detail_)
        return -1;
    const Bands at = bands(Room::Given);
    if (point.y() < at.operators.top() || point.y() > at.bounds.bottom() || point.x() < gutter() ||
        point.x() > viewport()->width())
        return -1;
    return layout_.layerAt(point.x() - gutter() + horizontalScrollBar()->value());
}

void LayerChart::setHovered(int layer) {
    if (layer == hovered_)
        return;
    hovered_ = layer;
    viewport()->update();
    emit pointed();
}

void LayerChart::hold(int layer) {
    const int count = static_cast<int>(layout_.layers().size());
    held_ = layer >= 0 && layer < count ? layer : -1;
    if (held_ >= 0) {
        const LayerLayout::Span& span = layout_.layers()[static_cast<std::size_t>(held_)];
        QScrollBar* bar = horizontalScrollBar();
        if (span.x < bar->value() || span.end() > bar->value() + bar->pageStep())
            bar->setValue(static_cast<int>(span.x + span.width / 2 - bar->pageStep() / 2.0));
    }
    viewport()->update();
    emit pointed();
}

void LayerChart::point(int held, int hovered) {
    if (held != held_) {
        hovered_ = hovered;
        hold(held);
    } else {
        setHovered(hovered);
    }
}

void LayerChart::setMarked(int layer) {
    marked_ = layer;
    viewport()->update();
}

void LayerChart::setZoom(double zoom) {
    zoomAbout(zoom / zoom_, gutter() + horizontalScrollBar()->pageStep() / 2.0);
}

void LayerChart::zoomAbout(double factor, double viewportX) {
    if (!detail_ || layout_.length() <= 0)
        return;
    const double within = viewportX - gutter();
    const double share = (horizontalScrollBar()->value() + within) / layout_.length();
    zoom_ = std::clamp(zoom_ * factor, 1.0, largestZoom);
    arrange();
    horizontalScrollBar()->setValue(static_cast<int>(std::lround(share * layout_.length() - within)));
}

bool LayerChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    return QAbstractScrollArea::viewportEvent(event);
}

void LayerChart::mouseMoveEvent(QMouseEvent* event) {
    setHovered(layerAt(event->position()));
}

void LayerChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !detail_)
        return;
    const int layer = layerAt(event->position());
    hovered_ = layer;
    hold(layer == held_ ? -1 : layer);
}

int LayerChart::stageOf(int layer) const {
    const auto& stages = layout_.stages();
    for (std::size_t i = 0; i < stages.size(); ++i)
        if (layer <= stages[i].last)
            return static_cast<int>(i);
    return static_cast<int>(stages.size()) - 1;
}

void LayerChart::step(int key) {
    const int last = static_cast<int>(layout_.layers().size()) - 1;
    const auto& stages = layout_.stages();
    const int from = held_ >= 0 ? held_ : hovered_;
    int to = 0;
    if (key == Qt::Key_End || (from < 0 && key == Qt::Key_Left))
        to = last;
    else if (key == Qt::Key_Home || from < 0)
        to = 0;
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        to = std::clamp(from + (key == Qt::Key_Right ? 1 : -1), 0, last);
    else { // a page is a stage
        const int stage = stageOf(from) + (key == Qt::Key_PageDown ? 1 : -1);
        to =
            stages[static_cast<std::size_t>(std::clamp(stage, 0, static_cast<int>(stages.size()) - 1))].first;
    }
    hold(to);
}

void LayerChart::keyPressEvent(QKeyEvent* event) {
    if (!detail_ || layout_.layers().empty()) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        step(event->key());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (held_ < 0 && hovered_ >= 0)
            hold(hovered_);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(zoom_ * 1.5);
        return;
    case Qt::Key_Minus:
        setZoom(zoom_ / 1.5);
        return;
    case Qt::Key_0:
        setZoom(1);
        return;
    case Qt::Key_Escape:
        if (held_ >= 0) {
            hold(-1);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

void LayerChart::contextMenuEvent(QContextMenuEvent* event) {
    if (!detail_)
        return;
    QMenu menu(this);
    const auto add = [&](const QString& text, const QKeySequence& key, double zoom) {
        QAction* action = menu.addAction(text, this, [this, zoom] { setZoom(zoom); });
        action->setShortcut(key);
        action->setEnabled(std::clamp(zoom, 1.0, largestZoom) != zoom_);
    };
    add(tr("Zoom in"), Qt::Key_Plus, zoom_ * 1.5);
    add(tr("Zoom out"), Qt::Key_Minus, zoom_ / 1.5);
    add(tr("Show all layers"), Qt::Key_0, 1);
    menu.exec(event->globalPos());
}

void LayerChart::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    if (event->modifiers().testFlag(Qt::ControlModifier) && turn.y() != 0) {
        zoomAbout(std::pow(1.2, turn.y() / 120.0), event->position().x());
    } else if (turn.x() != 0 && horizontalScrollBar()->maximum() > 0) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turn.x() / 2);
    } else {
        event->ignore(); // the page around us scrolls
        return;
    }
    setHovered(layerAt(event->position()));
    event->accept();
}

void LayerChart::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LayerChart::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace pairscape
