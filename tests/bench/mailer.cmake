add_executable(delivery_bench bench/delivery_bench.cpp)
target_link_libraries(delivery_bench PRIVATE postbag_test_support postbag_store)
add_executable(tls_bench bench/tls_bench.cpp)
target_link_libraries(tls_bench PRIVATE postbag_test_support postbag_mailer PkgConfig::curl OpenSSL::SSL)
