// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace pairscape::cli {

void Output::text(std::string_view text) {
    if (broken_ || failure_ != 0)
        return;
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size())
        return;
    broken_ = errno == EPIPE;
    failure_ = broken_ ? 0 : errno;
}

void Output::document(const nlohmann::json& document) {
    text(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void Output::note(std::string_view text) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

void Output::error(std::string_view code, std::string_view message) {
    note("pairscape-cli: " + std::string(message));
    if (json)
        document({{"error", {{"code", code}, {"message", message}}}});
}

Status Output::finish() {
    errno = 0;
    if (!broken_ && failure_ == 0 && std::fflush(stdout) != 0) {
        broken_ = errno == EPIPE;
        failure_ = broken_ ? 0 : errno;
    }
    if (failure_ == 0)
        return {};
    return Error{ErrorCode::Io, std::string("Cannot write the answer to the standard output: ") +
                                    std::strerror(failure_) + ". Free some space or write elsewhere."};
}

} // namespace pairscape::cli
