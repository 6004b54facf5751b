// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/detail/layer_view.h"

#include <array>
#include <vector>

namespace pairscape {

/// For each chunk its input, weight and output buffer: what was allocated, in which memory blocks, and how
/// much of one half the largest tile of each of the chunk's layers fills. All modelled.
class BufferView : public LayerView {
    Q_OBJECT

  public:
    explicit BufferView(QWidget* parent = nullptr);

    int layerAt(const QPointF& point) const override;
    QRectF layerRect(int layer) const override;  ///< over all three buffers of its chunk
    QRectF barRect(int layer, int buffer) const; ///< of what it fills; buffer 0 input, 1 weight, 2 output

  protected:
    void paintDesign(QPainter& painter) const override;
    void arrange() override;
    LayerWords wordsOn(int layer) const override;
    LinesHigh linesHigh() const override;
    QString summary() const override;

  private:
    struct Strip {
        QRectF caption, bars;
    };
    struct Section {
        OperatorType op = OperatorType::Conv;
        QRectF heading;
        QRectF stages; ///< of the axis below the bars; empty where there is no room for it
        std::array<Strip, 3> strips;
        int layers = 0;
    };

    const Section* sectionOf(OperatorType op) const;
    QString heading(const Section& section) const;
    QString bufferText(OperatorType op, int buffer) const;
    QString useText(OperatorType op, int buffer) const;
    int sectionCount() const;
    void drawSection(QPainter& painter, const Section& section) const;
    void drawScale(QPainter& painter, const Strip& strip) const;
    void drawStages(QPainter& painter, const Section& section) const;

    std::vector<Section> sections_;
    std::vector<int> places_; ///< of each layer among those of its chunk
};

} // namespace pairscape
