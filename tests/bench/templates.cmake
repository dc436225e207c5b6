add_executable(letter_bench bench/letter_bench.cpp)
target_link_libraries(letter_bench PRIVATE postbag_templates benchmark::benchmark)
