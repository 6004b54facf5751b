// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/hypervolume_view.h"

#include "ui/models/background.h"
#include "ui/models/session.h"
#include "ui/plots/axis_titles.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_theme.h"
#include "ui/runs/spread_out.h"

#include <QLabel>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

/// The names of the lines, one below the other at the right edge where the lines end; a thin thread leads
/// from each line's end to its name.
class LineNames : public QCPAbstractItem {
  public:
    struct Name {
        QPointF at; ///< plot coordinates of the line's end
        QString text;
        QColor colour;
    };

    explicit LineNames(QCustomPlot* plot) : QCPAbstractItem(plot) { setClipToAxisRect(false); }

    void setNames(std::vector<Name> names) { names_ = std::move(names); }
    void setFont(const QFont& font) { font_ = font; }
    /// The room to leave right of the last point, in pixels.
    double room() const {
        double widest = 0;
        for (const Name& name : names_)
            widest = std::max(widest, QFontMetricsF(font_).horizontalAdvance(name.text));
        return widest + gap + 4;
    }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

  protected:
    void draw(QCPPainter* painter) override {
        const QRectF area = parentPlot()->axisRect()->rect();
        const double line = QFontMetricsF(font_).height();
        std::vector<double> wanted;
        for (const Name& name : names_)
            wanted.push_back(parentPlot()->yAxis->coordToPixel(name.at.y()));
        const std::vector<double> places =
            spreadOut(wanted, line, area.top() + line / 2, area.bottom() - line / 2);
        const double left = area.right() - room() + gap;
        painter->setFont(font_);
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (std::isnan(places[i]))
                continue;
            QColor thread = names_[i].colour;
            thread.setAlphaF(0.5F);
            painter->setPen(QPen(thread, 1));
            painter->drawLine(QPointF(parentPlot()->xAxis->coordToPixel(names_[i].at.x()), wanted[i]),
                              QPointF(left - 3, places[i]));
            painter->setPen(names_[i].colour);
            painter->drawText(QRectF(left, places[i] - line / 2, room(), line),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, names_[i].text);
        }
    }

  private:
    static constexpr double gap = 14;

    std::vector<Name> names_;
    QFont font_;
};

namespace {

/// The volume after the first twentieth of a run. What comes before is a steep rise from nothing: showing all
/// of it would press the part that tells runs apart into a flat line.
double early(const HypervolumeCurve& curve) {
    const double limit = curve.evaluations.back() / 20;
    const auto after = std::upper_bound(curve.evaluations.begin(), curve.evaluations.end(), limit);
    return curve.volumes[static_cast<std::size_t>(
        std::max<std::ptrdiff_t>(after - curve.evaluations.begin() - 1, 0))];
}

} // namespace

HypervolumeView::HypervolumeView(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), plot_(new QCustomPlot(this)),
      queue_(std::make_unique<BackgroundQueue>()) {
    caption_ = new QLabel(this);
    caption_->setWordWrap(true);
    empty_ = new QLabel(this);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 0);
    column->setSpacing(2);
    column->addWidget(caption_);
    column->addWidget(plot_, 1);
    column->addWidget(empty_, 1);
    setAutoFillBackground(true);

    const auto xTicker = QSharedPointer<NumberTicker>::create();
    const auto yTicker = QSharedPointer<NumberTicker>::create();
    plot_->xAxis->setTicker(xTicker);
    plot_->yAxis->setTicker(yTicker);
    xTicker_ = xTicker.data();
    yTicker_ = yTicker.data();
    plot_->xAxis->setSubTicks(false);
    plot_->yAxis->setSubTicks(false);
    plot_->setMinimumSize(200, 120);
    (new AxisTitles(plot_))
        ->setTitles({tr("Evaluations in the run"), tr("Evaluations")}, {tr("Hypervolume"), tr("Volume")});
    names_ = new LineNames(plot_);

    const auto changed = [this] {
        stale_ = true;
        if (isVisible())
            compute();
    };
    connect(session_, &Session::studyChanged, this, [this, changed] {
        show({});
        changed();
    });
    connect(session_, &Session::snapshotChanged, this, changed);
    pairscape::HypervolumeView::applyTheme(Theme::make(ThemeMode::Light));
    show({});
}

HypervolumeView::~HypervolumeView() = default;

void HypervolumeView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_)
        compute();
}

void HypervolumeView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTicks();
    draw();
}

void HypervolumeView::compute() {
    if (computing_)
        return; // whoever is at it will see that there is more to do
    computing_ = true;
    stale_ = false;
    queue_->add([this, snapshot = session_->snapshot()] {
        auto curves = std::make_shared<std::vector<HypervolumeCurve>>(hypervolumeCurves(*snapshot));
        return [this, curves, snapshot] {
            computing_ = false;
            if (snapshot->path == session_->snapshot()->path)
                show(std::move(*curves));
            if (stale_ && isVisible())
                compute();
        };
    });
}

void HypervolumeView::updateNow() {
    stale_ = false;
    show(hypervolumeCurves(*session_->snapshot()));
}

void HypervolumeView::show(std::vector<HypervolumeCurve> curves) {
    curves_ = std::move(curves);
    const bool empty = curves_.empty();
    empty_->setText(
        session_->hasStudy()
            ? tr("Press Start to begin a search: a line will show how much of the plane of accuracy "
                 "and FPS its front has won.")
            : tr("Create or open a study: how the fronts of its runs grew appears here."));
    plot_->setVisible(!empty);
    caption_->setVisible(!empty);
    empty_->setVisible(empty);
    draw();
}

void HypervolumeView::draw() {
    plot_->clearGraphs();
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    std::vector<LineNames::Name> names;
    double last = 1;
    double highest = 0;
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const HypervolumeCurve& curve = curves_[i];
        const bool newest = i + 1 == curves_.size();
        // The newest run is what the eye is to find; the others differ by how they are dashed, and by name.
        const QColor colour = newest ? theme_.accent : theme_.reference;
        static const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
        QCPGraph* graph = plot_->addGraph();
        graph->setLineStyle(QCPGraph::lsStepLeft);
        graph->setPen(QPen(colour, newest ? theme_.lineWidth * 1.4 : theme_.lineWidth,
                           newest ? Qt::SolidLine : styles[i % 4], Qt::FlatCap));
        graph->setData(QVector<double>(curve.evaluations.begin(), curve.evaluations.end()),
                       QVector<double>(curve.volumes.begin(), curve.volumes.end()), true);
        last = std::max(last, curve.evaluations.back());
        highest = std::max(highest, curve.volumes.back());
        lowest = std::min(lowest, early(curve));
        QString name = tr("run %1").arg(curve.run);
        for (const RunRecord& run : snapshot->runs)
            if (run.id == curve.run)
                name += QLatin1Char(' ') + QString::fromStdString(run.settings.strategy);
        names.push_back({QPointF(curve.evaluations.back(), curve.volumes.back()), name,
                         newest ? theme_.accent : theme_.mutedText});
    }
    names_->setNames(std::move(names));
    const double across = std::max(50.0, plot_->axisRect()->width() - names_->room());
    plot_->xAxis->setRange(0, last * std::max(plot_->axisRect()->width(), 60) / across);
    if (highest > lowest)
        plot_->yAxis->setRange(std::max(0.0, lowest - 0.1 * (highest - lowest)),
                               highest + 0.1 * (highest - lowest));
    else
        plot_->yAxis->setRange(0, highest > 0 ? highest * 1.1 : 1);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void HypervolumeView::fitTicks() {
    const double across = QFontMetricsF(theme_.font(theme_.small)).horizontalAdvance(QLatin1Char('0')) * 11;
    xTicker_->setTickCount(std::clamp(static_cast<int>(width() / across), 2, 8));
    yTicker_->setTickCount(std::clamp(static_cast<int>(height() / (theme_.small * 6)), 2, 6));
}

void HypervolumeView::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    caption_->setPalette(muted);
    empty_->setPalette(muted);
    caption_->setFont(theme.font(theme.small));
    QString caption =
        tr("Rank × decades of FPS that the front of each run dominates, above rank %1 and %2 FPS.")
            .arg(hypervolumeReference.accuracy)
            .arg(hypervolumeReference.fps);
    if (theme.mode != ThemeMode::Talk)
        caption += tr(" A pairing counts for the run that evaluated it first.");
    caption_->setText(caption);
    empty_->setFont(theme.font(theme.normal));
    pairscape::applyTheme(*plot_, theme);
    names_->setFont(theme.font(theme.small, QFont::DemiBold));
    fitTicks();
    draw();
}

} // namespace pairscape
