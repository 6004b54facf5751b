// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pairscape/quiet.h"

#include <QByteArray>
#include <QString>

#include <cstdio>
#include <cstdlib>

namespace pairscape::app {

namespace {

int exitCodeWithoutDisplay = 1;

void handle(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtFatalMsg) {
        const bool display = text.contains(QLatin1String("platform plugin"));
        std::fprintf(stderr, "pairscape: %s\n",
                     display ? noDisplayMessage() : text.toLocal8Bit().constData());
        std::fflush(stderr);
        if (display)
            std::_Exit(exitCodeWithoutDisplay); // Qt would abort and leave a core
        return;
    }
    if (qEnvironmentVariableIsSet("PAIRSCAPE_QT_MESSAGES"))
        std::fprintf(stderr, "%s\n", text.toLocal8Bit().constData());
}

bool isSet(const char* name) {
    return !qEnvironmentVariableIsEmpty(name);
}

} // namespace

void quietQt(int exitCode) {
    exitCodeWithoutDisplay = exitCode;
    qInstallMessageHandler(handle);
}

bool displayExpected() {
    return isSet("QT_QPA_PLATFORM") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
}

const char* noDisplayMessage() {
    return "There is no display to open a window on; use pairscape-cli, or --render VIEW for a picture.";
}

} // namespace pairscape::app
