// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/detail/layer_view.h"

#include <array>
#include <vector>

namespace pairscape {

/// One interval of a design's steady state. Above, a lane for each chunk with every layer where it runs, and
/// below each layer what it waits for and the name of its block; then how much of the DRAM's bandwidth the
/// layers that run at once would take. Below, the same layers by the batch that they work on: the newest in
/// the first row, so that reading on from the end of a row to the begin of the next follows one batch through
/// the accelerator. All modelled.
class TimelineView : public LayerView {
    Q_OBJECT

  public:
    explicit TimelineView(QWidget* parent = nullptr);

    int layerAt(const QPointF& point) const override;
    QRectF layerRect(int layer) const override; ///< in its chunk's lane
    QRectF batchRect(int layer) const;          ///< in its batch's row

    /// A stretch of the interval in which the same layers run: share of the DRAM's bandwidth by operator
    /// type.
    struct Demand {
        double begin = 0, end = 0; ///< cycles
        std::array<double, operatorTypeCount> share{};
        double total() const { return share[0] + share[1] + share[2]; }
    };
    const std::vector<Demand>& demands() const { return demands_; }
    QRectF demandRect() const { return demand_; } ///< where they are drawn

    /// Layers of one block that follow each other on a chunk.
    struct BlockRun {
        OperatorType op = OperatorType::Conv;
        int interval = 0;          ///< as LayerDetail::interval
        QString name;              ///< "mb3.2", "stem"
        double begin = 0, end = 0; ///< cycles
    };
    /// Chunk by chunk, in order of time.
    const std::vector<BlockRun>& blocks() const { return blocks_; }

  protected:
    void paintDesign(QPainter& painter) const override;
    void arrange() override;
    LayerWords wordsOn(int layer) const override;
    LinesHigh linesHigh() const override;
    QString summary() const override;

  private:
    struct Lane {
        OperatorType op = OperatorType::Conv;
        QRectF bar, bound, names; ///< no names where there is no room for them
    };

    double xOf(double cycles) const;
    QString caption() const;
    /// What the figures leave out and what they are of, from long to short.
    QStringList notes() const;
    QString batchCaption() const;
    double laneWeight() const;
    void drawAxis(QPainter& painter) const;
    void drawLane(QPainter& painter, const Lane& lane) const;
    void drawDemand(QPainter& painter) const;
    void drawBatches(QPainter& painter) const;
    void drawRowNames(QPainter& painter) const;
    void drawLabel(QPainter& painter, const QRectF& beside, const QString& name, const QString& figure) const;

    std::vector<Demand> demands_;
    std::vector<BlockRun> blocks_;
    std::vector<Lane> lanes_;
    QRectF caption_, note_, legend_, demandCaption_, demand_, batchCaption_, batches_, axis_;
    double left_ = 0, right_ = 0; ///< of the interval
};

} // namespace pairscape
