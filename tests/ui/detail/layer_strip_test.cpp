// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fake_study.h"
#include "ui/detail/allocation_view.h"
#include "ui/detail/bar_column.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_strip.h"
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace pairscape {
namespace {

std::shared_ptr<const PairingDetail> detailOf(const std::string& space, bool feasible) {
    const test::FakeStudy study(60, space);
    for (PairingId id = 1; id <= 60; ++id)
        if (auto detail = study.detail(id); detail && detail->record.feasible == feasible)
            return std::make_shared<const PairingDetail>(*std::move(detail));
    ADD_FAILURE() << "no such pairing";
    return nullptr;
}

class LayerStripTest : public testing::Test {
  protected:
    void SetUp() override {
        strip.resize(1000, 700);
        strip.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&strip));
        show(detailOf("nash-cifar100", true));
    }

    void show(const std::shared_ptr<const PairingDetail>& shown) {
        detail = shown;
        strip.setDetail(detail, *Platform::preset("kv260"));
        chart = strip.chart();
        QTest::qWait(1);
    }

    int count() const { return static_cast<int>(detail->network.layers.size()); }
    QString name(int layer) const {
        return QString::fromStdString(detail->network.layers[static_cast<std::size_t>(layer)].name);
    }
    void moveTo(const QPointF& point) { QTest::mouseMove(chart->viewport(), point.toPoint()); }
    void key(Qt::Key key) { QTest::keyClick(chart, key); }

    LayerStrip strip;
    LayerChart* chart = nullptr;
    std::shared_ptr<const PairingDetail> detail;
};

TEST_F(LayerStripTest, EveryLayerIsHitWhereItIsDrawn) {
    for (int i = 0; i < count(); ++i) {
        EXPECT_EQ(chart->layerAt(chart->operatorRect(i).center()), i);
        const QRectF time = chart->timeRect(i);
        EXPECT_EQ(chart->layerAt(QPointF(time.center().x(), time.bottom() - 0.5)), i);
    }
    EXPECT_EQ(chart->layerAt({1, 1}), -1);
    EXPECT_EQ(chart->layerAt({-5, chart->operatorRect(0).center().y()}), -1);
}

TEST_F(LayerStripTest, HeightsAndWidthsSayKernelAndMacs) {
    const auto& layers = detail->network.layers;
    for (int i = 1; i < count(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int kernels = layers[at].kernel - layers[at - 1].kernel;
        const double heights = chart->operatorRect(i).height() - chart->operatorRect(i - 1).height();
        EXPECT_TRUE(kernels == 0 ? heights == 0 : (kernels > 0) == (heights > 0)) << i;
        // Times are drawn to scale, from one base line.
        EXPECT_EQ(chart->timeRect(i).bottom(), chart->timeRect(0).bottom());
        const double cycles = static_cast<double>(detail->cost.layers[at].cycles) /
                              static_cast<double>(detail->cost.layers[0].cycles);
        if (chart->timeRect(i).height() > 8 && chart->timeRect(0).height() > 8) {
            EXPECT_NEAR(chart->timeRect(i).height() / chart->timeRect(0).height(), cycles, cycles * 0.15);
        }
    }
}

TEST_F(LayerStripTest, ShowsTheLongestLayerUntilOneIsPointedAt) {
    const auto longest = std::max_element(detail->cost.layers.begin(), detail->cost.layers.end(),
                                          [](const auto& a, const auto& b) { return a.cycles < b.cycles; });
    const int expected = static_cast<int>(longest - detail->cost.layers.begin());
    EXPECT_EQ(strip.shownLayer(), expected);
    EXPECT_TRUE(strip.recordText().startsWith(name(expected)));
    EXPECT_TRUE(strip.recordText().contains(countText(longest->cycles)));
}

TEST_F(LayerStripTest, HoverShowsAndAClickHolds) {
    QSignalSpy shown(&strip, &LayerStrip::layerShown);
    moveTo(chart->operatorRect(10).center());
    EXPECT_EQ(chart->hovered(), 10);
    EXPECT_EQ(strip.shownLayer(), 10);
    EXPECT_EQ(shown.last().at(0).toInt(), 10);
    EXPECT_TRUE(strip.recordText().startsWith(name(10) + QLatin1Char('\n')));

    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->operatorRect(10).center().toPoint());
    moveTo(chart->operatorRect(20).center());
    EXPECT_EQ(chart->hovered(), 20);
    EXPECT_EQ(strip.shownLayer(), 10) << "held";
    EXPECT_EQ(chart->accessibleDescription(), strip.recordText());

    key(Qt::Key_Escape);
    EXPECT_EQ(strip.shownLayer(), 20);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->operatorRect(30).center().toPoint());
    EXPECT_EQ(strip.shownLayer(), 30);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->operatorRect(30).center().toPoint());
    EXPECT_EQ(chart->held(), -1) << "a second click lets go";
}

TEST_F(LayerStripTest, KeysGoThroughAllLayers) {
    key(Qt::Key_Home);
    for (int i = 0; i < count(); ++i) {
        EXPECT_EQ(strip.shownLayer(), i);
        EXPECT_TRUE(strip.recordText().startsWith(name(i)));
        key(Qt::Key_Right);
    }
    EXPECT_EQ(strip.shownLayer(), count() - 1) << "the last stays";
    key(Qt::Key_Left);
    EXPECT_EQ(strip.shownLayer(), count() - 2);
    key(Qt::Key_Home);
    const auto& stages = chart->layerLayout().stages();
    for (std::size_t i = 1; i < stages.size(); ++i) {
        key(Qt::Key_PageDown);
        EXPECT_EQ(strip.shownLayer(), stages[i].first);
    }
    key(Qt::Key_End);
    EXPECT_EQ(strip.shownLayer(), count() - 1);
    key(Qt::Key_Escape);
    EXPECT_EQ(chart->held(), -1);
}

TEST_F(LayerStripTest, ZoomKeepsThePlaceAndWhatIsHeldInSight) {
    EXPECT_EQ(chart->horizontalScrollBar()->maximum(), 0) << "all layers at first";
    const QPointF about = chart->operatorRect(100).center();
    QWheelEvent turn(about, chart->viewport()->mapToGlobal(about), {}, {0, 480}, Qt::NoButton,
                     Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(chart->viewport(), &turn);
    EXPECT_GT(chart->zoom(), 1.5);
    EXPECT_NEAR(chart->operatorRect(100).center().x(), about.x(), 8);
    key(Qt::Key_End);
    EXPECT_LE(chart->operatorRect(count() - 1).right(), chart->viewport()->width() + 1);
    key(Qt::Key_Home);
    EXPECT_EQ(chart->horizontalScrollBar()->value(), 0);
    key(Qt::Key_0);
    EXPECT_EQ(chart->zoom(), 1);
    EXPECT_EQ(chart->horizontalScrollBar()->maximum(), 0);
    // Without Ctrl the wheel is the page's.
    QWheelEvent plain(about, chart->viewport()->mapToGlobal(about), {}, {0, 120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    plain.accept();
    QApplication::sendEvent(chart->viewport(), &plain);
    EXPECT_EQ(chart->zoom(), 1);
}

/// Whether a colour stands anywhere in a rectangle of a picture.
bool hasColour(const QImage& image, const QRectF& where, const QColor& colour) {
    const QRect area = where.toAlignedRect().intersected(image.rect());
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            if (image.pixelColor(x, y) == colour)
                return true;
    return false;
}

TEST_F(LayerStripTest, PaintsEachLayerInItsOperatorsColourInEveryTheme) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk}) {
        const Theme theme = Theme::make(mode);
        strip.applyTheme(theme);
        strip.resize(1300, 1100);
        QTest::qWait(1);
        const QImage image = chart->viewport()->grab().toImage();
        EXPECT_EQ(image.pixelColor(image.width() - 1, 0), theme.background);
        for (int i = 0; i < count(); ++i)
            if (chart->operatorRect(i).width() >= 6 && i != strip.shownLayer()) { // that one is tinted
                const OperatorType op = detail->network.layers[static_cast<std::size_t>(i)].op;
                EXPECT_TRUE(hasColour(image, chart->operatorRect(i), theme.operatorColor(op))) << i;
            }
        EXPECT_GE(chart->viewport()->height(),
                  chart->minimumSizeHint().height() - chart->horizontalScrollBar()->sizeHint().height());
    }
}

/// Each step of the kernel axis is high enough for its figure, down to the least height of the chart.
TEST_F(LayerStripTest, TheKernelAxisHasRoomForItsFigures) {
    const auto& layers = detail->network.layers;
    const auto topOf = [&](int kernel) {
        for (int i = 0; i < count(); ++i)
            if (layers[static_cast<std::size_t>(i)].kernel == kernel)
                return chart->operatorRect(i).top();
        return -1.0;
    };
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Talk}) {
        const Theme theme = Theme::make(mode);
        strip.applyTheme(theme);
        strip.resize(700, 1); // as low as it goes
        QTest::qWait(1);
        ASSERT_GT(topOf(1), 0);
        ASSERT_GT(topOf(3), 0);
        EXPECT_GE(topOf(1) - topOf(3), 0.8 * QFontMetricsF(theme.font(theme.small)).height());
    }
}

TEST_F(LayerStripTest, ANewDesignForgetsWhatWasHeld) {
    chart->hold(5);
    show(detailOf("tiny", true));
    EXPECT_EQ(chart->held(), -1);
    EXPECT_EQ(count(), static_cast<int>(chart->layerLayout().layers().size()));
}

TEST_F(LayerStripTest, WhatDoesNotFitHasLayersButNoTimes) {
    show(detailOf("nash-cifar100", false));
    EXPECT_TRUE(chart->timeRect(0).isEmpty());
    EXPECT_TRUE(strip.recordText().contains(QStringLiteral("most MACs")));
    EXPECT_FALSE(strip.recordText().contains(QStringLiteral("Cycles")));
    EXPECT_EQ(chart->layerAt(chart->operatorRect(3).center()), 3);
}

TEST_F(LayerStripTest, EmptySaysWhatWillAppear) {
    show(nullptr);
    EXPECT_EQ(strip.shownLayer(), -1);
    EXPECT_TRUE(strip.recordText().isEmpty());
    key(Qt::Key_Right);
    EXPECT_EQ(strip.shownLayer(), -1);
    const QImage image = chart->viewport()->grab().toImage();
    const Theme theme = Theme::make(ThemeMode::Light);
    EXPECT_TRUE(hasColour(image, QRectF(image.rect()), theme.mutedText)) << "words";
}

TEST(AllocationViewTest, SaysInWordsWhatItDraws) {
    AllocationView view;
    view.setDetail(nullptr);
    EXPECT_TRUE(view.accessibleDescription().contains(QStringLiteral("Select a point")));
    const auto detail = detailOf("nash-cifar100", true);
    view.setDetail(detail, *Platform::preset("kv260"));
    EXPECT_TRUE(view.accessibleDescription().contains(
        QStringLiteral("DSP: %1 of 1\u2009248").arg(countText(detail->record.use.dsp))));
    EXPECT_TRUE(view.accessibleDescription().contains(view.allocation().verdict));
    const auto none = detailOf("nash-cifar100", false);
    view.setDetail(none, *Platform::preset("kv260"));
    EXPECT_TRUE(view.accessibleDescription().contains(QString::fromStdString(none->record.infeasibleReason)));
}

/// What does not fit beside its name goes below it, over as many lines as it takes, and is never cut.
TEST(BarColumnTest, AHeadingTakesTheLinesItNeeds) {
    const Theme theme = Theme::make(ThemeMode::Talk);
    const QString name = QStringLiteral("LUT");
    const QString figure = QStringLiteral("80 928 of 117 120, 69.1 % of the device (70 % may be used)");
    const QFontMetricsF metrics(theme.font(theme.small, QFont::DemiBold));
    const auto heightAt = [&](double width) {
        BarColumn column(nullptr, theme, {theme.small, 1, 1}, width);
        column.heading(name, figure, true);
        return column.y();
    };
    EXPECT_LT(heightAt(2000), 1.5 * metrics.height());
    const double width = metrics.horizontalAdvance(figure) * 0.7;
    EXPECT_GE(heightAt(width), 3 * std::floor(metrics.height())) << "the name, and two lines of figures";
}

TEST(AllocationViewTest, DrawsOperatorsAndFitsItsHeightInEveryTheme) {
    const auto detail = detailOf("nash-cifar100", true);
    QWidget page;
    AllocationView view(&page);
    view.setDetail(detail, *Platform::preset("kv260"));
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk}) {
        const Theme theme = Theme::make(mode);
        view.applyTheme(theme);
        for (const int width : {340, 520, 1280}) {
            const int height = view.heightForWidth(width);
            view.resize(width, height + 40);
            const QImage image = view.grab().toImage();
            for (const OperatorType op : allOperatorTypes) {
                const bool present = detail->accelerator.chunks[indexOf(op)].present();
                EXPECT_EQ(hasColour(image, QRectF(image.rect()), theme.operatorColor(op)), present);
            }
            // Nothing is painted below the height that it asked for.
            for (int x = 0; x < width; x += 3)
                for (int y = height; y < height + 40; ++y)
                    ASSERT_EQ(image.pixelColor(x, y), image.pixelColor(width - 1, height + 39))
                        << x << ' ' << y << ' ' << width;
        }
    }
}

} // namespace
} // namespace pairscape
