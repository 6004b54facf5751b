// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/hypervolume_view.h"

#include "ui/models/background.h"
#include "ui/models/session.h"
#include "ui/plots/label_placement.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_theme.h"

#include <QLabel>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include <algorithm>

namespace pairscape {

/// The names of the lines at their ends, each clear of the others.
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
    /// The widest name, in pixels: the room to leave right of the last point.
    double width() const {
        double widest = 0;
        for (const Name& name : names_)
            widest = std::max(widest, QFontMetricsF(font_).horizontalAdvance(name.text));
        return widest;
    }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

  protected:
    void draw(QCPPainter* painter) override {
        const QFontMetricsF metrics(font_);
        std::vector<LabelRequest> requests;
        for (const Name& name : names_)
            requests.push_back({QPointF(parentPlot()->xAxis->coordToPixel(name.at.x()),
                                        parentPlot()->yAxis->coordToPixel(name.at.y())),
                                metrics.size(Qt::TextSingleLine, name.text), 5});
        const std::vector<QRectF> places = placeLabels(requests, parentPlot()->axisRect()->rect(), {});
        painter->setFont(font_);
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i].isEmpty())
                continue;
            painter->setPen(names_[i].colour);
            painter->drawText(places[i], Qt::AlignCenter | Qt::TextDontClip, names_[i].text);
        }
    }

  private:
    std::vector<Name> names_;
    QFont font_;
};

HypervolumeView::HypervolumeView(Session* session, QWidget* parent)
    : QWidget(parent), session_(session), plot_(new QCustomPlot(this)),
      queue_(std::make_unique<BackgroundQueue>()) {
    caption_ = new QLabel(this);
    caption_->setWordWrap(true);
    caption_->setText(tr("Hypervolume of the front, above rank %1 and %2 FPS; FPS counts by its logarithm. A "
                         "pairing counts for the run that evaluated it first.")
                          .arg(hypervolumeReference.accuracy)
                          .arg(hypervolumeReference.fps));
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
    plot_->xAxis->setLabel(tr("Evaluations in the run"));
    plot_->yAxis->setLabel(tr("Hypervolume"));
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
        QString name = tr("run %1").arg(curve.run);
        for (const RunRecord& run : snapshot->runs)
            if (run.id == curve.run)
                name += QLatin1Char(' ') + QString::fromStdString(run.settings.strategy);
        names.push_back({QPointF(curve.evaluations.back(), curve.volumes.back()), name,
                         newest ? theme_.accent : theme_.mutedText});
    }
    std::reverse(names.begin(), names.end()); // the newest is placed first
    names_->setNames(std::move(names));
    const double across = std::max(50.0, plot_->axisRect()->width() - names_->width() - 12);
    plot_->xAxis->setRange(0, last * std::max(plot_->axisRect()->width(), 60) / across);
    plot_->yAxis->setRange(0, highest > 0 ? highest * 1.12 : 1);
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
    empty_->setFont(theme.font(theme.normal));
    pairscape::applyTheme(*plot_, theme);
    names_->setFont(theme.font(theme.small, QFont::DemiBold));
    fitTicks();
    draw();
}

} // namespace pairscape
