// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exit_code.h"
#include "app/pairscape/options.h"
#include "app/pairscape/quiet.h"
#include "core/search/strategy.h"
#include "core/zeroshot/scorer.h"
#include "ui/models/session.h"
#include "ui/render/render_twin.h"
#include "ui/shell/main_window.h"
#include "ui/shell/new_study_form.h"

#include <QApplication>
#include <QIcon>
#include <QTimer>

#include <cstdio>
#include <exception>

using namespace pairscape;
using namespace pairscape::app;

namespace {

/// Qt sees the program's name only: it has a --platform of its own, and takes ours for it.
int applicationArguments = 1;

int complain(const std::string& sentence, int code) {
    std::fprintf(stderr, "pairscape: %s\n", sentence.c_str());
    return code;
}

/// A picture instead of a window.
int render(const Options& options, ThemeMode theme, char** argv) {
    const auto size = parsePictureSize(QString::fromStdString(options.size));
    if (!size)
        return complain(size.error().message, exitUsage);
    // Whatever display there is, the picture is made without it, pixel for pixel.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const char* scaling : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI"})
        qunsetenv(scaling);
    const QApplication application(applicationArguments, argv);
    const auto image = renderView({.view = QString::fromStdString(options.render),
                                   .study = QString::fromStdString(options.study),
                                   .dataSet = QString::fromStdString(options.dataSet),
                                   .rankStudy = QString::fromStdString(options.rankStudy),
                                   .checkpoint = QString::fromStdString(options.checkpoint),
                                   .pairing = options.pairing,
                                   .size = *size,
                                   .theme = theme});
    if (!image)
        return complain(image.error().message, exitCode(image.error().code));
    const Status written = writePicture(*image, QString::fromStdString(options.output));
    return written ? 0 : complain(written.error().message, exitCode(written.error().code));
}

/// Checks what --new and --start ask for before a window opens, so that the sentence is where it was typed.
Result<std::optional<NewStudyForm>> checkRequest(const Options& options) {
    const auto strategy = findStrategy(options.strategy);
    if (options.start && !strategy)
        return strategy.error();
    if (!options.create)
        return std::optional<NewStudyForm>();
    NewStudyForm form;
    form.space = QString::fromStdString(options.space);
    form.platform = QString::fromStdString(options.platform);
    form.seed = QString::number(options.seed);
    if (options.start) {
        form.strategy = QString::fromStdString(options.strategy);
        if (strategy->method) // as pairscape-cli does
            form.method = QString::fromStdString(acceleratorMethodName(*strategy->method));
    }
    form.path = options.study.empty() ? datedStudyPath() : QString::fromStdString(options.study);
    if (const QString complaint = checkNewStudy(form).complaint(); !complaint.isEmpty())
        return Error{ErrorCode::InvalidInput, complaint.toStdString()};
    return std::optional(form);
}

int openWindow(const Options& options, std::optional<ThemeMode> theme, char** argv) {
    const auto form = checkRequest(options);
    if (!form)
        return complain(form.error().message, exitCode(form.error().code));
    if (!displayExpected())
        return complain(noDisplayMessage(), exitCode(ErrorCode::Unsupported));

    QApplication application(applicationArguments, argv);
    QApplication::setApplicationName(QStringLiteral("pairscape"));
    QApplication::setApplicationDisplayName(QStringLiteral("Pairscape"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.pairscape.Pairscape"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.pairscape.Pairscape.svg")));

    Session session;
    MainWindow window(&session, AppSettings(AppSettings::userFile()));
    window.restoreLook();
    if (theme)
        window.setThemeMode(*theme);
    window.show();
    // Once the window is there: what is slow is seen to happen, and what goes wrong is said in it.
    QTimer::singleShot(0, &window, [&] {
        if (const std::string warning = blasWarning(); !warning.empty())
            emit session.message(MessageKind::Warning, QString::fromStdString(warning));
        if (*form) {
            const NewStudyCheck check = checkNewStudy(**form);
            if (!check.settings || !window.createStudy((*form)->path, *check.settings))
                return;
        } else if (!options.study.empty()) {
            window.openStudy(QString::fromStdString(options.study));
        } else if (window.takeFirstStart()) {
            window.openSampleStudy(); // better than an empty window: something to look at
        }
        if (options.start && session.hasStudy()) {
            RunSettings run;
            run.strategy = options.strategy;
            run.budget = options.budget;
            run.seed = options.create || options.seedGiven ? options.seed : session.snapshot()->settings.seed;
            window.startRun(run, options.workers);
        }
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto options = readOptions(argc, argv);
        if (!options)
            return complain(options.error().message, exitUsage);
        if (!options->information.empty()) {
            std::fputs(options->information.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exitCode(ErrorCode::Io);
        }
        std::optional<ThemeMode> theme;
        if (!options->theme.empty()) {
            theme = themeModeFromName(QString::fromStdString(options->theme));
            if (!theme)
                return complain("There is no theme '" + options->theme + "'; choose light, dark or talk.",
                                exitUsage);
        }
        quietQt(exitCode(ErrorCode::Unsupported));
        return options->render.empty() ? openWindow(*options, theme, argv)
                                       : render(*options, theme.value_or(ThemeMode::Light), argv);
    } catch (const std::exception& error) {
        return complain("Something failed that should not: " + std::string(error.what()) +
                            ". Please report it.",
                        exitCode(ErrorCode::Internal));
    }
}
