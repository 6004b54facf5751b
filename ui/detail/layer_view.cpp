// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_view.h"

#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/models/figure_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace pairscape {

LayerView::LayerView(const QString& name, const QString& promise, QWidget* parent)
    : QWidget(parent), promise_(promise), focus_(nullptr) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    theme_ = Theme::make(ThemeMode::Light);
    setLayerFocus(new LayerFocus(this));
}

void LayerView::setLayerFocus(LayerFocus* focus) {
    if (focus_)
        disconnect(focus_, nullptr, this, nullptr);
    if (focus_ && focus_->parent() == this)
        focus_->deleteLater();
    focus_ = focus;
    connect(focus_, &LayerFocus::changed, this, [this] {
        describe();
        update();
    });
    update();
}

void LayerView::setDesign(const ShownDesign& design) {
    const bool other =
        !design.detail || !design_.detail || design.detail->record.hash != design_.detail->record.hash;
    design_ = design;
    if (other)
        focus_->set(-1, -1);
    updateGeometry();
    arrange();
    describe();
    update();
}

void LayerView::describe() {
    setAccessibleDescription(hasDesign() ? summary() + QLatin1Char('\n') + footer() : promise_);
}

int LayerView::layerCount() const {
    return hasDesign() ? static_cast<int>(design_.steady->layers.size()) : 0;
}

double LayerView::time(double cycles) const {
    return design_.platform && design_.platform->clockMhz > 0 ? cycles / (design_.platform->clockMhz * 1e3)
                                                              : cycles;
}

QString LayerView::timeUnit() const {
    return layerTimeUnit(design_.platform);
}

QString LayerView::timeText(double cycles) const {
    if (timeUnit() == QLatin1String("ms") && time(cycles) < 0.1)
        return figureText(time(cycles) * 1e3) + QStringLiteral("\u00a0\u00b5s");
    return figureText(time(cycles)) + QChar(0xa0) + timeUnit();
}

double LayerView::line() const {
    return std::ceil(metrics().height());
}

QFontMetricsF LayerView::metrics() const {
    return QFontMetricsF(theme_.font(theme_.small));
}

double LayerView::snapped(double x) const {
    const double ratio = devicePixelRatioF();
    return std::round(x * ratio) / ratio;
}

QString LayerView::fitting(const QStringList& words, double width) const {
    for (const QString& each : words)
        if (metrics().horizontalAdvance(each) <= width)
            return each;
    return {};
}

QSizeF LayerView::margins() const {
    const double frame = 2 * theme_.scale; // of the keyboard focus
    return isWindow() ? QSizeF(16, 12) : QSizeF(frame, frame);
}

QRectF LayerView::content() const {
    const QSizeF edge = margins();
    return QRectF(rect()).adjusted(edge.width(), edge.height(), -edge.width(), -edge.height() - line() - 2);
}

QString LayerView::footer() const {
    if (!hasDesign())
        return {};
    const int shown = focus_->shown();
    if (theme_.mode == ThemeMode::Talk && shown < 0)
        return {}; // an audience does not point
    if (shown < 0 || shown >= layerCount())
        return tr("Point at a layer or use the arrow keys; a click holds it in every view.");
    return QString::fromStdString(layer(shown).name) + QStringLiteral(" \u00b7 ") + wordsOn(shown).sentence;
}

void LayerView::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    updateGeometry();
    arrange();
    update();
}

QSize LayerView::sizeHint() const {
    return {static_cast<int>(340 * theme_.scale),
            static_cast<int>(linesHigh().wanted * line() + 2 * margins().height())};
}

QSize LayerView::minimumSizeHint() const {
    return {160, static_cast<int>(linesHigh().least * line() + 2 * margins().height())};
}

void LayerView::drawPointed(QPainter& painter, const std::function<QRectF(int)>& where) const {
    const auto frame = [&](int index, const QColor& colour, double width) {
        QRectF at = where(index);
        if (at.isEmpty())
            return;
        const double least = 3 * theme_.scale;
        if (at.width() < least)
            at.adjust(-(least - at.width()) / 2, 0, (least - at.width()) / 2, 0);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, width));
        painter.drawRect(at.adjusted(-width / 2, -width / 2, width / 2, width / 2));
    };
    if (focus_->hovered() >= 0 && focus_->hovered() != focus_->held())
        frame(focus_->hovered(), theme_.text, theme_.scale);
    if (focus_->held() >= 0)
        frame(focus_->held(), theme_.selected, 2 * theme_.scale);
}

void LayerView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.background);
    if (!hasDesign()) {
        painter.setFont(theme_.font(theme_.normal));
        painter.setPen(theme_.mutedText);
        painter.drawText(QRectF(rect()).adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, promise_);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme_.font(theme_.small));
    paintDesign(painter);
    painter.setFont(theme_.font(theme_.small));
    painter.setPen(focus_->shown() >= 0 ? theme_.text : theme_.mutedText);
    const QRectF last(content().left(), content().bottom() + 2, content().width(), line());
    painter.drawText(last, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics().elidedText(footer(), Qt::ElideRight, last.width()));
    if (hasFocus()) {
        const double width = 2 * theme_.scale;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.accent, width));
        painter.drawRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2));
    }
}

bool LayerView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = hasDesign() ? layerAt(help->pos()) : -1;
        if (at < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), wordsOn(at).tip, this, layerRect(at).toAlignedRect());
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

void LayerView::resizeEvent(QResizeEvent*) {
    arrange();
}

void LayerView::mouseMoveEvent(QMouseEvent* event) {
    focus_->hover(hasDesign() ? layerAt(event->position()) : -1);
}

void LayerView::leaveEvent(QEvent*) {
    focus_->hover(-1);
}

void LayerView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !hasDesign())
        return;
    const int at = layerAt(event->position());
    focus_->set(at == focus_->held() ? -1 : at, at);
}

void LayerView::keyPressEvent(QKeyEvent* event) {
    const int last = layerCount() - 1;
    const int from = focus_->shown();
    if (last < 0) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        focus_->hold(from < 0 ? last : std::max(0, from - 1));
        return;
    case Qt::Key_Right:
        focus_->hold(std::min(last, from + 1));
        return;
    case Qt::Key_Home:
        focus_->hold(0);
        return;
    case Qt::Key_End:
        focus_->hold(last);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (from >= 0)
            focus_->hold(from);
        return;
    case Qt::Key_Escape:
        if (focus_->held() >= 0) {
            focus_->hold(-1);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

} // namespace pairscape
