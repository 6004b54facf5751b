// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include "ui/commands/command_registry.h"
#include "ui/shell/fit_button.h"
#include "ui/shell/sample_study.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pairscape {

WelcomePage::WelcomePage(CommandRegistry* registry, QWidget* parent)
    : QWidget(parent), title_(new QLabel(tr("Pairscape"))),
      purpose_(new QLabel(
          tr("Search networks of convolutions, shifts and additions together with the accelerators "
             "that run them, and see what each pairing gains, what it costs, and why."))),
      recentTitle_(new QLabel(tr("Recent studies"))),
      hint_(new QLabel(
          tr("A study can also be dropped here. Ctrl+K finds every command, ? lists the shortcuts."))),
      create_(new QPushButton(tr("New study\u2026"))), open_(new QPushButton(tr("Open study\u2026"))),
      sample_(new QPushButton(tr("Open the sample"))),
      recent_(new QWidget), recentColumn_(new QVBoxLayout(recent_)), sheet_(new QWidget(this)) {
    for (QLabel* label : {purpose_, hint_})
        label->setWordWrap(true);
    recentColumn_->setContentsMargins(0, 0, 0, 0);
    recentColumn_->setSpacing(0);
    connect(create_, &QPushButton::clicked, registry,
            [registry] { registry->trigger(QStringLiteral("study.new")); });
    connect(open_, &QPushButton::clicked, registry,
            [registry] { registry->trigger(QStringLiteral("study.open")); });
    create_->setToolTip(tr("Choose a search space and a platform (Ctrl+N)"));
    connect(sample_, &QPushButton::clicked, registry,
            [registry] { registry->trigger(QStringLiteral("study.sample")); });
    open_->setToolTip(tr("Open a .pairscape file (Ctrl+O)"));
    sample_->setToolTip(tr("A finished search on kv260, to look around in"));
    sample_->setVisible(hasSampleStudy());

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(create_);
    buttons->addWidget(open_);
    buttons->addWidget(sample_);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(sheet_);
    column->addStretch(2);
    column->addWidget(title_);
    column->addWidget(purpose_);
    column->addSpacing(12);
    column->addLayout(buttons);
    column->addSpacing(12);
    column->addWidget(recentTitle_);
    column->addWidget(recent_);
    column->addSpacing(12);
    column->addWidget(hint_);
    column->addStretch(3);
    auto* row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(sheet_, 3);
    row->addStretch(1);
    setAutoFillBackground(true);
    setFocusProxy(create_);
    setRecent({});
    pairscape::WelcomePage::applyTheme(Theme::make(ThemeMode::Light));
}

void WelcomePage::setRecent(const QStringList& studies) {
    studies_ = studies;
    while (QLayoutItem* item = recentColumn_->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const QString& path : studies.mid(0, 5)) {
        const QFileInfo file(path);
        QString folder = file.absolutePath();
        if (folder.startsWith(QDir::homePath()))
            folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
        auto* button = new QPushButton(QStringLiteral("%1   %2").arg(file.completeBaseName(), folder));
        button->setFlat(true);
        button->setToolTip(path);
        button->setFont(theme_.font(theme_.small));
        button->setStyleSheet(QStringLiteral("QPushButton { text-align: left; padding: 4px 2px; }"));
        button->setCursor(Qt::PointingHandCursor);
        connect(button, &QPushButton::clicked, this, [this, path] { emit openWanted(path); });
        recentColumn_->addWidget(button);
    }
    recentTitle_->setVisible(!studies.isEmpty());
    recent_->setVisible(!studies.isEmpty());
}

void WelcomePage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.background);
    setPalette(colours);
    title_->setFont(theme.font(theme.huge, QFont::DemiBold));
    purpose_->setFont(theme.font(theme.large));
    recentTitle_->setFont(theme.font(theme.normal, QFont::DemiBold));
    hint_->setFont(theme.font(theme.small));
    QPalette muted = colours;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    hint_->setPalette(muted);
    for (QPushButton* button : {create_, open_, sample_})
        fitButton(*button, theme.font(theme.normal));
    sheet_->setMaximumWidth(qRound(760 * (theme.scale > 1 ? 1.5 : 1)));
    setRecent(studies_);
}

} // namespace pairscape
