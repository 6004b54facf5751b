// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"
#include "tests/ui/support/pointer.h"
#include "ui/detail/bound_mark.h"
#include "ui/detail/buffer_view.h"
#include "ui/detail/design_page.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/detail/layer_strip.h"
#include "ui/detail/roofline_view.h"
#include "ui/detail/timeline_view.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <gtest/gtest.h>

#include <QHelpEvent>
#include <QPainter>
#include <QTabBar>
#include <QTest>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <set>

namespace pairscape {
namespace {

ShownDesign designOf(bool feasible, PairingId from = 1) {
    const test::FakeStudy study(60);
    const Platform platform = *Platform::preset("kv260");
    for (PairingId id = from; id <= 60; ++id) {
        auto detail = study.detail(id);
        if (!detail || detail->record.feasible != feasible)
            continue;
        ShownDesign shown;
        shown.platform = platform;
        if (feasible) {
            auto steady = designDetail(detail->network, platform, detail->accelerator, detail->cost);
            EXPECT_TRUE(steady) << steady.error().message;
            shown.steady = std::make_shared<const DesignDetail>(*std::move(steady));
        }
        shown.detail = std::make_shared<const PairingDetail>(*std::move(detail));
        return shown;
    }
    ADD_FAILURE() << "no such pairing";
    return {};
}

template <class View>
class Shown : public testing::Test {
  protected:
    void SetUp() override {
        shown = designOf(true);
        view.setDesign(shown);
        test::showAt(view, {900, 600});
    }

    int count() const { return static_cast<int>(shown.detail->network.layers.size()); }
    const LayerDetail& steady(int i) const { return shown.steady->layers[static_cast<std::size_t>(i)]; }
    const LayerCost& cost(int i) const { return shown.detail->cost.layers[static_cast<std::size_t>(i)]; }
    OperatorType op(int i) const { return shown.detail->network.layers[static_cast<std::size_t>(i)].op; }
    QString name(int i) const {
        return QString::fromStdString(shown.detail->network.layers[static_cast<std::size_t>(i)].name);
    }
    QString tipAt(const QPointF& at) {
        QHelpEvent help(QEvent::ToolTip, at.toPoint(), view.mapToGlobal(at.toPoint()));
        QCoreApplication::sendEvent(&view, &help);
        return QToolTip::text();
    }

    ShownDesign shown;
    View view;
};

using Timeline = Shown<TimelineView>;
using Roofline = Shown<RooflineView>;
using Buffers = Shown<BufferView>;

TEST_F(Timeline, LayersStandWhereTheyRunOnTheLaneOfTheirChunk) {
    // The scale from two layers that are far apart, every other layer by it.
    int first = 0, last = 0;
    for (int i = 0; i < count(); ++i) {
        first = steady(i).start < steady(first).start ? i : first;
        last = steady(i).start > steady(last).start ? i : last;
    }
    const double scale = (view.layerRect(last).left() - view.layerRect(first).left()) /
                         static_cast<double>(steady(last).start - steady(first).start);
    EXPECT_GT(scale, 0);
    for (int i = 0; i < count(); ++i) {
        const QRectF rect = view.layerRect(i);
        const double from =
            view.layerRect(first).left() + scale * static_cast<double>(steady(i).start - steady(first).start);
        EXPECT_NEAR(rect.left(), from, 1.5) << i;
        EXPECT_NEAR(rect.right(), from + scale * static_cast<double>(steady(i).cycles), 2.5) << i;
        EXPECT_TRUE(QRectF(view.rect()).contains(rect)) << i;
        for (int j = 0; j < i; ++j) {
            EXPECT_EQ(op(i) == op(j), rect.top() == view.layerRect(j).top());
            if (op(i) == op(j)) {
                EXPECT_GE(rect.left(), view.layerRect(j).right() - 1.01) << "one after the other";
            }
        }
    }
}

TEST_F(Timeline, RowsAreBatchesAndTheNewestIsOnTop) {
    for (int i = 0; i < count(); ++i)
        for (int j = 0; j < i; ++j) {
            const int later = steady(i).interval - steady(j).interval;
            const double lower = view.batchRect(i).top() - view.batchRect(j).top();
            EXPECT_TRUE(later == 0 ? lower == 0 : (later > 0) == (lower > 0)) << i << " " << j;
        }
    EXPECT_GT(shown.steady->batchesInFlight, 1);
    EXPECT_TRUE(view.accessibleDescription().contains(
        QStringLiteral("%1 batches in flight").arg(shown.steady->batchesInFlight)));
}

/// Every layer is in the run of its block, on its chunk, and no run has a stranger in it.
TEST_F(Timeline, BlocksAreNamedWhereTheyRun) {
    std::vector<int> found(view.blocks().size());
    for (int i = 0; i < count(); ++i) {
        int runs = 0;
        const double begin = static_cast<double>(steady(i).start);
        for (std::size_t b = 0; b < view.blocks().size(); ++b) {
            const TimelineView::BlockRun& run = view.blocks()[b];
            if (run.op != op(i) || begin < run.begin ||
                begin + static_cast<double>(steady(i).cycles) > run.end)
                continue;
            ++runs;
            ++found[b];
            EXPECT_TRUE(name(i) == run.name || name(i).startsWith(run.name + QLatin1Char('.')) ||
                        (run.name == QLatin1String("head") && name(i).contains(QLatin1String("head"))))
                << name(i).toStdString() << " in " << run.name.toStdString();
            EXPECT_EQ(run.interval, steady(i).interval);
        }
        EXPECT_EQ(runs, 1) << name(i).toStdString();
    }
    for (const int layers : found)
        EXPECT_GT(layers, 0);
}

TEST_F(Timeline, DemandAddsUpToTheTraffic) {
    double moved = 0, end = 0;
    for (const TimelineView::Demand& demand : view.demands()) {
        EXPECT_EQ(demand.begin, end);
        end = demand.end;
        moved += demand.total() * (demand.end - demand.begin) * shown.steady->dramBytesPerCycle;
        for (const double share : demand.share)
            EXPECT_LE(share, 1 + 1e-6) << "no layer moves more than the DRAM can";
    }
    EXPECT_EQ(end, static_cast<double>(shown.steady->intervalCycles));
    double bytes = 0;
    for (int i = 0; i < count(); ++i)
        bytes += static_cast<double>(cost(i).dramBytes());
    EXPECT_NEAR(moved, bytes, bytes * 1e-9);
}

TEST_F(Timeline, WhatALayerWaitsForIsAPatternToo) {
    const QImage image = view.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
    const int ink = qGray(Theme::make(ThemeMode::Light).mutedText.rgb());
    int dram = 0, other = 0;
    for (int i = 0; i < count(); ++i) {
        const QRectF rect = view.layerRect(i);
        if (rect.width() < 6 || (cost(i).bound != Bound::Dram && cost(i).bound != Bound::Compute))
            continue;
        const QPoint below(static_cast<int>(rect.center().x()), static_cast<int>(rect.bottom()) + 2);
        const bool full = std::abs(qGray(image.pixel(below)) - ink) < 4;
        EXPECT_EQ(full, cost(i).bound == Bound::Dram) << name(i).toStdString();
        ++(cost(i).bound == Bound::Dram ? dram : other);
    }
    EXPECT_GT(dram, 0);
    EXPECT_GT(other, 0);
}

TEST_F(Timeline, EveryLayerIsHitInItsLaneAndInItsRow) {
    for (int i = 0; i < count(); ++i) {
        const auto same = [&](int hit) { // layers narrower than a pixel share it
            return hit == i || (hit >= 0 && std::abs(view.layerRect(hit).center().x() -
                                                     view.layerRect(i).center().x()) < 1.6);
        };
        EXPECT_TRUE(same(view.layerAt(view.layerRect(i).center()))) << i;
        EXPECT_TRUE(same(view.layerAt(view.batchRect(i).center()))) << i;
    }
    EXPECT_EQ(view.layerAt({1, 1}), -1);
}

TEST_F(Roofline, MarksStandAtIntensityAndRate) {
    EXPECT_EQ(view.rateUnit(), QStringLiteral("GOPS"));
    const double batch = shown.detail->accelerator.batch;
    for (int i = 0; i < count(); ++i) {
        const double macs =
            batch * static_cast<double>(shown.detail->network.layers[static_cast<std::size_t>(i)].macs());
        const double seconds = static_cast<double>(cost(i).cycles) / (shown.platform->clockMhz * 1e6);
        const QPointF value = view.valueAt(view.markAt(i));
        const double intensity = macs / static_cast<double>(cost(i).dramBytes());
        const double gops = 2e-9 * macs / seconds;
        EXPECT_NEAR(value.x() / intensity, 1, 1e-6) << name(i).toStdString();
        EXPECT_NEAR(value.y() / gops, 1, 1e-6) << name(i).toStdString();
        // Under the roofs, by the platform's own figures.
        const double pes = static_cast<double>(shown.detail->accelerator.chunks[indexOf(op(i))].pes());
        EXPECT_LE(gops, 2e-3 * pes * shown.platform->clockMhz * 1.000001);
        EXPECT_LE(gops, 2 * intensity * shown.platform->dramGigabytesPerSecond * 1.000001);
        EXPECT_TRUE(QRectF(view.rect()).contains(view.layerRect(i)));
        const int hit = view.layerAt(view.markAt(i));
        ASSERT_GE(hit, 0);
        EXPECT_EQ(view.markAt(hit), view.markAt(i));
    }
}

TEST_F(Roofline, ShapesTellTheBoundsApartWithoutColour) {
    const QPointF centre(20, 20);
    for (const Bound a : allBounds)
        for (const Bound b : allBounds)
            EXPECT_EQ(boundShape(a, centre, 8) == boundShape(b, centre, 8), a == b);
}

TEST_F(Buffers, BarsAreAsHighAsTheTilesFillTheHalves) {
    for (int i = 0; i < count(); ++i)
        for (int b = 0; b < 3; ++b) {
            const auto share = [&](int layer) {
                return steady(layer).occupancy[static_cast<std::size_t>(b)];
            };
            int fullest = i; // of the same buffer: what a full bar is comes from it
            for (int j = 0; j < count(); ++j)
                if (op(j) == op(i) && share(j) > share(fullest))
                    fullest = j;
            const QRectF bar = view.barRect(i, b), most = view.barRect(fullest, b);
            EXPECT_EQ(bar.bottom(), most.bottom());
            EXPECT_NEAR(bar.height(), std::max(1.0, most.height() * share(i) / share(fullest)), 1.1)
                << i << " " << b;
            EXPECT_EQ(view.layerAt({bar.center().x(), bar.bottom() - 1}), i);
        }
}

TEST_F(Buffers, SayWhatIsAllocatedInWhichMemory) {
    const QString text = view.accessibleDescription();
    for (const OperatorType each : allOperatorTypes)
        for (const BufferDetail& buffer : shown.steady->buffers[indexOf(each)]) {
            if (buffer.bytes == 0)
                continue;
            const QString blocks = buffer.uram > 0 ? QStringLiteral("%1\u00a0URAM").arg(buffer.uram)
                                                   : QStringLiteral("%1\u00a0BRAM36").arg(buffer.bram36);
            EXPECT_TRUE(text.contains(QStringLiteral("2 \u00d7 %1\u00a0KiB in %2")
                                          .arg(figureText(static_cast<double>(buffer.bytes) / 1024), blocks)))
                << text.toStdString();
        }
}

TEST_F(Timeline, TipsTellTheRecord) {
    const int at = 12;
    const QString tip = tipAt(view.layerRect(at).center());
    EXPECT_TRUE(tip.contains(boundWord(cost(at).bound))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(QStringLiteral("of the interval")));
}

TEST_F(Roofline, TipsTellTheRecordAndHowManyAreThere) {
    const int at = view.layerAt(view.markAt(12));
    const QString tip = tipAt(view.markAt(at));
    EXPECT_TRUE(tip.startsWith(name(at))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(figureText(steady(at).intensity)));
}

TEST_F(Buffers, TipsTellTheRecord) {
    const int at = 12;
    const QString tip = tipAt(view.layerRect(at).center());
    EXPECT_TRUE(tip.startsWith(name(at))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(figureText(static_cast<double>(steady(at).held[1]) / 1024)));
}

TEST_F(Timeline, KeysGoThroughTheLayers) {
    const LayerFocus& focus = *view.layerFocus();
    const auto key = [&](Qt::Key which) { QTest::keyClick(&view, which); };
    key(Qt::Key_Right);
    EXPECT_EQ(focus.held(), 0);
    key(Qt::Key_Right);
    EXPECT_EQ(focus.held(), 1);
    key(Qt::Key_End);
    EXPECT_EQ(focus.held(), count() - 1);
    key(Qt::Key_Right);
    EXPECT_EQ(focus.held(), count() - 1);
    key(Qt::Key_Left);
    EXPECT_EQ(focus.held(), count() - 2);
    EXPECT_TRUE(view.footer().startsWith(name(count() - 2)));
    EXPECT_TRUE(view.accessibleDescription().contains(view.footer()));
    key(Qt::Key_Home);
    EXPECT_EQ(focus.held(), 0);
    key(Qt::Key_Escape);
    EXPECT_EQ(focus.held(), -1);
}

template <class View>
void showsNothingWithoutAccelerator() {
    View view;
    test::showAt(view, {500, 400});
    view.setDesign(designOf(false));
    EXPECT_EQ(view.layerAt({100, 100}), -1);
    EXPECT_TRUE(view.layerRect(0).isEmpty());
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::mouseClick(&view, Qt::LeftButton, {}, {100, 100});
    EXPECT_EQ(view.layerFocus()->held(), -1);
    EXPECT_TRUE(view.accessibleDescription().contains(QStringLiteral("Select a design")));
    view.setDesign(designOf(true));
    EXPECT_FALSE(view.layerRect(0).isEmpty());
    view.layerFocus()->hold(3);
    view.setDesign(designOf(true, 20));
    EXPECT_EQ(view.layerFocus()->held(), -1) << "another design, another layer";
}

TEST(LayerViews, SayWhatWillAppear) {
    showsNothingWithoutAccelerator<TimelineView>();
    showsNothingWithoutAccelerator<RooflineView>();
    showsNothingWithoutAccelerator<BufferView>();
}

TEST(LayerViews, KeepInsideAtEverySizeAndTheme) {
    const ShownDesign shown = designOf(true);
    TimelineView timeline;
    RooflineView roofline;
    BufferView buffers;
    for (LayerView* view : {static_cast<LayerView*>(&timeline), static_cast<LayerView*>(&roofline),
                            static_cast<LayerView*>(&buffers)}) {
        view->setDesign(shown);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk}) {
            view->applyTheme(Theme::make(mode));
            for (const QSize& size : {view->minimumSizeHint().expandedTo({300, 0}), view->sizeHint(),
                                      QSize(1280, 800), QSize(40, 20)}) {
                test::showAt(*view, size);
                const QImage image = view->grab().toImage();
                if (size.width() < 200)
                    continue; // nothing is drawn where it does not belong, and nothing fails
                EXPECT_EQ(image.pixelColor(image.width() - 6, image.height() - 6), // behind the sentence
                          Theme::make(mode).background);
                for (std::size_t i = 0; i < shown.steady->layers.size(); ++i)
                    EXPECT_TRUE(QRectF(view->rect()).contains(view->layerRect(static_cast<int>(i))))
                        << view->metaObject()->className() << " " << size.width() << " x " << size.height();
            }
        }
    }
}

class LinkedViews : public testing::Test {
  protected:
    void SetUp() override {
        session.setStudy(study);
        test::showAt(page, {900, 1800});
        PairingId id = 1;
        while (!study->snapshot()->find(id)->feasible)
            ++id;
        session.select(id);
        ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
        QTest::qWait(20);
    }
    void expectHeld(int layer) {
        EXPECT_EQ(page.layerFocus()->held(), layer);
        EXPECT_EQ(page.layers()->chart()->held(), layer);
        if (layer >= 0) {
            EXPECT_EQ(page.layers()->shownLayer(), layer);
        }
    }
    /// Brings a view to the front as a person does.
    void open(QWidget* view) {
        QTabBar* tabs = page.layers()->tabs();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
            if (view->isVisible())
                return;
        }
        ADD_FAILURE() << "no tab shows it";
    }
    void click(LayerView* view, int layer) {
        QTest::mouseClick(view, Qt::LeftButton, {}, view->layerRect(layer).center().toPoint());
    }
    /// A layer that is hit where it is drawn, also at whole pixels.
    int clear(LayerView* view) const {
        for (int i = 5; i < static_cast<int>(session.selectedDetail()->network.layers.size()); ++i)
            if (view->layerAt(view->layerRect(i).center().toPoint()) == i)
                return i;
        ADD_FAILURE() << "no layer can be hit";
        return 0;
    }

    std::shared_ptr<test::FakeStudy> study = std::make_shared<test::FakeStudy>(60);
    Session session;
    DesignPage page{&session};
};

TEST_F(LinkedViews, AClickInOneSelectsInAll) {
    ASSERT_TRUE(session.selectedSteadyState());
    EXPECT_TRUE(page.layers()->tabs()->isVisible());
    const std::vector<LayerView*> views = {page.timeline(), page.roofline(), page.buffers()};
    for (LayerView* view : views) {
        open(view);
        QTest::qWait(10);
        const int layer = clear(view);
        const QImage before = view->grab().toImage();
        click(view, layer);
        expectHeld(layer);
        EXPECT_NE(view->grab().toImage(), before) << "what is held is seen";
        const QString name = QString::fromStdString(
            session.selectedDetail()->network.layers[static_cast<std::size_t>(layer)].name);
        for (LayerView* each : views)
            EXPECT_TRUE(each->footer().startsWith(name));
        EXPECT_TRUE(page.layers()->recordText().startsWith(name));
        click(view, layer);
        expectHeld(-1);
    }
    auto* chart = page.layers()->chart();
    open(chart);
    QTest::qWait(10);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->operatorRect(10).center().toPoint());
    expectHeld(10);
    EXPECT_TRUE(page.roofline()->footer().startsWith(
        QString::fromStdString(session.selectedDetail()->network.layers[10].name)));
    open(page.buffers());
    expectHeld(10);
    QTest::keyClick(page.buffers(), Qt::Key_Right);
    expectHeld(11);
    open(page.timeline());
    QTest::keyClick(page.timeline(), Qt::Key_Escape);
    expectHeld(-1);
}

TEST_F(LinkedViews, HoverIsSeenInAll) {
    open(page.buffers());
    QTest::qWait(10);
    const int layer = clear(page.buffers());
    test::pointAt(*page.buffers(), page.buffers()->layerRect(layer).center());
    EXPECT_EQ(page.layers()->chart()->hovered(), layer);
    EXPECT_EQ(page.layers()->shownLayer(), layer);
    EXPECT_TRUE(page.timeline()->footer().startsWith(QString::fromStdString(
        session.selectedDetail()->network.layers[static_cast<std::size_t>(layer)].name)));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(page.buffers(), &leave);
    EXPECT_EQ(page.layers()->chart()->hovered(), -1);
}

TEST_F(LinkedViews, WithoutAnAcceleratorThereIsNoViewOfIt) {
    open(page.roofline());
    PairingId id = 1;
    while (study->snapshot()->find(id)->feasible)
        ++id;
    session.select(id);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.selectedDetail() != nullptr; }));
    EXPECT_FALSE(session.selectedSteadyState());
    EXPECT_FALSE(page.layers()->tabs()->isVisible());
    for (QWidget* view : {static_cast<QWidget*>(page.timeline()), static_cast<QWidget*>(page.roofline()),
                          static_cast<QWidget*>(page.buffers())})
        EXPECT_FALSE(view->isVisible());
    EXPECT_TRUE(page.layers()->chart()->isVisible());
}

} // namespace
} // namespace pairscape
