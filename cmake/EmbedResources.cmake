# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Presets travel inside the binaries, so that a program works wherever it is copied to.

# pairscape_embed_resources(OUT ROOT GLOB...): writes a source file that defines
# pairscape::embeddedTable() with every file that matches, named relative to ROOT.
function(pairscape_embed_resources out root)
  set(globs ${ARGN})
  list(TRANSFORM globs PREPEND ${root}/)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${root} ${globs})
  list(SORT files)
  set(text "// Generated from resources/ by cmake/EmbedResources.cmake\n#include \"core/base/resources.h\"\n")
  string(APPEND text "namespace pairscape {\nstd::span<const EmbeddedResource> embeddedTable() {\n")
  string(APPEND text "    static const EmbeddedResource table[] = {\n        {\"\", \"\"},\n")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${root}/${file})
    file(READ ${root}/${file} content)
    string(APPEND text "        {\"${file}\", R\"__res(${content})__res\"},\n")
  endforeach()
  string(APPEND text "    };\n    return std::span(table).subspan(1);\n}\n} // namespace pairscape\n")
  set(path ${CMAKE_CURRENT_BINARY_DIR}/embedded_resources.cpp)
  file(CONFIGURE OUTPUT ${path} CONTENT "${text}" @ONLY)
  set(${out} ${path} PARENT_SCOPE)
endfunction()
