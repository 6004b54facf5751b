// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupts.h"

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace pairscape::cli {

namespace {

int pipeEnds[2] = {-1, -1};

extern "C" void pairscapeCliInterrupted(int) {
    const int before = errno;
    const char byte = 's';
    const auto written = ::write(pipeEnds[1], &byte, 1);
    static_cast<void>(written);
    errno = before;
}

} // namespace

Interrupts::Interrupts() {
    if (::pipe(pipeEnds) != 0)
        return; // no descriptors left: Ctrl-C then ends the program, which a study survives
    reader_ = std::jthread([this] {
        char byte = 0;
        ssize_t count = 0;
        do
            count = ::read(pipeEnds[0], &byte, 1);
        while (count < 0 && errno == EINTR);
        if (count == 1 && byte == 's')
            source_.request_stop();
    });
    struct sigaction action {};
    action.sa_handler = pairscapeCliInterrupted;
    sigemptyset(&action.sa_mask);
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGUSR1, &action, nullptr);
}

Interrupts::~Interrupts() {
    if (pipeEnds[0] < 0)
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGUSR1, SIG_DFL);
    const char byte = 'q';
    const auto written = ::write(pipeEnds[1], &byte, 1);
    static_cast<void>(written);
    reader_.join();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
    pipeEnds[0] = pipeEnds[1] = -1;
}

} // namespace pairscape::cli
