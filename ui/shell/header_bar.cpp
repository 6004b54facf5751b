// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header_bar.h"

#include "ui/commands/command_registry.h"
#include "ui/models/session.h"
#include "ui/shell/shell_icons.h"
#include "ui/theme/elided_label.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace pairscape {

namespace {

/// "most FPS", "least energy": a study's objective as words.
QString objectiveWords(const std::string& objective) {
    if (objective == "fps")
        return QObject::tr("most FPS");
    if (objective == "latency")
        return QObject::tr("least latency");
    if (objective == "energy")
        return QObject::tr("least energy");
    if (objective == "edp")
        return QObject::tr("least energy-delay product");
    return QString::fromStdString(objective);
}

} // namespace

HeaderBar::HeaderBar(Session* session, CommandRegistry* registry, QWidget* parent)
    : QWidget(parent), session_(session), registry_(registry), row_(new QHBoxLayout(this)),
      name_(new ElidedLabel(this)), about_(new ElidedLabel(this)) {
    studyMenu_ = addMenu(tr("Study"));
    designMenu_ = addMenu(tr("Design"));
    viewMenu_ = addMenu(tr("View"));
    helpMenu_ = addMenu(tr("Help"));
    row_->addSpacing(8);
    row_->addWidget(name_);
    row_->addWidget(about_, 1);
    about_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(session_, &Session::studyChanged, this, &HeaderBar::showStudy);
    connect(session_, &Session::snapshotChanged, this, &HeaderBar::showStudy);
    showStudy();
}

QMenu* HeaderBar::addMenu(const QString& title) {
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    auto* button = new QToolButton(this);
    button->setText(title);
    button->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(title.front().toUpper().unicode())));
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, registry_, &CommandRegistry::refresh);
    row_->addWidget(button);
    menus_ << button;
    return menu;
}

QToolButton* HeaderBar::addButton(const QString& command) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(registry_->action(command));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    row_->addWidget(button);
    return button;
}

void HeaderBar::connectCommands() {
    run_ = addButton(QStringLiteral("run.start"));
    pause_ = addButton(QStringLiteral("run.pause"));
    cancel_ = addButton(QStringLiteral("run.cancel"));
    row_->addSpacing(8);
    palette_ = addButton(QStringLiteral("help.palette"));
    showStudy();
    pairscape::HeaderBar::applyTheme(Theme::make(ThemeMode::Light));
}

void HeaderBar::showStudy() {
    for (QToolButton* button : {run_, pause_, cancel_})
        if (button)
            button->setVisible(session_->hasStudy());
    if (!session_->hasStudy()) {
        name_->setText({});
        about_->setText({});
        return;
    }
    const auto snapshot = session_->snapshot();
    QString name = QFileInfo(QString::fromStdString(snapshot->path)).completeBaseName();
    if (snapshot->readOnly)
        name += tr(" (read-only)");
    name_->setText(name);
    about_->setText(QStringLiteral("%1 \u00b7 %2 \u00b7 %3")
                        .arg(QString::fromStdString(snapshot->spaceName),
                             QString::fromStdString(snapshot->platformName),
                             objectiveWords(snapshot->settings.hardwareObjective)));
    name_->updateGeometry();
    about_->updateGeometry();
    fitWords();
}

void HeaderBar::fitWords() {
    const QList<QToolButton*> giving{pause_, cancel_, palette_};
    if (!palette_)
        return;
    for (QToolButton* button : giving)
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row_->activate();
    if (row_->sizeHint().width() > width()) // what the study is of comes first
        for (QToolButton* button : giving)
            button->setToolButtonStyle(Qt::ToolButtonIconOnly); // their names are in the tool tips
}

void HeaderBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWords();
}

void HeaderBar::applyTheme(const Theme& theme) {
    const QFont font = theme.font(theme.small);
    row_->setContentsMargins(6, 3, 6, 3);
    row_->setSpacing(qRound(4 * theme.scale));
    const int sign = QFontMetrics(font).height() * 3 / 4;
    const QColor disabled = theme.palette().color(QPalette::Disabled, QPalette::ButtonText);
    for (QToolButton* button : menus_) {
        button->setFont(font);
        button->setPalette(theme.palette()); // a widget with a style sheet keeps the first it had
    }
    for (QToolButton* button : {run_, pause_, cancel_, palette_})
        if (button) {
            button->setFont(font);
            button->setIconSize({sign, sign});
        }
    const auto paint = [&](const char* command, ShellIcon icon, const QColor& colour) {
        if (QAction* action = registry_->action(QString::fromLatin1(command)))
            action->setIcon(shellIcon(icon, colour, disabled));
    };
    paint("run.start", ShellIcon::Run, theme.good);
    paint("run.pause", ShellIcon::Pause, theme.text);
    paint("run.cancel", ShellIcon::Cancel, theme.text);
    paint("help.palette", ShellIcon::Search, theme.text);
    name_->setFont(theme.font(theme.small, QFont::DemiBold));
    about_->setFont(font);
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    about_->setPalette(muted);
    fitWords();
}

} // namespace pairscape
