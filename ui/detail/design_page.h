// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QBoxLayout;
class QComboBox;
class QLabel;
class QScrollArea;

namespace pairscape {

class AllocationView;
class BufferView;
class DesignHeader;
class FactGrid;
class Headline;
class LayerFocus;
class LayerStrip;
class LayerView;
class RooflineView;
class ScorePanel;
class Session;
class TimelineView;

/// Everything about the selected pairing: what it is, what it gains and costs, and why. Follows the
/// session's selection. Every figure says its kind; beside a pinned design chosen for comparison it
/// says by how much it is better or worse.
class DesignPage : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit DesignPage(Session* session, QWidget* parent = nullptr);

    /// Compares with this pinned design; 0 compares with none.
    void compareWith(PairingId id);
    PairingId comparedWith() const;

    LayerStrip* layers() const { return layers_; }
    AllocationView* allocation() const { return allocation_; }
    TimelineView* timeline() const { return timeline_; }
    RooflineView* roofline() const { return roofline_; }
    BufferView* buffers() const { return buffers_; }
    ScorePanel* scores() const { return scores_; }
    /// The layer that all views of the design share.
    LayerFocus* layerFocus() const { return focus_; }
    /// All that the page says in words and figures, for tests and screen readers.
    QString text() const;

    void applyTheme(const Theme& theme) override;
    QSize sizeHint() const override;

  signals:
    void exportDesignWanted(pairscape::PairingId id);
    void trainWanted(pairscape::PairingId id);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Section {
        QLabel* title = nullptr;
        QWidget* content = nullptr;
    };

    QWidget* addColumn();
    void addSection(const QString& title, QWidget* content);
    /// One column in a dock, two or three on a wide page.
    void arrange();
    void place(const Section& section, int column);
    /// What a talk shows beside the figures: as much as there is room for without a scroll bar.
    struct Story {
        bool facts, resources, architecture;
        std::size_t figures; ///< small ones
        bool layers;
    };
    void fitStory();
    void tell(const Story& story);
    /// Of the whole page at its present width.
    int neededHeight() const;
    void showDesign();
    void showComparisons();
    std::vector<LayerView*> layerViews() const;
    void showPlatform();

    Session* session_;
    QScrollArea* scroll_ = nullptr;
    QBoxLayout* columns_ = nullptr; ///< below each other in a dock, side by side on a wide page
    int columnCount_ = 0;
    bool arrangedForTalk_ = false;
    bool fitting_ = false;
    QLabel* empty_ = nullptr;
    DesignHeader* header_ = nullptr;
    Headline* headline_ = nullptr;
    QWidget* comparison_ = nullptr;
    QLabel* comparisonTitle_ = nullptr;
    QComboBox* comparisonChoice_ = nullptr;
    QLabel* waiting_ = nullptr; ///< while the details are being fetched
    LayerStrip* layers_ = nullptr;
    AllocationView* allocation_ = nullptr;
    LayerFocus* focus_ = nullptr;
    TimelineView* timeline_ = nullptr;
    RooflineView* roofline_ = nullptr;
    BufferView* buffers_ = nullptr;
    FactGrid* bounds_ = nullptr;
    FactGrid* counts_ = nullptr;
    ScorePanel* scores_ = nullptr;
    FactGrid* provenance_ = nullptr;
    std::vector<Section> sections_;
    std::string platformJson_;
    std::optional<Platform> platform_;
    PairingId comparedWith_ = 0;
    std::shared_ptr<const PairingDetail> shown_; ///< what the parts below the headline show
    Theme theme_;
};

} // namespace pairscape
