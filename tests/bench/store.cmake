# On PostgreSQL both have a server of their own, as the tests have.
add_executable(growth_bench bench/growth_bench.cpp bench/growth_ledger.cpp store/postgresql_server.cpp)
target_link_libraries(growth_bench PRIVATE postbag_test_support postbag_store)
