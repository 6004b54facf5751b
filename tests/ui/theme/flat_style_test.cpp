// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/flat_style.h"

#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QSet>
#include <QStandardItemModel>
#include <QStyleFactory>
#include <QStyleOptionButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <memory>

namespace pairscape {
namespace {

constexpr std::array allModes = {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Talk};

/// Colours within a picture, a few pixels from its edges.
QSet<QRgb> coloursInside(const QImage& image, int edge) {
    QSet<QRgb> colours;
    for (int y = edge; y < image.height() - edge; ++y)
        for (int x = edge; x < image.width() - edge; ++x)
            colours.insert(image.pixel(x, y));
    return colours;
}

QImage grabbed(QWidget& widget, const QSize& size) {
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.resize(size);
    widget.show();
    QApplication::processEvents();
    return widget.grab().toImage();
}

class EveryFlatMode : public testing::TestWithParam<ThemeMode> {
  protected:
    void SetUp() override { applyTheme(*qApp, theme); }
    void TearDown() override { applyTheme(*qApp, Theme::make(ThemeMode::Light)); }
    const Theme theme = Theme::make(GetParam());
};

INSTANTIATE_TEST_SUITE_P(FlatStyle, EveryFlatMode, testing::ValuesIn(allModes),
                         [](const auto& mode) { return themeModeName(mode.param).toStdString(); });

/// One colour from top to bottom: no gradient, no bevel.
TEST_P(EveryFlatMode, ButtonsAreOneColourWhetherPressedOrNot) {
    QPushButton button;
    button.setFocusPolicy(Qt::NoFocus);
    const QImage up = grabbed(button, {90, 50});
    EXPECT_EQ(coloursInside(up, 5).size(), 1);
    button.setDown(true);
    const QImage down = button.grab().toImage();
    EXPECT_EQ(coloursInside(down, 5).size(), 1);
    EXPECT_NE(up.pixel(45, 25), down.pixel(45, 25)) << "a press is seen";
    QComboBox choice;
    choice.setFocusPolicy(Qt::NoFocus);
    const QImage box = grabbed(choice, {200, 50});
    EXPECT_EQ(coloursInside(box.copy(0, 0, 120, 50), 5).size(), 1);
}

TEST_P(EveryFlatMode, HeadersTabsAndBarsAreFlat) {
    QStandardItemModel model(1, 1);
    model.setHeaderData(0, Qt::Horizontal, QString());
    QHeaderView header(Qt::Horizontal);
    header.setModel(&model);
    EXPECT_EQ(coloursInside(grabbed(header, {120, 40}), 4).size(), 1);
    QTabBar tabs;
    tabs.addTab(QString());
    tabs.addTab(QString());
    const QImage tab = grabbed(tabs, tabs.sizeHint());
    EXPECT_LE(coloursInside(tab, 0).size(), 3) << "ground, and the line of the chosen one";
    QProgressBar bar;
    bar.setTextVisible(false);
    bar.setRange(0, 4);
    bar.setValue(2);
    const QImage half = grabbed(bar, {200, 40});
    EXPECT_EQ(coloursInside(half.copy(0, 0, 90, 40), 4).size(), 1);
    EXPECT_EQ(coloursInside(half.copy(110, 0, 90, 40), 4).size(), 1);
    EXPECT_NE(half.pixel(40, 20), half.pixel(160, 20));
}

double luminance(QRgb colour) {
    const auto channel = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(qRed(colour) / 255.0) + 0.7152 * channel(qGreen(colour) / 255.0) +
           0.0722 * channel(qBlue(colour) / 255.0);
}

/// WCAG 2.1, 1.4.11: what is needed to see that there is a control has 3:1 against what is around it.
TEST_P(EveryFlatMode, ABoxToTickIsSeenAndTicksAreToo) {
    QCheckBox box;
    const QImage image = grabbed(box, {60, 60});
    QStyleOptionButton option;
    option.initFrom(&box);
    const QRect at = box.style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
    const double ground = luminance(image.pixel(at.right() + 6, at.center().y()));
    double most = 1;
    for (int x = at.left(); x <= at.left() + 3; ++x) {
        const double line = luminance(image.pixel(x, at.center().y()));
        most = std::max(most, (std::max(line, ground) + 0.05) / (std::min(line, ground) + 0.05));
    }
    EXPECT_GE(most, 3);
    QTest::mouseClick(&box, Qt::LeftButton, {}, at.center());
    EXPECT_TRUE(box.isChecked());
    EXPECT_NE(box.grab().toImage(), image);
    EXPECT_TRUE(coloursInside(box.grab().toImage(), 0)
                    .contains(theme.palette().color(QPalette::HighlightedText).rgb()))
        << "the tick itself";
}

/// "310" and "DRAM" of the next column do not read as one.
TEST(FlatStyle, WordsInATableKeepClearOfFiguresBesideThem) {
    applyTheme(*qApp, Theme::make(ThemeMode::Light));
    QTableView table;
    QStyleOptionViewItem item;
    item.initFrom(&table);
    item.rect = QRect(0, 0, 120, 24);
    item.features = QStyleOptionViewItem::HasDisplay;
    item.text = QStringLiteral("DRAM");
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    const auto moved = [&](Qt::Alignment alignment) {
        item.displayAlignment = alignment | Qt::AlignVCenter;
        return table.style()->subElementRect(QStyle::SE_ItemViewItemText, &item, &table).left() -
               fusion->subElementRect(QStyle::SE_ItemViewItemText, &item, &table).left();
    };
    EXPECT_GE(moved(Qt::AlignLeft), table.fontMetrics().height() / 2);
    EXPECT_EQ(moved(Qt::AlignRight), 0) << "figures stay at their edge";
}

TEST(FlatStyle, BoxesToTickGrowWithTheType) {
    const auto side = [](ThemeMode mode) {
        const Theme theme = Theme::make(mode);
        applyTheme(*qApp, theme);
        QCheckBox box;
        box.setFont(theme.font(theme.small));
        return box.style()->pixelMetric(QStyle::PM_IndicatorWidth, nullptr, &box);
    };
    const int talk = side(ThemeMode::Talk);
    const int light = side(ThemeMode::Light);
    EXPECT_GE(talk, light * 3 / 2);
}

} // namespace
} // namespace pairscape
