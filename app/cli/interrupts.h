// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace pairscape::cli {

/// Turns Ctrl-C (SIGINT), SIGTERM and SIGUSR1 (which mpirun and batch systems pass on while they let a
/// program live) into a stop request while it lives. The handler only writes a byte to a pipe, which is all
/// that a handler may safely do; a thread reads it and asks for the stop. A second Ctrl-C finds the system's
/// own handler and ends the program at once. One at a time.
class Interrupts {
  public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    std::stop_token token() const { return source_.get_token(); }
    bool requested() const { return source_.stop_requested(); }

  private:
    std::stop_source source_;
    std::jthread reader_;
};

} // namespace pairscape::cli
