// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/platform_editor.h"

#include "core/base/resources.h"
#include "tests/ui/support/pointer.h"
#include "ui/commands/command_registry.h"
#include "ui/models/session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/new_study_page.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace pairscape {
namespace {

Platform kv260() {
    return *Platform::preset("kv260");
}

TEST(PlatformForm, HoldsEveryPlatformExactly) {
    for (const std::string& name : Platform::presetNames()) {
        Platform platform = *Platform::preset(name);
        const PlatformCheck same = checkPlatform(platformForm(platform), platform);
        ASSERT_TRUE(same.platform) << name;
        EXPECT_EQ(*same.platform, platform) << name;
        EXPECT_TRUE(same.changed.isEmpty());
        platform.name = "mine";
        platform.pe[1].lut = 43.25; // nobody measured that
        platform.clockMhz = 333.3;
        EXPECT_TRUE(platformForm(platform).ownPeCosts);
        const PlatformCheck own = checkPlatform(platformForm(platform), platform);
        ASSERT_TRUE(own.platform);
        EXPECT_EQ(*own.platform, platform);
    }
}

TEST(PlatformForm, EachFieldIsCheckedAsInAFile) {
    const PlatformForm good = duplicateOf(kv260());
    ASSERT_TRUE(checkPlatform(good, kv260()).platform);
    const std::pair<const char*, const char*> wrong[] = {{"dsp", "0"},
                                                         {"dsp", "12.5"},
                                                         {"lut", "many"},
                                                         {"bram36", ""},
                                                         {"uram", "-1"},
                                                         {"lut_share", "1.5"},
                                                         {"clock_mhz", "0"},
                                                         {"clock_mhz", "2e9"},
                                                         {"dram_gigabytes_per_second", "1,5"},
                                                         {"static_watts", "-0.1"},
                                                         {"name", "my board"},
                                                         {"name", ""},
                                                         {"family", "virtex"},
                                                         {"pe_costs.shift.lut", "0"},
                                                         {"pe_costs.adder.weight_bits", "64"},
                                                         {"pe_costs.conv.alone.lut", ""},
                                                         {"pe_costs.conv.alone.dsp", "-1"},
                                                         {"pe_costs.conv.alone.energy_pj", "-0.1"},
                                                         {"pe_costs.conv.alone.energy_pj", ""}};
    for (const auto& [id, text] : wrong) {
        PlatformForm form = good;
        form.text[id] = text;
        form.ownPeCosts = QString::fromLatin1(id).startsWith(QStringLiteral("pe_costs"));
        const PlatformCheck check = checkPlatform(form, kv260());
        EXPECT_FALSE(check.platform) << id << " " << text;
        EXPECT_TRUE(check.complaints.value(id).contains(QStringLiteral("'%1'").arg(id)))
            << id << " " << text << ": " << check.complaints.value(id).toStdString();
        EXPECT_EQ(check.complaints.size(), 1) << id << " " << text;
    }
    PlatformForm two = good;
    two.text["dsp"] = two.text["uram"] = "none";
    EXPECT_EQ(checkPlatform(two, kv260()).complaints.size(), 2) << "all that is wrong, not only the first";
}

TEST(PlatformForm, FiguresMayStandApart) {
    PlatformForm form = duplicateOf(kv260());
    form.text["lut"] = QString::fromUtf8(" 117\u2009120 ");
    form.text["dsp"] = "1 300";
    const PlatformCheck check = checkPlatform(form, kv260());
    ASSERT_TRUE(check.platform);
    EXPECT_EQ(check.platform->available.lut, 117120);
    EXPECT_EQ(check.platform->available.dsp, 1300);
}

TEST(PlatformForm, WhatChangedLosesTheSourceOfTheOriginal) {
    PlatformForm form = duplicateOf(kv260());
    form.text["dsp"] = "900";
    form.text["pe_costs.shift.lut"] = "48";
    form.ownPeCosts = true;
    const PlatformCheck check = checkPlatform(form, kv260());
    ASSERT_TRUE(check.platform);
    EXPECT_EQ(check.changed.value("dsp"), "1248");
    EXPECT_EQ(check.changed.value("name"), "kv260");
    EXPECT_TRUE(check.changed.contains("pe_costs.shift.lut"));
    EXPECT_FALSE(check.changed.contains("lut"));
    const auto& sources = check.platform->sources;
    EXPECT_NE(sources.at("resources").find("dsp 900 (1248 in kv260)"), std::string::npos);
    EXPECT_NE(sources.at("pe_costs").find("shift.lut 48"), std::string::npos);
    EXPECT_EQ(sources.at("static_watts"), kv260().sources.at("static_watts"));
}

TEST(PlatformForm, UnpackedPesMayBeLeftOut) {
    PlatformForm form = duplicateOf(kv260());
    EXPECT_EQ(form.text.value("pe_costs.conv.alone.lut"), "28");
    form.ownPeCosts = true;
    EXPECT_EQ(form.text.value("pe_costs.conv.alone.energy_pj"), "0.706");
    form.text["pe_costs.conv.alone.lut"] = "20.5";
    form.text["pe_costs.conv.alone.energy_pj"] = "0.5";
    PlatformCheck check = checkPlatform(form, kv260());
    ASSERT_TRUE(check.platform);
    EXPECT_EQ(check.platform->peCost(OperatorType::Conv).alone, (PeForm{1, 20.5, 0.5}));
    EXPECT_NE(check.platform->sources.at("pe_costs").find("alone.lut 20.5"), std::string::npos);
    EXPECT_NE(check.platform->sources.at("pe_costs").find("alone.energy_pj 0.5 (0.706 in kv260)"),
              std::string::npos);
    for (const char* field : {"dsp", "lut", "energy_pj"})
        form.text[QStringLiteral("pe_costs.conv.alone.%1").arg(QLatin1String(field))] = "";
    check = checkPlatform(form, kv260());
    ASSERT_TRUE(check.platform);
    EXPECT_EQ(check.platform->peCost(OperatorType::Conv).alone, std::nullopt);
}

TEST(PlatformForm, ShippedNamesStayWithShippedPlatforms) {
    PlatformForm form = platformForm(kv260());
    form.text["dsp"] = "900";
    const PlatformCheck check = checkPlatform(form, kv260());
    EXPECT_FALSE(check.platform);
    EXPECT_TRUE(check.complaints.value("name").contains("kv260"));
}

class Editor : public testing::Test {
  protected:
    void SetUp() override {
        editor.begin(kv260(), folder.path());
        test::showAt(editor, {1280, 800});
    }
    QLineEdit* field(const char* id) { return editor.findChild<QLineEdit*>(QString::fromLatin1(id)); }
    QPushButton* button(const char* name) {
        return editor.findChild<QPushButton*>(QString::fromLatin1(name));
    }
    void type(const char* id, const QString& text) {
        QTest::mouseClick(field(id), Qt::LeftButton);
        field(id)->selectAll();
        QTest::keyClicks(field(id), text);
    }
    bool sees(const QString& words) {
        for (const QLabel* label : editor.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }

    QTemporaryDir folder;
    PlatformEditor editor;
};

TEST_F(Editor, SaysWhatIsWrongAndWhatChangedWhileOneTypes) {
    EXPECT_TRUE(button("save")->isEnabled());
    EXPECT_FALSE(sees("was 1248"));
    type("dsp", "0");
    EXPECT_FALSE(button("save")->isEnabled());
    EXPECT_TRUE(sees("Field 'dsp' must be between 1 and 100000 but is 0."));
    type("dsp", "900");
    EXPECT_TRUE(button("save")->isEnabled());
    EXPECT_FALSE(sees("Field 'dsp'"));
    EXPECT_TRUE(sees("was 1248"));
    EXPECT_TRUE(field("dsp")->font().bold());
    EXPECT_FALSE(field("lut")->font().bold());
    QTest::mouseClick(button("revert"), Qt::LeftButton);
    EXPECT_EQ(field("dsp")->text(), "1248");
    EXPECT_FALSE(sees("was 1248"));
}

TEST_F(Editor, OwnPeCostsAreAChoice) {
    auto* own = editor.findChild<QCheckBox*>("ownPeCosts");
    EXPECT_FALSE(own->isChecked());
    EXPECT_FALSE(field("pe_costs.shift.lut")->isEnabled());
    auto* family = editor.findChild<QComboBox*>("family");
    ASSERT_TRUE(family);
    QStringList offered;
    for (int i = 0; i < family->count(); ++i)
        offered << family->itemText(i);
    EXPECT_EQ(offered, (QStringList{"7-series", "ultrascale+"})) << "what the table of PE costs has";
    family->setFocus();
    QTest::keyClick(family, Qt::Key_Home); // the costs follow the family
    EXPECT_EQ(field("pe_costs.shift.lut")->text(), "60");
    QTest::keyClick(family, Qt::Key_End);
    EXPECT_EQ(field("pe_costs.shift.lut")->text(), "57");
    QTest::keyClick(own, Qt::Key_Space);
    ASSERT_TRUE(own->isChecked());
    type("pe_costs.shift.lut", "48");
    ASSERT_TRUE(editor.check().platform);
    EXPECT_EQ(editor.check().platform->peCost(OperatorType::Shift).lut, 48);
    QTest::keyClick(own, Qt::Key_Space);
    EXPECT_EQ(field("pe_costs.shift.lut")->text(), "57");
}

/// A file that brings costs of its own may name a family that nobody measured.
TEST_F(Editor, AnUnknownFamilyOfAFileStays) {
    Platform other = kv260();
    other.name = "other";
    other.family = "virtex-9";
    const QString path = folder.filePath("other.json");
    ASSERT_TRUE(writeTextFile(path.toStdString(), other.toJson()));
    ASSERT_TRUE(editor.load(path));
    EXPECT_EQ(editor.findChild<QComboBox*>("family")->currentText(), "virtex-9");
    ASSERT_TRUE(editor.check().platform);
    EXPECT_EQ(editor.check().platform->family, "virtex-9");
}

/// The whole source is seen, and a long one scrolls in four lines.
TEST_F(Editor, ASentenceTakesTheLinesThatItNeeds) {
    auto* source = editor.findChild<QPlainTextEdit*>("source");
    ASSERT_TRUE(source);
    const auto lines = [source] { return source->document()->size().height(); };
    source->setPlainText("Data sheet.");
    const int one = source->height();
    source->setPlainText("Vendor data sheets DS987 (K26) and DS986 (KV260), measured on two boards of the "
                         "laboratory in March; power and energy are modelled.");
    ASSERT_GT(lines(), 1);
    EXPECT_GE(source->height() - one, (lines() - 1) * source->fontMetrics().lineSpacing());
    EXPECT_FALSE(source->verticalScrollBar()->isVisible());
    source->setPlainText(QString("word ").repeated(400));
    EXPECT_LT(source->height(), 5 * source->fontMetrics().lineSpacing());
    EXPECT_EQ(editor.form().text.value("source"), QString("word ").repeated(400).trimmed());
}

TEST_F(Editor, SavesAndLoadsWhatTheCoreReads) {
    type("name", "mine");
    type("clock_mhz", "300");
    QSignalSpy saved(&editor, &PlatformEditor::saved);
    const QString path = folder.filePath("mine.json");
    ASSERT_TRUE(editor.save(path));
    EXPECT_EQ(saved.count(), 1);
    const auto read = Platform::load(path.toStdString());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, *editor.check().platform);
    EXPECT_EQ(read->clockMhz, 300);

    editor.begin(kv260(), folder.path());
    ASSERT_TRUE(editor.load(path));
    EXPECT_EQ(field("name")->text(), "mine");
    EXPECT_EQ(editor.original(), *read);
    EXPECT_TRUE(editor.check().changed.isEmpty());
}

TEST_F(Editor, FailuresAreSentences) {
    QSignalSpy failed(&editor, &PlatformEditor::failed);
    EXPECT_FALSE(editor.save(folder.filePath("none/mine.json")));
    ASSERT_EQ(failed.count(), 1);
    ASSERT_TRUE(writeTextFile(folder.filePath("half.json").toStdString(), "{\"name\": \"half\"}"));
    EXPECT_FALSE(editor.load(folder.filePath("half.json")));
    ASSERT_EQ(failed.count(), 2);
    EXPECT_TRUE(failed.last().at(0).toString().contains("field 'title'"))
        << failed.last().at(0).toString().toStdString();
    EXPECT_EQ(editor.original(), kv260()) << "what was edited stays";
}

TEST_F(Editor, EveryPresetCanBeCopied) {
    auto* from = editor.findChild<QComboBox*>("from");
    EXPECT_EQ(from->currentText(), "kv260");
    for (int i = 0; i < from->count(); ++i) {
        from->setFocus();
        QTest::keyClick(from, Qt::Key_Home);
        for (int down = 0; down < i; ++down)
            QTest::keyClick(from, Qt::Key_Down);
        EXPECT_EQ(QString::fromStdString(editor.original().name), from->itemText(i));
        EXPECT_EQ(field("name")->text(), QStringLiteral("my-") + from->itemText(i));
        EXPECT_TRUE(editor.check().platform) << i;
    }
}

TEST_F(Editor, NothingIsCutOffInAnyTheme) {
    type("dsp", "0");
    for (const auto& [mode, width] : {std::pair(ThemeMode::Light, 1280), std::pair(ThemeMode::Dark, 700),
                                      std::pair(ThemeMode::Talk, 1280)}) {
        editor.applyTheme(Theme::make(mode));
        test::showAt(editor, {width, 800});
        QTest::qWait(20);
        for (const QLabel* label : editor.findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap()) {
                EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                    << label->text().toStdString();
            }
        for (const QLineEdit* edit : editor.findChildren<QLineEdit*>())
            EXPECT_GE(edit->width(), QFontMetrics(edit->font()).horizontalAdvance(QStringLiteral("57.5")))
                << edit->objectName().toStdString();
    }
}

TEST(PlatformEditorInTheWindow, MakesAPlatformThatTheNewStudyOffers) {
    const QTemporaryDir folder;
    Session session;
    MainWindow window(&session, AppSettings());
    test::showAt(window, {1280, 800});
    window.commands()->action("study.new")->trigger();
    auto* page = window.newStudyPage();
    ASSERT_TRUE(page->isVisible());
    QTest::mouseClick(page->findChild<QPushButton*>("editPlatform"), Qt::LeftButton);
    PlatformEditor* editor = window.platformEditor();
    ASSERT_TRUE(editor->isVisible());
    EXPECT_EQ(editor->original(), kv260()) << "the one that was chosen there";
    auto* clock = editor->findChild<QLineEdit*>("clock_mhz");
    clock->selectAll();
    QTest::keyClicks(clock, "250");
    const QString path = folder.filePath("mine.json");
    ASSERT_TRUE(editor->save(path));
    QTest::keyClick(clock, Qt::Key_Escape);
    ASSERT_TRUE(page->isVisible());
    EXPECT_EQ(page->form().platform, path);
    ASSERT_TRUE(page->check().settings) << page->check().complaint().toStdString();
    EXPECT_NE(page->check().settings->platformJson.find("\"clock_mhz\": 250"), std::string::npos);
    EXPECT_EQ(window.settings().platforms(), QStringList{path});

    window.commands()->action("platform.edit")->trigger();
    EXPECT_TRUE(editor->isVisible());
    QTest::mouseClick(editor->findChild<QPushButton*>("back"), Qt::LeftButton);
    EXPECT_TRUE(page->isVisible());
    QFile::remove(path);
    EXPECT_TRUE(window.settings().platforms().isEmpty()) << "a file that is gone is not offered";
}

} // namespace
} // namespace pairscape
