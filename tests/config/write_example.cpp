#include <iostream>

#include "server/config/options.h"

/// Prints what config.example.toml must hold.
int main() {
  std::cout << postbag::config::example_file();
}
