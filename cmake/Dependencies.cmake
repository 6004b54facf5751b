# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every library we use. packaging/install-dependencies.sh installs them on Debian 12.

find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(hwy REQUIRED)
if(PAIRSCAPE_TRAINER_ONLY)
  # Without them it trains on CIFAR alone.
  find_package(JPEG)
  find_package(PNG)
else()
  find_package(spdlog REQUIRED)
  find_package(TBB REQUIRED)
  find_package(pagmo REQUIRED)
  find_package(SQLiteCpp REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(JPEG REQUIRED)
  find_package(PNG REQUIRED)
endif()

# Optional: shares a search between the ranks of a job (core/ranks). Its C++ bindings are gone from the standard.
set(MPI_CXX_SKIP_MPICXX ON)
find_package(MPI COMPONENTS CXX)

# TorchConfig of LibTorch 1.13 prints notes about optional parts that we do not use.
find_package(Torch REQUIRED)
if(NOT TARGET pairscape_torch)
  # LibTorch's headers as system headers, its libraries, and one precompiled header for all that include it.
  add_library(pairscape_torch INTERFACE)
  target_include_directories(pairscape_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
  target_link_libraries(pairscape_torch INTERFACE ${TORCH_LIBRARIES})
  if(TORCH_CXX_FLAGS)
    separate_arguments(torch_flags NATIVE_COMMAND "${TORCH_CXX_FLAGS}")
    target_compile_options(pairscape_torch INTERFACE ${torch_flags})
  endif()
endif()

# Our CUDA kernels are built where LibTorch has CUDA and there is a compiler for it; everything runs without them.
set(PAIRSCAPE_CUDA_KERNELS OFF)
if(PAIRSCAPE_CUDA AND TARGET torch_cuda)
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES) # newer LibTorchs set it to OFF and give flags of their own
      set(CMAKE_CUDA_ARCHITECTURES 80 90)
    endif()
    enable_language(CUDA)
    find_package(CUDAToolkit REQUIRED)
    set(PAIRSCAPE_CUDA_KERNELS ON)
  endif()
  message(STATUS "CUDA kernels of the adder layer: ${PAIRSCAPE_CUDA_KERNELS}")
endif()

if(PAIRSCAPE_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg PrintSupport)
  find_library(QCUSTOMPLOT_QT6 NAMES QCustomPlotQt6 qcustomplot-qt6 REQUIRED)
  find_path(QCUSTOMPLOT_INCLUDE qcustomplot.h REQUIRED)
  add_library(QCustomPlotQt6 INTERFACE)
  # LibTorch draws Qt 5 into the process. What our programs export without a version, Qt 5 would take for its own:
  # no copy of an inline function of Qt 6 may be among it.
  target_compile_options(QCustomPlotQt6 INTERFACE -fvisibility-inlines-hidden)
  target_include_directories(QCustomPlotQt6 SYSTEM INTERFACE ${QCUSTOMPLOT_INCLUDE})
  target_link_libraries(QCustomPlotQt6 INTERFACE ${QCUSTOMPLOT_QT6} Qt6::Widgets Qt6::PrintSupport)
endif()

if(PAIRSCAPE_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  if(PAIRSCAPE_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()
