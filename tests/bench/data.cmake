add_executable(lookup_bench ${CMAKE_SOURCE_DIR}/tests/bench/lookup_bench.cpp)
target_link_libraries(lookup_bench PRIVATE postbag_data benchmark::benchmark PkgConfig::sqlite)
target_compile_definitions(lookup_bench PRIVATE POSTBAG_SOURCE_FOLDER="${CMAKE_SOURCE_DIR}")
