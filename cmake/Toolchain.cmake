# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings, sanitizers, ccache and clang-tidy: how every target of ours is compiled.

find_program(PAIRSCAPE_CCACHE ccache)
if(PAIRSCAPE_CCACHE)
  # Precompiled headers are only cached when ccache may ignore their time stamps.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${PAIRSCAPE_CCACHE})
endif()

add_library(pairscape_flags INTERFACE)
target_compile_options(pairscape_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
# GCC 12 takes the insert of string operator+ for an overlapping copy (its bug 105651).
target_compile_options(pairscape_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# The modelled figures must be the same on every machine: no fused multiply-add behind our back.
target_compile_options(pairscape_flags INTERFACE -ffp-contract=off)
target_include_directories(pairscape_flags INTERFACE ${CMAKE_SOURCE_DIR})

if(PAIRSCAPE_SANITIZE)
  add_compile_options(-fsanitize=${PAIRSCAPE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PAIRSCAPE_SANITIZE})
  if(PAIRSCAPE_SANITIZE MATCHES "thread")
    # GCC warns that it does not instrument fences; the standard library is where they are.
    target_compile_options(pairscape_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()

if(PAIRSCAPE_TIDY)
  find_program(PAIRSCAPE_CLANG_TIDY clang-tidy REQUIRED)
endif()
