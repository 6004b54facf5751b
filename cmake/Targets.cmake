# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
# The three kinds of target in this house, each with the same flags.

function(pairscape_own target)
  target_link_libraries(${target} PRIVATE pairscape_flags)
  if(PAIRSCAPE_UNITY)
    # Most of a build's time goes into reading the same headers. Targets with LibTorch group their files by hand.
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
  if(PAIRSCAPE_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY
      "${PAIRSCAPE_CLANG_TIDY};--extra-arg=-Wno-unknown-warning-option")
  endif()
endfunction()

# Code that waits for people or for tests, never for itself: compiled quickly rather than to run fast.
function(pairscape_cold target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# pairscape_library(NAME SOURCES ... PUBLIC ... PRIVATE ...): a static library `pairscape_NAME`.
# PUBLIC and PRIVATE list what it may link: the layers of the house are written here and nowhere else.
function(pairscape_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target pairscape_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  pairscape_own(${target})
  target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# How long a test may take. A sanitizer makes it ten times slower.
set(PAIRSCAPE_TEST_SECONDS 600)
if(PAIRSCAPE_SANITIZE)
  set(PAIRSCAPE_TEST_SECONDS 1800)
endif()

# pairscape_test(NAME SOURCES ... LINK ...): a GoogleTest program `test_NAME`, one ctest per program.
function(pairscape_test name)
  cmake_parse_arguments(arg "QT" "" "SOURCES;LINK;ENVIRONMENT" ${ARGN})
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  pairscape_own(${target})
  pairscape_cold(${target})
  target_link_libraries(${target} PRIVATE ${arg_LINK} GTest::gtest rapidcheck)
  if(arg_QT)
    target_link_libraries(${target} PRIVATE Qt6::Test)
    list(APPEND arg_ENVIRONMENT QT_QPA_PLATFORM=offscreen)
  else()
    target_link_libraries(${target} PRIVATE GTest::gtest_main)
  endif()
  target_compile_definitions(${target} PRIVATE PAIRSCAPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${arg_ENVIRONMENT}" TIMEOUT ${PAIRSCAPE_TEST_SECONDS})
endfunction()

# Large standard and LibTorch headers compiled once per target that includes them.
function(pairscape_precompile_torch target)
  target_precompile_headers(${target} PRIVATE <torch/torch.h>)
endfunction()
