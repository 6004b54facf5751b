// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/filter_panel.h"

#include "tests/ui/support/pointer.h"
#include "ui/explorer/range_slider.h"
#include "ui/models/figure_text.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>

#include <limits>

namespace pairscape {
namespace {

using test::FakeStudy;

class FilterPanelTest : public testing::Test {
  protected:
    FilterPanelTest() : study(std::make_shared<FakeStudy>(200)), panel(&session) {
        session.setStudy(study);
        test::showAt(panel, {260, 620});
    }

    template <class Widget>
    Widget* named(const QString& name) {
        for (Widget* widget : panel.findChildren<Widget*>())
            if (widget->accessibleName() == name)
                return widget;
        ADD_FAILURE() << "no widget is called " << name.toStdString();
        return nullptr;
    }
    QCheckBox* box(const QString& text) {
        for (QCheckBox* each : panel.findChildren<QCheckBox*>())
            if (each->text() == text)
                return each;
        return nullptr;
    }
    std::size_t count(const std::function<bool(const PairingRecord&)>& accepts) const {
        return static_cast<std::size_t>(
            std::count_if(session.snapshot()->pairings.begin(), session.snapshot()->pairings.end(), accepts));
    }

    std::shared_ptr<FakeStudy> study;
    Session session;
    FilterPanel panel;
};

TEST_F(FilterPanelTest, ShowsTheExtentOfTheData) {
    double least = 1e9;
    double most = 0;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible) {
            least = std::min(least, record.fps);
            most = std::max(most, record.fps);
        }
    auto* low = named<QDoubleSpinBox>(QStringLiteral("Lowest FPS (img/s)"));
    auto* high = named<QDoubleSpinBox>(QStringLiteral("Highest FPS (img/s)"));
    EXPECT_LE(low->value(), least);
    EXPECT_GE(high->value(), most);
    EXPECT_NEAR(low->value(), least, 1);
    EXPECT_NEAR(high->value(), most, 1);
}

TEST_F(FilterPanelTest, CountsAreWholeAndThousandsApart) {
    auto* high = named<QDoubleSpinBox>(QStringLiteral("Highest LUT"));
    ASSERT_GE(high->value(), 1000);
    EXPECT_EQ(high->text().toStdString(), countText(static_cast<std::int64_t>(high->value())).toStdString());
    EXPECT_EQ(high->decimals(), 0);
    EXPECT_EQ(named<QDoubleSpinBox>(QStringLiteral("Highest DSP"))->decimals(), 0);
}

TEST_F(FilterPanelTest, ThousandsMayBeTypedApartOrNot) {
    const auto typedInto = [this](QDoubleSpinBox* field, const QString& typed) {
        session.clearFilter();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
    };
    int least = std::numeric_limits<int>::max();
    int most = 0;
    for (const PairingRecord& record : session.snapshot()->pairings)
        if (record.feasible) {
            least = std::min(least, record.use.lut);
            most = std::max(most, record.use.lut);
        }
    const int middle = (least + most) / 2;
    ASSERT_GE(middle, 1000);
    auto* lut = named<QDoubleSpinBox>(QStringLiteral("Lowest LUT"));
    const QString thousands = QString::number(middle / 1000);
    const QString rest = QStringLiteral("%1").arg(middle % 1000, 3, 10, QLatin1Char('0'));
    for (const QString& typed : {thousands + u' ' + rest, thousands + rest}) {
        typedInto(lut, typed);
        EXPECT_EQ(session.filter().ranges.value(QStringLiteral("lut")).min, middle) << typed.toStdString();
    }
    // Pasted whole: of what is typed, a key that does not fit would be dropped unseen.
    session.clearFilter();
    lut->selectAll();
    lut->findChild<QLineEdit*>()->insert(thousands + u' ' + rest);
    QTest::keyClick(lut, Qt::Key_Return);
    EXPECT_EQ(session.filter().ranges.value(QStringLiteral("lut")).min, middle);

    auto* low = named<QDoubleSpinBox>(QStringLiteral("Lowest FPS (img/s)"));
    for (const char* typed : {"300", "300.0", "300,0"}) {
        typedInto(low, QString::fromLatin1(typed));
        EXPECT_EQ(session.filter().ranges.value(QStringLiteral("fps")).min, 300) << typed;
    }
    low->selectAll();
    QTest::keyClicks(low, QStringLiteral("fast")); // no letter goes in
    QTest::keyClick(low, Qt::Key_Return);
    EXPECT_EQ(session.filter().ranges.value(QStringLiteral("fps")).min, 300);
}

TEST_F(FilterPanelTest, ATypedNumberFilters) {
    auto* low = named<QDoubleSpinBox>(QStringLiteral("Lowest FPS (img/s)"));
    low->setFocus();
    low->selectAll();
    QTest::keyClicks(low, QStringLiteral("300"));
    EXPECT_FALSE(session.filter().active()); // not while typing
    QTest::keyClick(low, Qt::Key_Return);
    EXPECT_EQ(session.acceptedCount(), count([](const auto& r) { return r.feasible && r.fps >= 300; }));
    EXPECT_GT(session.acceptedCount(), 0U);
    EXPECT_LT(session.acceptedCount(), 200U);
}

TEST_F(FilterPanelTest, ASliderFiltersAndComesBack) {
    auto* slider = named<RangeSlider>(QStringLiteral("Range of Latency (ms)"));
    const QPointF right(slider->width() - 8, slider->height() / 2.0);
    test::drag(*slider, right, QPointF(slider->width() / 2.0, right.y()));
    ASSERT_TRUE(session.filter().ranges.contains(QStringLiteral("latency")));
    const MetricRange range = session.filter().ranges.value(QStringLiteral("latency"));
    EXPECT_EQ(session.acceptedCount(),
              count([&](const auto& r) { return r.feasible && r.latencySeconds * 1e3 <= range.max; }));
    test::drag(*slider, QPointF(slider->width() / 2.0, right.y()), QPointF(slider->width() + 50, right.y()));
    EXPECT_FALSE(session.filter().active()); // at its end it limits nothing
}

TEST_F(FilterPanelTest, QuestionsFilter) {
    QTest::mouseClick(box(QStringLiteral("On the front only")), Qt::LeftButton, {}, QPoint(8, 8));
    EXPECT_EQ(session.acceptedCount(), session.snapshot()->front.size());
    QTest::mouseClick(box(QStringLiteral("On the front only")), Qt::LeftButton, {}, QPoint(8, 8));
    QTest::mouseClick(box(QStringLiteral("Feasible only")), Qt::LeftButton, {}, QPoint(8, 8));
    EXPECT_EQ(session.acceptedCount(), count([](const auto& r) { return r.feasible; }));
    QTest::mouseClick(box(QStringLiteral("Pinned only")), Qt::LeftButton, {}, QPoint(8, 8));
    EXPECT_EQ(session.acceptedCount(), 0U);
    for (QPushButton* button : panel.findChildren<QPushButton*>())
        QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(session.acceptedCount(), 200U);
    EXPECT_FALSE(box(QStringLiteral("Pinned only"))->isChecked());
}

TEST_F(FilterPanelTest, FollowsAFilterFromElsewhere) {
    PairingFilter filter;
    filter.ranges.insert(QStringLiteral("fps"), {200, 400});
    filter.feasibleOnly = true;
    session.setFilter(filter);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>(QStringLiteral("Lowest FPS (img/s)"))->value(), 200);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>(QStringLiteral("Highest FPS (img/s)"))->value(), 400);
    EXPECT_TRUE(box(QStringLiteral("Feasible only"))->isChecked());
    EXPECT_EQ(session.filter(), filter); // showing it changes nothing
}

/// What arrives outside the extent so far is not filtered out by a filter that nobody set.
TEST_F(FilterPanelTest, GrowingDataSetsNoFilter) {
    study->edit([](StudySnapshot& next) {
        PairingRecord faster = next.pairings[0];
        faster.id = 201;
        faster.feasible = true;
        faster.fps = 1e6;
        next.pairings.push_back(faster);
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 201; }));
    EXPECT_FALSE(session.filter().active());
    EXPECT_EQ(session.acceptedCount(), 201U);
    EXPECT_GE(named<QDoubleSpinBox>(QStringLiteral("Highest FPS (img/s)"))->value(), 1e6);
}

/// Bounds grow with the pairings that come; those of another study begin anew, whatever it is called.
TEST_F(FilterPanelTest, AnotherStudyHasItsOwnExtent) {
    const auto other = std::make_shared<FakeStudy>(300);
    ASSERT_EQ(other->snapshot()->path, session.snapshot()->path);
    other->edit([](StudySnapshot& next) {
        for (PairingRecord& record : next.pairings)
            record.fps = 10 + static_cast<double>(record.id);
    });
    session.setStudy(other);
    EXPECT_LE(named<QDoubleSpinBox>(QStringLiteral("Highest FPS (img/s)"))->maximum(), 311);
    EXPECT_GE(named<QDoubleSpinBox>(QStringLiteral("Lowest FPS (img/s)"))->minimum(), 10);
}

TEST_F(FilterPanelTest, WithoutDataThereIsNothingToMove) {
    session.setStudy(nullptr);
    EXPECT_FALSE(named<RangeSlider>(QStringLiteral("Range of FPS (img/s)"))->isEnabled());
}

TEST_F(FilterPanelTest, ARunIsAChoiceWhereThereAreSeveral) {
    auto* run = panel.findChild<QComboBox*>(QStringLiteral("run"));
    ASSERT_NE(run, nullptr);
    EXPECT_FALSE(run->isVisible());
    study->beginRun("conv-only");
    study->grow(30);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.snapshot()->pairings.size() == 230; }));
    ASSERT_TRUE(run->isVisible());
    ASSERT_EQ(run->count(), 3);
    EXPECT_EQ(run->itemText(2).toStdString(), "Found by run 2 conv-only");
    run->setFocus();
    QTest::keyClick(run, Qt::Key_End);
    EXPECT_EQ(session.filter().run(), 2);
    EXPECT_EQ(session.acceptedCount(), 30U);
    session.clearFilter();
    EXPECT_EQ(run->currentIndex(), 0);
}

} // namespace
} // namespace pairscape
