// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/data_set_page.h"

#include "tests/core/training/drawn_images.h"
#include "tests/ui/support/pointer.h"
#include "ui/training/class_rows.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include <filesystem>

namespace pairscape {
namespace {

constexpr int patience = 60000; ///< ms

class DataSetPageTest : public testing::Test {
  protected:
    DataSetPageTest() {
        test::writeCifar100(folder.path() / "cifar", 3, 12);
        test::showAt(page, {900, 620});
    }
    template <class Widget>
    Widget& named(const char* name) {
        auto* found = page.findChild<Widget*>(QString::fromLatin1(name));
        EXPECT_NE(found, nullptr) << name;
        return *found;
    }
    QString path(const char* name) const { return QString::fromStdString((folder.path() / name).string()); }
    bool says(const QString& part) {
        return QTest::qWaitFor([&] { return page.text().contains(part); }, patience);
    }
    void openCifar() {
        auto& field = named<QLineEdit>("source");
        field.setFocus();
        field.clear();
        QTest::keyClicks(&field, path("cifar"));
        QTest::keyClick(&field, Qt::Key_Return);
        ASSERT_TRUE(says(QStringLiteral("CIFAR-100"))) << page.text().toStdString();
    }

    test::TemporaryFolder folder;
    DataSetPage page;
};

TEST_F(DataSetPageTest, SaysWhatIsInTheFolder) {
    const QSignalSpy opened(&page, &DataSetPage::opened);
    openCifar();
    EXPECT_TRUE(page.text().contains(QStringLiteral("32 x 32 pixels"))) << page.text().toStdString();
    EXPECT_TRUE(page.text().contains(QStringLiteral("36 training images"))) << page.text().toStdString();
    EXPECT_EQ(opened.size(), 1);
    EXPECT_TRUE(page.rows()->isVisible());
}

/// What is painted at an image's place is that image, pixel for pixel where it is not scaled.
TEST_F(DataSetPageTest, ShowsTheImagesOfEachClass) {
    openCifar();
    page.finish();
    const DataSet data = *openDataSet(folder.path() / "cifar");
    const auto images = firstOfEachClass(*data.train, data.classes(), 40);
    ASSERT_GE(images.size(), 3U);
    for (std::size_t label = 0; label < 3; ++label) {
        EXPECT_EQ(images[label].size(), 12U);
        for (const std::int64_t image : images[label])
            EXPECT_EQ(data.train->label(image), static_cast<int>(label));
    }
    // Find the place of class 1's first image by what the row says there.
    QWidget& area = *page.rows()->viewport();
    const QImage shown = area.grab().toImage();
    const QString wanted = QString::fromStdString(data.train->origin(images[1][0]));
    QPoint first(-1, -1), last;
    constexpr int step = 6; // fine enough to meet an image, coarse enough to be quick
    for (int y = 0; y < std::min(area.height(), 200); y += step)
        for (int x = 0; x < std::min(area.width(), 400); x += step)
            if (page.rows()->textAt({x, y}).endsWith(wanted)) {
                if (first.x() < 0)
                    first = {x, y};
                last = {x, y};
            }
    ASSERT_GE(first.x(), 0);
    std::vector<std::uint8_t> planes(imageBytes(32));
    ASSERT_TRUE(data.train->read(images[1][0], planes));
    // Its middle: pixel (16, 16) of the image, whatever the scale.
    const QPoint middle((first.x() + last.x() + 1) / 2, (first.y() + last.y()) / 2);
    const QColor seen = shown.pixelColor(middle);
    int nearest = 1000;
    for (int y = 11; y <= 21; ++y)
        for (int x = 11; x <= 21; ++x) {
            const auto at = static_cast<std::size_t>(y * 32 + x);
            nearest = std::min(nearest, std::abs(seen.red() - planes[at]) +
                                            std::abs(seen.green() - planes[1024 + at]) +
                                            std::abs(seen.blue() - planes[2048 + at]));
        }
    EXPECT_LE(nearest, 6);
}

TEST_F(DataSetPageTest, ImagesAreReadAsTheyAreScrolledTo) {
    openCifar();
    page.resize(900, 300);
    QCoreApplication::processEvents();
    QScrollBar* bar = page.rows()->verticalScrollBar();
    bar->setValue(2 * bar->singleStep()); // the third class, the last that has images
    EXPECT_TRUE(QTest::qWaitFor(
        [&] {
            const QImage seen = page.rows()->viewport()->grab().toImage();
            int coloured = 0; // the drawn pictures are colourful, the places that wait are not
            for (int x = 0; x < seen.width(); x += 3)
                for (int y = 0; y < seen.height(); y += 3)
                    coloured += seen.pixelColor(x, y).saturation() > 80;
            return coloured > 200;
        },
        patience));
}

TEST_F(DataSetPageTest, ACheckReadsEveryImage) {
    openCifar();
    QTest::mouseClick(&named<QPushButton>("check"), Qt::LeftButton);
    EXPECT_TRUE(says(QStringLiteral("images can be read"))) << page.text().toStdString();
    EXPECT_EQ(named<QPushButton>("check").text().toStdString(), "Check every image");
}

TEST_F(DataSetPageTest, WhatIsNoDataSetIsSaid) {
    page.open(path("nowhere"));
    EXPECT_TRUE(says(QStringLiteral("nowhere"))) << page.text().toStdString();
    EXPECT_FALSE(page.rows()->isVisible());
    openCifar(); // and the next folder is looked into all the same
    test::writeCifar100(folder.path() / "cut", 3, 12);
    std::filesystem::resize_file(folder.path() / "cut" / "train.bin", 3074 * 30 + 11);
    page.open(path("cut"));
    EXPECT_TRUE(says(QStringLiteral("train.bin"))) << page.text().toStdString();
    EXPECT_FALSE(page.rows()->isVisible());
}

TEST_F(DataSetPageTest, SaysWhatWillAppear) {
    auto& empty = named<QLabel>("empty");
    EXPECT_TRUE(empty.isVisible());
    EXPECT_FALSE(named<QPushButton>("check").isVisible());
    openCifar();
    EXPECT_FALSE(empty.isVisible());
    EXPECT_TRUE(named<QPushButton>("check").isVisible());
}

/// A file that shrinks while its images are shown costs those images, not the window.
TEST_F(DataSetPageTest, AFileThatIsCutShortIsSaid) {
    openCifar();
    std::filesystem::resize_file(folder.path() / "cifar" / "train.bin", 0);
    QTest::mouseClick(&named<QPushButton>("check"), Qt::LeftButton);
    EXPECT_TRUE(says(QStringLiteral("train.bin was cut short"))) << page.text().toStdString();
}

/// A picture that cannot be decoded is named by the check and marked where it would be.
TEST_F(DataSetPageTest, DamagedPicturesAreMarked) {
    for (const char* label : {"cat", "dog"})
        for (int i = 0; i < 6; ++i) {
            const auto file = folder.path() / "pets" / "train" / label / (std::to_string(i) + ".png");
            std::filesystem::create_directories(file.parent_path());
            test::writePng(file, test::drawnImage(40, i, 1));
            const auto other = folder.path() / "pets" / "test" / label / (std::to_string(i) + ".png");
            std::filesystem::create_directories(other.parent_path());
            test::writePng(other, test::drawnImage(40, i, 2));
        }
    test::writeBytes(folder.path() / "pets" / "train" / "dog" / "3.png", {1, 2, 3});
    page.open(path("pets"));
    ASSERT_TRUE(says(QStringLiteral("2 classes"))) << page.text().toStdString();
    page.finish();
    EXPECT_TRUE(page.rows()->failure().contains(QStringLiteral("3.png")))
        << page.rows()->failure().toStdString();
    QTest::mouseClick(&named<QPushButton>("check"), Qt::LeftButton);
    EXPECT_TRUE(says(QStringLiteral("One image cannot be used"))) << page.text().toStdString();
    EXPECT_TRUE(page.text().contains(QStringLiteral("3.png")));
}

} // namespace
} // namespace pairscape
