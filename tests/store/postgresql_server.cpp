#include "tests/store/postgresql_server.h"

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <vector>

#include <unistd.h>

namespace postbag::testing {
namespace {

/// Where Debian keeps the programs of its newest version.
std::string find_programs() {
  std::vector<std::string> found;
  const std::filesystem::path versions = "/usr/lib/postgresql";
  if (std::filesystem::exists(versions))
    for (const auto& version : std::filesystem::directory_iterator{versions})
      if (std::filesystem::exists(version.path() / "bin/initdb"))
        found.push_back((version.path() / "bin/").string());
  if (found.empty()) throw std::runtime_error("PostgreSQL is not installed: run tools/setup");
  return *std::max_element(found.begin(), found.end());
}

std::vector<std::string> as_nobody(std::vector<std::string> command) {
  if (geteuid() != 0) return command;
  const std::vector<std::string> prefix{"setpriv", "--reuid=nobody", "--regid=nogroup",
                                        "--clear-groups", "--pdeathsig=KILL"};
  command.insert(command.begin(), prefix.begin(), prefix.end());
  return command;
}

}  // namespace

PostgresqlServer::PostgresqlServer(Durable durable)
    : programs_(find_programs()), port_(free_port()), durable_(durable) {
  if (geteuid() == 0 && run({"chown", "nobody:nogroup", folder_.path().string()}).status != 0)
    throw std::runtime_error("cannot give a folder to nobody");
  const Finished made =
      run(as_nobody({programs_ + "initdb", "--pgdata=" + folder_.path().string(), "--auth=trust",
                     "--username=postbag", "--encoding=UTF8", "--no-locale", "--no-sync"}));
  if (made.status != 0) throw std::runtime_error("initdb: " + made.output);
  start();
}

PostgresqlServer::~PostgresqlServer() {
  crash();
}

void PostgresqlServer::start() {
  process_ = std::make_unique<Process>(as_nobody(
      {programs_ + "postgres", "-D", folder_.path().string(), "-c", "listen_addresses=127.0.0.1",
       "-c", "port=" + std::to_string(port_), "-c", "unix_socket_directories=", "-c",
       durable_ == Durable::yes ? "fsync=on" : "fsync=off", "-c", "max_connections=200", "-c",
       "log_min_messages=log", "-c", "log_checkpoints=off", "-c", "deadlock_timeout=100ms"}));
  process_->wait_for_output("ready to accept connections");
}

void PostgresqlServer::crash() {
  if (!process_) return;
  process_->signal(SIGQUIT);
  process_->wait();
  process_.reset();
}

store::PostgresqlUrl PostgresqlServer::url(const std::string& database) const {
  return {"postgresql://postbag@127.0.0.1:" + std::to_string(port_) + '/' + database};
}

store::Place PostgresqlServer::create_database(const std::string& other) {
  const std::string name = "world_" + std::to_string(++databases_);
  store::Connection{url("postgres")}.execute("CREATE DATABASE " + name + " TEMPLATE " + other);
  return store::PostgresqlPlace{url(name), 4};
}

}  // namespace postbag::testing
