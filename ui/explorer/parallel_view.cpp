// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/parallel_view.h"

#include "ui/models/background.h"
#include "ui/models/session.h"
#include "ui/plots/line_cloud.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

constexpr double pickRadius = 8; ///< logical pixels, across a line
constexpr double axisReach = 12; ///< logical pixels on each side of an axis

} // namespace

struct ParallelView::Order {
    std::shared_ptr<const StudySnapshot> snapshot;
    PairingFilter filter;
    QSize size;
    QRectF area;
    double density = 1;
    Theme theme;
};

ParallelView::ParallelView(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), queue_(std::make_unique<BackgroundQueue>()) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Parallel coordinates of all pairings"));
    setAccessibleDescription(tr("Left and Right choose an axis, Up and Down go to the next pairing on it."));
    connect(session_, &Session::studyChanged, this, [this] {
        picture_.reset();
        changed();
    });
    connect(session_, &Session::snapshotChanged, this, &ParallelView::changed);
    connect(session_, &Session::filterChanged, this, &ParallelView::changed);
    connect(session_, &Session::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(session_, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
    pairscape::ParallelView::applyTheme(Theme::make(ThemeMode::Light));
}

ParallelView::~ParallelView() = default;

void ParallelView::changed() {
    stale_ = true;
    update();
    if (isVisible())
        compute();
}

ParallelView::Order ParallelView::order() const {
    return {session_->snapshot(), session_->filter(), size(), plotArea(), devicePixelRatioF(), theme_};
}

void ParallelView::compute() {
    if (computing_)
        return; // whoever is at it will see that there is more to do
    computing_ = true;
    stale_ = false;
    queue_->add([this, order = order()] {
        std::shared_ptr<Picture> picture = make(order);
        return [this, picture] {
            computing_ = false;
            if (picture->snapshot->path == session_->snapshot()->path)
                take(picture);
            if (stale_ && isVisible())
                compute();
        };
    });
}

void ParallelView::updateNow() {
    stale_ = false;
    take(make(order()));
}

void ParallelView::take(std::shared_ptr<Picture> picture) {
    picture_ = std::move(picture);
    update();
}

std::shared_ptr<ParallelView::Picture> ParallelView::make(const Order& order) {
    auto picture = std::make_shared<Picture>();
    picture->snapshot = order.snapshot;
    picture->size = order.size;
    picture->scales = parallelScales(*order.snapshot);
    picture->shares = parallelShares(*order.snapshot, picture->scales);
    const PairingFilterTest accepts(order.filter);
    for (const PairingRecord& record : order.snapshot->pairings)
        picture->accepted.push_back(accepts(record) ? 1 : 0);

    const QSize pixels = (QSizeF(order.size) * order.density).toSize();
    picture->image = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
    if (picture->image.isNull())
        return picture;
    picture->image.setDevicePixelRatio(order.density);
    picture->image.fill(Qt::transparent);
    const std::size_t count = picture->scales.size();
    std::vector<double> axes;
    for (std::size_t axis = 0; axis < count; ++axis)
        axes.push_back(axisPlace(order.area, axis, count) * order.density);
    const double width = std::max(1.0, order.theme.lineWidth * 0.7) * order.density;
    std::vector<float> heights(count);
    for (const bool accepted : {false, true}) {
        LineCloud cloud(pixels, axes, width);
        for (std::size_t i = 0; i < picture->accepted.size(); ++i) {
            if ((picture->accepted[i] != 0) != accepted)
                continue;
            for (std::size_t axis = 0; axis < count; ++axis)
                heights[axis] = static_cast<float>(
                    (order.area.bottom() - picture->shares[i * count + axis] * order.area.height()) *
                    order.density);
            cloud.add(heights);
        }
        cloud.paint(picture->image, accepted ? order.theme.cloud : order.theme.dimmed);
    }
    return picture;
}

QRectF ParallelView::plotArea() const {
    const QFontMetricsF small(theme_.font(theme_.small));
    const double above = small.height() * 5 + 6; // caption, title in two lines, unit and kind, best value
    const double below = small.height() + 8;
    const double side = std::clamp(width() * 0.06, 30.0, small.averageCharWidth() * 9);
    return {side, above, std::max(10.0, width() - 2 * side), std::max(10.0, height() - above - below)};
}

double ParallelView::axisPlace(const QRectF& area, std::size_t axis, std::size_t count) {
    return area.left() + area.width() * static_cast<double>(axis) / static_cast<double>(count - 1);
}

double ParallelView::axisX(std::size_t axis) const {
    return axisPlace(plotArea(), axis, picture_ ? picture_->scales.size() : 2);
}

double ParallelView::yOf(double share) const {
    const QRectF area = plotArea();
    return area.bottom() - share * area.height();
}

double ParallelView::shareAt(double y) const {
    const QRectF area = plotArea();
    return std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
}

QPointF ParallelView::pixelOf(const QString& metric, double value) const {
    if (picture_)
        for (std::size_t axis = 0; axis < picture_->scales.size(); ++axis)
            if (picture_->scales[axis].metric->id == metric)
                return {axisX(axis), yOf(picture_->scales[axis].shareOf(value))};
    return {};
}

std::optional<std::size_t> ParallelView::axisAt(const QPointF& at) const {
    if (!picture_ || picture_->snapshot->pairings.empty())
        return std::nullopt;
    const QRectF area = plotArea().adjusted(0, -axisReach, 0, axisReach);
    if (at.y() < area.top() || at.y() > area.bottom())
        return std::nullopt;
    for (std::size_t axis = 0; axis < picture_->scales.size(); ++axis)
        if (picture_->scales[axis].known && std::abs(at.x() - axisX(axis)) <= axisReach)
            return axis;
    return std::nullopt;
}

PairingId ParallelView::lineAt(const QPointF& at) const {
    if (!picture_ || !plotArea().adjusted(-4, -8, 4, 8).contains(at))
        return 0;
    const std::size_t count = picture_->scales.size();
    std::size_t left = 0;
    while (left + 2 < count && axisX(left + 1) <= at.x())
        ++left;
    const double along = std::clamp((at.x() - axisX(left)) / (axisX(left + 1) - axisX(left)), 0.0, 1.0);
    const double height = plotArea().height();
    const double share = (plotArea().bottom() - at.y()) / height;
    double closest = pickRadius * std::sqrt(theme_.scale);
    PairingId found = 0;
    for (std::size_t i = 0; i < picture_->accepted.size(); ++i) {
        if (picture_->accepted[i] == 0)
            continue;
        const double a = picture_->shares[i * count + left];
        const double b = picture_->shares[i * count + left + 1];
        const double slope = (b - a) * height / (axisX(left + 1) - axisX(left));
        const double away = std::abs(a + (b - a) * along - share) * height / std::sqrt(1 + slope * slope);
        if (away < closest) { // false for NaN
            closest = away;
            found = static_cast<PairingId>(i) + 1;
        }
    }
    return found;
}

PairingId ParallelView::neighbour(bool better) const {
    if (!picture_)
        return 0;
    const std::size_t count = picture_->scales.size();
    const auto shareOf = [&](std::size_t i) { return picture_->shares[i * count + axis_]; };
    const auto selected = static_cast<std::size_t>(session_->selected());
    const bool start =
        selected == 0 || selected > picture_->accepted.size() || !std::isfinite(shareOf(selected - 1));
    // Ties go by number, so that keys reach every line.
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < picture_->accepted.size(); ++i) {
        if (picture_->accepted[i] == 0 || !std::isfinite(shareOf(i)) || i + 1 == selected)
            continue;
        const auto above = [&](std::size_t a, std::size_t b) {
            return shareOf(a) != shareOf(b) ? shareOf(a) > shareOf(b) : a > b;
        };
        if (!start && above(i, selected - 1) != better)
            continue;
        // From nothing: the best one. Else the closest one on that side.
        const bool closer = !best || (start || !better ? above(i, *best) : above(*best, i));
        if (closer)
            best = i;
    }
    return best ? static_cast<PairingId>(*best) + 1 : 0;
}

void ParallelView::setRange(std::size_t axis, std::optional<MetricRange> range) {
    PairingFilter filter = session_->filter();
    const QString id = picture_->scales[axis].metric->id;
    if (range)
        filter.ranges.insert(id, *range);
    else
        filter.ranges.remove(id);
    session_->setFilter(filter);
}

void ParallelView::brushTo(double y) {
    const ParallelScale& scale = picture_->scales[*brushed_];
    const double a = scale.valueAt(brushFrom_);
    const double b = scale.valueAt(shareAt(y));
    MetricRange range{std::min(a, b), std::max(a, b)};
    // An end of the axis means no limit there, whatever is found later.
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (range.min <= scale.min)
        range.min = -infinity;
    if (range.max >= scale.max)
        range.max = infinity;
    setRange(*brushed_, range == MetricRange{} ? std::nullopt : std::optional(range));
}

void ParallelView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    axisShown_ = false;
    pressed_ = event->position();
    brushed_ = axisAt(pressed_);
    if (brushed_) {
        axis_ = *brushed_;
        brushFrom_ = shareAt(pressed_.y());
        update();
    }
}

void ParallelView::mouseMoveEvent(QMouseEvent* event) {
    if (brushed_ && event->buttons().testFlag(Qt::LeftButton)) {
        if (std::abs(event->position().y() - pressed_.y()) >= QApplication::startDragDistance() / 2.0)
            brushTo(event->position().y());
        return;
    }
    setCursor(axisAt(event->position()) ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (event->buttons() == Qt::NoButton)
        session_->hover(lineAt(event->position()));
}

void ParallelView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const double moved = (event->position() - pressed_).manhattanLength();
    const bool click = moved < QApplication::startDragDistance() / 2.0;
    if (brushed_) {
        const std::size_t axis = *brushed_;
        if (!click)
            brushTo(event->position().y());
        brushed_.reset();
        if (!click)
            return;
        if (session_->filter().ranges.contains(picture_->scales[axis].metric->id)) {
            setRange(axis, std::nullopt);
            return;
        }
    }
    if (click)
        if (const PairingId id = lineAt(event->position()))
            session_->select(id);
}

void ParallelView::mouseDoubleClickEvent(QMouseEvent* event) {
    const PairingId id = lineAt(event->position());
    if (id == 0 || event->button() != Qt::LeftButton)
        return;
    session_->select(id);
    emit opened(id);
}

void ParallelView::leaveEvent(QEvent* event) {
    session_->hover(0);
    QWidget::leaveEvent(event);
}

void ParallelView::keyPressEvent(QKeyEvent* event) {
    const std::size_t count = picture_ ? picture_->scales.size() : 0;
    axisShown_ = true;
    switch (event->key()) {
    case Qt::Key_Left:
        axis_ = axis_ > 0 ? axis_ - 1 : 0;
        update();
        return;
    case Qt::Key_Right:
        axis_ = axis_ + 1 < count ? axis_ + 1 : axis_;
        update();
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (const PairingId id = neighbour(event->key() == Qt::Key_Up))
            session_->select(id);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (axis_ < count)
            setRange(axis_, std::nullopt);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (session_->selected() != 0)
            emit opened(session_->selected());
        return;
    case Qt::Key_P:
        if (session_->selected() != 0)
            session_->togglePin(session_->selected());
        return;
    case Qt::Key_Escape:
        session_->select(0);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ParallelView::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    axisShown_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
    QWidget::focusInEvent(event);
    update();
}

void ParallelView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    changed();
}

void ParallelView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_)
        compute();
}

void ParallelView::applyTheme(const Theme& theme) {
    theme_ = theme;
    setPalette(theme.palette());
    updateGeometry();
    changed();
}

QSize ParallelView::minimumSizeHint() const {
    return {240, 160};
}

} // namespace pairscape
