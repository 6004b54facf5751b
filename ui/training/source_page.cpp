// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/source_page.h"

#include "ui/theme/wrapped_label.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pairscape {

SourcePage::SourcePage(const Texts& texts, QWidget* parent)
    : QWidget(parent), heading_(new QLabel(texts.heading)), intro_(wrappedLabel(texts.intro)),
      name_(new QLabel(texts.name)), facts_(wrappedLabel()), words_(wrappedLabel()),
      empty_(wrappedLabel(texts.empty)), source_(new QLineEdit), browse_(new QPushButton(tr("Choose\u2026"))),
      back_(new QPushButton(tr("Back"))), toolRow_(new QHBoxLayout), stack_(new QStackedWidget),
      queue_(std::make_unique<BackgroundQueue>()) {
    name_->setBuddy(source_);
    source_->setObjectName(QStringLiteral("source"));
    source_->setPlaceholderText(texts.hint);
    source_->setAccessibleName(texts.purpose);
    facts_->setObjectName(QStringLiteral("facts"));
    words_->setObjectName(QStringLiteral("words"));
    empty_->setObjectName(QStringLiteral("empty"));
    empty_->setAlignment(Qt::AlignCenter);
    auto* where = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(name_), static_cast<QWidget*>(source_),
                            static_cast<QWidget*>(browse_), static_cast<QWidget*>(back_)})
        where->addWidget(widget, widget == source_ ? 1 : 0);
    stack_->addWidget(empty_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->addWidget(heading_);
    column->addWidget(intro_);
    column->addLayout(where);
    column->addWidget(facts_);
    column->addLayout(toolRow_);
    column->addWidget(words_);
    column->addWidget(stack_, 1);
    setAutoFillBackground(true);
    setFocusProxy(source_);
    connect(source_, &QLineEdit::returnPressed, this, [this] { open(source_->text()); });
    connect(browse_, &QPushButton::clicked, this, [this, texts] { choose(texts); });
    connect(back_, &QPushButton::clicked, this, &SourcePage::left);
}

SourcePage::~SourcePage() = default;

void SourcePage::endJobs() {
    queue_.reset();
}

void SourcePage::addTool(QWidget* tool, int stretch) {
    tools_.push_back(tool);
    toolRow_->addWidget(tool, stretch);
}

void SourcePage::setContent(QWidget* content) {
    stack_->addWidget(content);
    showNothing({});
}

QString SourcePage::source() const {
    return source_->text();
}

void SourcePage::open(const QString& source) {
    source_->setText(source);
    if (!source.trimmed().isEmpty())
        look(source);
}

void SourcePage::choose(const Texts& texts) {
    const bool folder = texts.filter.isEmpty();
    auto* dialog =
        new QFileDialog(this, texts.purpose,
                        folder ? source_->text() : QFileInfo(source_->text()).absolutePath(), texts.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    connect(dialog, &QFileDialog::fileSelected, this, &SourcePage::open);
    dialog->open();
}

void SourcePage::showFound(const QString& facts) {
    facts_->setText(facts);
    facts_->show();
    for (QWidget* tool : tools_)
        tool->show();
    tell({}, false);
    stack_->setCurrentIndex(1);
    emit opened(source_->text());
}

void SourcePage::showNothing(const QString& failure) {
    facts_->clear();
    facts_->hide();
    for (QWidget* tool : tools_)
        tool->hide();
    tell(failure, true);
    stack_->setCurrentIndex(0);
}

void SourcePage::tell(const QString& sentence, bool bad) {
    bad_ = bad;
    showSentence(*words_, sentence, theme_, bad);
}

void SourcePage::finish() {
    queue_->waitForJobs();
    QCoreApplication::processEvents();
}

QString SourcePage::text() const {
    return (facts_->text().isEmpty() ? QString() : facts_->text() + QLatin1Char('\n')) + words_->text();
}

void SourcePage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    heading_->setFont(theme.font(theme.large, QFont::DemiBold));
    for (QWidget* widget :
         {static_cast<QWidget*>(intro_), static_cast<QWidget*>(name_), static_cast<QWidget*>(facts_),
          static_cast<QWidget*>(words_), static_cast<QWidget*>(empty_), static_cast<QWidget*>(source_),
          static_cast<QWidget*>(browse_), static_cast<QWidget*>(back_)})
        widget->setFont(theme.font(theme.small));
    for (QWidget* tool : tools_)
        tool->setFont(theme.font(theme.small));
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    for (QLabel* label : {intro_, empty_})
        label->setPalette(muted);
    tell(words_->text(), bad_);
}

} // namespace pairscape
