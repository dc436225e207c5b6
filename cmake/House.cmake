# How every room of the house is compiled: one static library per room, the same warnings everywhere.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # ccache accepts precompiled headers only with these sloppiness settings (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

# Some twenty programs with all their debugging information: gold takes half the time of the usual linker.
find_program(GOLD ld.gold)
if(GOLD)
  add_link_options($<$<CONFIG:Debug>:-fuse-ld=gold>)
endif()

set(POSTBAG_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

add_library(postbag_options INTERFACE)
target_include_directories(postbag_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(postbag_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  # GCC 12 with -O2 sees overflows in inlined std::string where there are none; the asan preset looks for real ones.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds>)
if(POSTBAG_SANITIZE)
  target_compile_options(postbag_options INTERFACE -fsanitize=${POSTBAG_SANITIZE} -fno-sanitize-recover=all -O1 -fno-omit-frame-pointer)
  target_link_options(postbag_options INTERFACE -fsanitize=${POSTBAG_SANITIZE})
endif()

# postbag_room(NAME SOURCES … [USES …]): the static library of one room.
function(postbag_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC postbag_options ${ROOM_USES})
  if(name STREQUAL "postbag_base")
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/base/precompiled.h)
  else()
    target_precompile_headers(${name} REUSE_FROM postbag_base)
  endif()
endfunction()

# postbag_test(NAME SOURCES … [USES …]): one Boost.Test program; CTest runs it as one test named after the room.
function(postbag_test name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ROOM_SOURCES})
  target_link_libraries(${name} PRIVATE postbag_test_main postbag_test_support ${ROOM_USES})
  target_precompile_headers(${name} REUSE_FROM postbag_test_support)
  add_test(NAME ${name} COMMAND ${name} --log_level=message --color_output=no)
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()
