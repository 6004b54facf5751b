// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/class_rows.h"

#include "ui/models/background.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

constexpr int gap = 3;
constexpr std::size_t mostAtOnce = 200; ///< images of one job, so that what is scrolled to comes soon

/// Planar bytes as a picture.
QImage pictureOf(const std::vector<std::uint8_t>& planes, int size) {
    QImage picture(size, size, QImage::Format_RGB32);
    const auto plane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    for (int y = 0; y < size; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < size; ++x) {
            const auto at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x);
            line[x] = qRgb(planes[at], planes[plane + at], planes[2 * plane + at]);
        }
    }
    return picture;
}

} // namespace

std::vector<std::vector<std::int64_t>> firstOfEachClass(const ImageSet& images, int classes,
                                                        std::size_t perClass) {
    std::vector<std::vector<std::int64_t>> found(static_cast<std::size_t>(std::max(classes, 0)));
    std::size_t open = found.size();
    for (std::int64_t image = 0; image < images.size() && open > 0; ++image) {
        const int label = images.label(image);
        if (label < 0 || label >= classes)
            continue;
        std::vector<std::int64_t>& own = found[static_cast<std::size_t>(label)];
        if (own.size() == perClass)
            continue;
        own.push_back(image);
        open -= own.size() == perClass ? 1 : 0;
    }
    return found;
}

ClassRows::ClassRows(QWidget* parent)
    : QAbstractScrollArea(parent), queue_(std::make_unique<BackgroundQueue>()) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Images of the data set by class"));
    viewport()->setMouseTracking(true);
    pairscape::ClassRows::applyTheme(Theme::make(ThemeMode::Light));
}

ClassRows::~ClassRows() = default;

void ClassRows::show(std::shared_ptr<const ImageSet> set, std::vector<std::string> labels, int imageSize,
                     std::vector<std::vector<std::int64_t>> images) {
    ++generation_;
    queue_->clear();
    fetching_ = false;
    set_ = std::move(set);
    labels_ = std::move(labels);
    imageSize_ = imageSize;
    images_ = std::move(images);
    pictures_.clear();
    failure_.clear();
    verticalScrollBar()->setValue(0);
    fitScrollBar();
    fetch();
    viewport()->update();
}

int ClassRows::side() const {
    return std::clamp(imageSize_, 32, 64) * (theme_.scale > 1 ? 3 : 2) / 2;
}

int ClassRows::rowHeight() const {
    return side() + 2 * gap;
}

int ClassRows::nameWidth() const {
    int widest = 0;
    const QFontMetrics metrics(theme_.font(theme_.small));
    for (const std::string& label : labels_)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(label)));
    return std::min(widest + 16, viewport()->width() / 3);
}

std::size_t ClassRows::columns() const {
    return static_cast<std::size_t>(std::max(1, (viewport()->width() - nameWidth()) / (side() + gap)));
}

std::pair<std::size_t, std::size_t> ClassRows::visibleRows() const {
    const int top = verticalScrollBar()->value();
    const auto from = static_cast<std::size_t>(std::max(0, top / rowHeight()));
    const auto to = static_cast<std::size_t>((top + viewport()->height()) / rowHeight() + 1);
    return {std::min(from, images_.size()), std::min(to, images_.size())};
}

void ClassRows::fitScrollBar() {
    const int all = rowHeight() * static_cast<int>(images_.size());
    verticalScrollBar()->setRange(0, std::max(0, all - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight());
}

std::vector<std::int64_t> ClassRows::missing() const {
    std::vector<std::int64_t> wanted;
    const auto [from, to] = visibleRows();
    for (std::size_t row = from; row < to; ++row)
        for (std::size_t column = 0; column < std::min(columns(), images_[row].size()); ++column)
            if (wanted.size() < mostAtOnce && !pictures_.contains(images_[row][column]))
                wanted.push_back(images_[row][column]);
    return wanted;
}

std::vector<ClassRows::Read> ClassRows::read(const ImageSet& set, int imageSize,
                                             const std::vector<std::int64_t>& images) {
    std::vector<Read> pictures;
    std::vector<std::uint8_t> planes(imageBytes(imageSize));
    for (const std::int64_t image : images) {
        const Status status = set.read(image, planes);
        pictures.push_back({image, status ? pictureOf(planes, imageSize) : QImage(),
                            status ? std::string() : status.error().message});
    }
    return pictures;
}

void ClassRows::take(const std::vector<Read>& pictures) {
    for (const Read& each : pictures) {
        pictures_.insert(each.image, each.picture); // a null one marks what cannot be read
        if (failure_.isEmpty())
            failure_ = QString::fromStdString(each.failure);
    }
    viewport()->update();
}

void ClassRows::fetch() {
    std::vector<std::int64_t> wanted = missing();
    if (fetching_ || !set_ || wanted.empty())
        return;
    fetching_ = true;
    queue_->add([this, set = set_, size = imageSize_, wanted = std::move(wanted),
                 generation = generation_]() -> BackgroundQueue::Then {
        std::vector<Read> pictures = read(*set, size, wanted);
        return [this, pictures = std::move(pictures), generation] {
            if (generation != generation_)
                return;
            fetching_ = false;
            take(pictures);
            fetch(); // what was scrolled to meanwhile
        };
    });
}

void ClassRows::readNow() {
    for (std::vector<std::int64_t> wanted = missing(); set_ && !wanted.empty(); wanted = missing())
        take(read(*set_, imageSize_, wanted));
}

std::int64_t ClassRows::imageAt(const QPoint& at) const {
    const int x = at.x() - nameWidth();
    const int y = at.y() + verticalScrollBar()->value();
    if (x < 0 || y < 0)
        return -1;
    const auto row = static_cast<std::size_t>(y / rowHeight());
    const auto column = static_cast<std::size_t>(x / (side() + gap));
    return row < images_.size() && column < std::min(columns(), images_[row].size()) ? images_[row][column]
                                                                                     : -1;
}

QString ClassRows::textAt(const QPoint& at) const {
    const std::int64_t image = imageAt(at);
    if (image < 0 || !set_)
        return {};
    const int label = set_->label(image);
    return QStringLiteral("%1: %2").arg(QString::fromStdString(labels_[static_cast<std::size_t>(label)]),
                                        QString::fromStdString(set_->origin(image)));
}

void ClassRows::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::SmoothPixmapTransform, imageSize_ > side());
    painter.setFont(theme_.font(theme_.small));
    const QFontMetrics metrics(painter.font());
    const int names = nameWidth();
    const auto [from, to] = visibleRows();
    for (std::size_t row = from; row < to; ++row) {
        const int top = static_cast<int>(row) * rowHeight() - verticalScrollBar()->value() + gap;
        painter.setPen(theme_.text);
        painter.drawText(
            QRect(4, top, names - 12, side()), Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(QString::fromStdString(labels_[row]), Qt::ElideRight, names - 12));
        for (std::size_t column = 0; column < std::min(columns(), images_[row].size()); ++column) {
            const QRect place(names + static_cast<int>(column) * (side() + gap), top, side(), side());
            const auto picture = pictures_.constFind(images_[row][column]);
            if (picture == pictures_.cend() || picture->isNull()) {
                painter.fillRect(place, theme_.surface);
                if (picture != pictures_.cend()) { // it is there and cannot be read
                    painter.setPen(theme_.bad);
                    painter.drawText(place, Qt::AlignCenter, QStringLiteral("\u2715"));
                }
            } else {
                painter.drawImage(place, *picture);
            }
        }
    }
}

void ClassRows::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBar();
    fetch();
}

void ClassRows::scrollContentsBy(int, int) {
    fetch();
    viewport()->update();
}

bool ClassRows::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ClassRows::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Base, theme.background);
    setPalette(palette);
    fitScrollBar();
    viewport()->update();
}

} // namespace pairscape
