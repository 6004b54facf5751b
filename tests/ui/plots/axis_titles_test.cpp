// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/axis_titles.h"

#include "tests/ui/support/pointer.h"
#include "ui/plots/plot_theme.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QHelpEvent>
#include <QToolTip>

#include <qcustomplot.h>

namespace pairscape {
namespace {

const QStringList across{"Time of one image (ms, modelled)   better", "Time (ms)", "Time"};
const QStringList up{"Share of everything that is found (0 to 2)", "Share"};

class AxisTitlesTest : public testing::Test {
  protected:
    AxisTitlesTest() { (new AxisTitles(&plot))->setTitles(across, up); }

    void drawAt(const QSize& size, ThemeMode mode = ThemeMode::Light) {
        applyTheme(plot, Theme::make(mode));
        test::showAt(plot, size);
        plot.replot();
    }
    QString tipAt(const QPoint& at) {
        QHelpEvent help(QEvent::ToolTip, at, plot.mapToGlobal(at));
        QCoreApplication::sendEvent(&plot, &help);
        return QToolTip::text();
    }

    QCustomPlot plot;
};

TEST_F(AxisTitlesTest, HaveTheirFullLengthWhereThereIsRoom) {
    drawAt({900, 700});
    EXPECT_EQ(plot.xAxis->label(), across[0]);
    EXPECT_EQ(plot.yAxis->label(), up[0]);
}

TEST_F(AxisTitlesTest, NeverStandOverTheirAxis) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Talk})
        for (const QSize& size : {QSize(900, 700), QSize(420, 320), QSize(260, 200), QSize(180, 150)}) {
            drawAt(size, mode);
            const QFontMetricsF metrics(plot.xAxis->labelFont());
            const QRect area = plot.axisRect()->rect();
            EXPECT_LE(metrics.horizontalAdvance(plot.xAxis->label()), area.width()) << size.width();
            EXPECT_LE(metrics.horizontalAdvance(plot.yAxis->label()), area.height()) << size.height();
        }
    // And back again.
    drawAt({900, 700});
    EXPECT_EQ(plot.xAxis->label(), across[0]);
}

TEST_F(AxisTitlesTest, AShorterTitleIsATitleAndNoFragmentOfOne) {
    drawAt({260, 200});
    EXPECT_TRUE(across.contains(plot.xAxis->label())) << plot.xAxis->label().toStdString();
    EXPECT_TRUE(up.contains(plot.yAxis->label())) << plot.yAxis->label().toStdString();
}

TEST_F(AxisTitlesTest, TheTipSaysWhatIsLeftOut) {
    drawAt({260, 200});
    EXPECT_EQ(tipAt({150, plot.height() - 4}), across[0]);
    EXPECT_EQ(tipAt({4, 80}), up[0]);
    EXPECT_EQ(tipAt(plot.axisRect()->center()), up[0]) << "the picture has tips of its own";
    QToolTip::hideText();
    drawAt({900, 700});
    EXPECT_NE(tipAt({450, plot.height() - 4}), across[0]) << "nothing is left out";
}

TEST(LongestThatFits, EndsWithAnEllipsis) {
    const QFont font = Theme::make(ThemeMode::Light).font(12);
    const QString cut = longestThatFits({"Something long", "Something"}, font, 40);
    EXPECT_TRUE(cut.endsWith(QChar(0x2026))) << cut.toStdString();
    EXPECT_LE(QFontMetricsF(font).horizontalAdvance(cut), 40);
    EXPECT_EQ(longestThatFits({}, font, 40), QString());
}

} // namespace
} // namespace pairscape
