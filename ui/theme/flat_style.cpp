// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/flat_style.h"

#include <QApplication>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTableView>
#include <QWidget>

#include <algorithm>

namespace pairscape {

namespace {

/// `share` of the second colour in the first.
QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto part = [share](float x, float y) { return x + static_cast<float>(share) * (y - x); };
    return QColor::fromRgbF(part(a.redF(), b.redF()), part(a.greenF(), b.greenF()),
                            part(a.blueF(), b.blueF()));
}

int lineHeight(const QStyleOption* option, const QWidget* widget) {
    if (widget)
        return widget->fontMetrics().height();
    return option ? option->fontMetrics.height() : QFontMetrics(QApplication::font()).height();
}

/// One pixel for text of ordinary size, two in a talk.
double lineWidth(const QStyleOption* option, const QWidget* widget) {
    return std::max(1.0, std::round(lineHeight(option, widget) / 16.0));
}

QColor border(const QStyleOption& option) {
    const QColor line = option.palette.color(QPalette::Mid);
    return option.state.testFlag(QStyle::State_Enabled)
               ? line
               : mixed(option.palette.color(QPalette::Window), line, 0.5);
}

/// An area with a line around it; the line is in the accent colour where the keyboard's focus is.
void drawPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget, const QColor& fill,
               bool focus) {
    const double width = focus ? 2 * lineWidth(&option, widget) : lineWidth(&option, widget);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(focus ? option.palette.color(QPalette::Highlight) : border(option), width));
    painter.setBrush(fill);
    const double in = width / 2;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(in, in, -in, -in), 3, 3);
    painter.restore();
}

QColor buttonFill(const QStyleOption& option) {
    const QColor ground = option.palette.color(QPalette::Button);
    const QColor ink = option.palette.color(QPalette::ButtonText);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (enabled && option.state & (QStyle::State_Sunken | QStyle::State_On))
        return mixed(ground, ink, 0.16);
    return enabled && option.state.testFlag(QStyle::State_MouseOver) ? mixed(ground, ink, 0.07) : ground;
}

void drawTick(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor ground = option.palette.color(QPalette::Base);
    const QColor accent =
        enabled ? option.palette.color(QPalette::Active, QPalette::Highlight) : border(option);
    const QColor text = option.palette.color(QPalette::Text);
    const double width = lineWidth(&option, widget);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(width / 2, width / 2, -width / 2, -width / 2);
    // The outline is what says that there is a box: half-way from an axis to the words beside it.
    painter.setPen(QPen(on        ? accent
                        : enabled ? mixed(border(option), text, 0.6)
                                  : border(option),
                        width * 1.2));
    painter.setBrush(on ? accent : ground);
    painter.drawRoundedRect(box, 2, 2);
    if (on) {
        painter.setPen(QPen(option.palette.color(QPalette::Active, QPalette::HighlightedText),
                            box.width() / 7, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        const auto at = [&](double x, double y) {
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
        };
        if (option.state.testFlag(QStyle::State_NoChange))
            painter.drawLine(at(0.22, 0.5), at(0.78, 0.5));
        else
            painter.drawPolyline(QPolygonF{at(0.2, 0.52), at(0.42, 0.74), at(0.82, 0.27)});
    }
    painter.restore();
}

/// An open arrow, in the middle of the rectangle.
void drawChevron(QPainter& painter, const QRectF& where, const QColor& ink, double width, bool up) {
    const double half = std::min(where.width(), where.height()) * 0.26;
    const QPointF middle = where.center();
    const double dy = (up ? half : -half) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, width * 1.4));
    painter.drawPolyline(
        QPolygonF{middle + QPointF(-half, dy), middle + QPointF(0, -dy), middle + QPointF(half, dy)});
    painter.restore();
}

/// Words in a table keep clear of the figures that end to their left.
int indent(const QStyleOption* option, const QWidget* widget) {
    Qt::Alignment alignment = Qt::AlignRight;
    if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option))
        alignment = header->textAlignment;
    else if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
             item && qobject_cast<const QTableView*>(widget))
        alignment = item->displayAlignment;
    return alignment.testFlag(Qt::AlignLeft) ? lineHeight(option, widget) / 2 : 0;
}

void drawTab(QPainter& painter, const QStyleOptionTab& tab, const QWidget* widget) {
    const bool chosen = tab.state.testFlag(QStyle::State_Selected);
    const QColor ground = tab.palette.color(QPalette::Window);
    if (!chosen && tab.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(tab.rect, mixed(ground, tab.palette.color(QPalette::WindowText), 0.07));
    if (!chosen)
        return;
    const int thick = 2 * static_cast<int>(lineWidth(&tab, widget));
    const bool below = tab.shape == QTabBar::RoundedSouth || tab.shape == QTabBar::TriangularSouth;
    QRect line = tab.rect;
    line.setTop(below ? tab.rect.top() : tab.rect.bottom() + 1 - thick);
    line.setHeight(thick);
    painter.fillRect(line, tab.palette.color(QPalette::Active, QPalette::Highlight));
}

} // namespace

FlatStyle::FlatStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void FlatStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const bool byKeyboard =
        option->state.testFlag(State_HasFocus) && option->state.testFlag(State_KeyboardFocusChange);
    switch (element) {
    case PE_PanelButtonCommand:
        drawPanel(*painter, *option, widget, buttonFill(*option), byKeyboard);
        return;
    case PE_PanelButtonTool:
        // One that rises by itself is bare until it is pointed at, pressed or on.
        if (!option->state.testFlag(State_AutoRaise) ||
            option->state & (State_MouseOver | State_Sunken | State_On) || byKeyboard)
            drawPanel(*painter, *option, widget, buttonFill(*option), byKeyboard);
        return;
    case PE_FrameLineEdit:
        drawPanel(*painter, *option, widget, Qt::transparent, option->state.testFlag(State_HasFocus));
        return;
    case PE_Frame: // a field of several lines looks like one of one line
        if (qobject_cast<const QPlainTextEdit*>(widget)) {
            drawPanel(*painter, *option, widget, Qt::transparent, widget->hasFocus());
            return;
        }
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    case PE_FrameTabBarBase:
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_IndicatorCheckBox:
        drawTick(*painter, *option, widget);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void FlatStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    const QPalette& palette = option->palette;
    switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: {
        painter->fillRect(option->rect, palette.color(QPalette::Window));
        QRect line = option->rect;
        line.setTop(line.bottom() + 1 - static_cast<int>(lineWidth(option, widget)));
        painter->fillRect(line, palette.color(QPalette::Mid));
        return;
    }
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeader moved = *header;
            moved.version = QStyleOptionHeader::Version; // what a later version has is not copied
            moved.rect.setLeft(moved.rect.left() + indent(option, widget));
            QProxyStyle::drawControl(element, &moved, painter, widget);
            return;
        }
        break;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(*painter, *tab, widget);
            return;
        }
        break;
    case CE_ProgressBarGroove:
        drawPanel(*painter, *option, widget, palette.color(QPalette::Base), false);
        return;
    case CE_ProgressBarContents:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            const int line = static_cast<int>(lineWidth(option, widget));
            QRectF inside = QRectF(bar->rect).adjusted(line, line, -line, -line);
            const QColor ink = palette.color(QPalette::Highlight);
            if (bar->maximum <= bar->minimum) { // how much there is to do is not known yet
                painter->fillRect(inside, QBrush(ink, Qt::BDiagPattern));
                return;
            }
            inside.setWidth(inside.width() * (bar->progress - bar->minimum) /
                            (static_cast<double>(bar->maximum) - bar->minimum));
            painter->fillRect(inside, ink);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void FlatStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                   QPainter* painter, const QWidget* widget) const {
    const QPalette& palette = option->palette;
    const double line = lineWidth(option, widget);
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool focus = option->state.testFlag(State_HasFocus);
    if (control == CC_ComboBox) {
        const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (box && !box->editable) {
            drawPanel(*painter, *option, widget, buttonFill(*option),
                      focus && option->state.testFlag(State_KeyboardFocusChange));
            drawChevron(*painter, subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget),
                        palette.color(QPalette::ButtonText), line, false);
            return;
        }
    }
    if (control == CC_SpinBox) {
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
            drawPanel(*painter, *option, widget, palette.color(enabled ? QPalette::Base : QPalette::Window),
                      focus);
            if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
                return;
            for (const auto& [part, step, up] :
                 {std::tuple(SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, true),
                  std::tuple(SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, false)}) {
                const QRect where = subControlRect(CC_SpinBox, option, part, widget);
                const bool can = enabled && spin->stepEnabled.testFlag(step);
                if (can && option->activeSubControls == part && option->state.testFlag(State_MouseOver))
                    painter->fillRect(where, buttonFill(*option));
                drawChevron(*painter, where,
                            palette.color(can ? QPalette::Active : QPalette::Disabled, QPalette::Text), line,
                            up);
            }
            return;
        }
    }
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            // Nothing but a handle on a plain ground; the ends still step when they are pressed.
            painter->fillRect(option->rect, palette.color(QPalette::Window));
            if (bar->maximum <= bar->minimum)
                return;
            QRectF handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
            const double in = std::min(handle.width(), handle.height()) * 0.25;
            handle.adjust(in, in, -in, -in);
            const bool used = enabled && option->activeSubControls.testFlag(SC_ScrollBarSlider) &&
                              option->state & (State_MouseOver | State_Sunken);
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(
                mixed(palette.color(QPalette::Window), palette.color(QPalette::Mid), used ? 1 : 0.65));
            const double round = std::min(handle.width(), handle.height()) / 2;
            painter->drawRoundedRect(handle, round, round);
            painter->restore();
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect FlatStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_ItemViewItemText)
        rect.setLeft(rect.left() + indent(option, widget));
    return rect;
}

QSize FlatStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                  const QWidget* widget) const {
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    // As wide as its word needs: Fusion's least width makes three buttons wider than a pane.
    if (type == CT_ItemViewItem || type == CT_HeaderSection)
        size.setWidth(size.width() + indent(option, widget));
    if (type == CT_PushButton)
        size.setWidth(std::min(size.width(), contents.width() + lineHeight(option, widget) * 5 / 4));
    return size;
}

int FlatStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        // Nearly as high as the line beside it: a smaller box is lost on a projector.
        return std::max(14, lineHeight(option, widget) * 9 / 10);
    case PM_DefaultFrameWidth: // room for the round corners beside the text's own ground
        if (qobject_cast<const QPlainTextEdit*>(widget))
            return 3;
        return QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

} // namespace pairscape
