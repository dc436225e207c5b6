#include "server/store/database.h"

#include "server/store/postgresql_database.h"
#include "server/store/sqlite_database.h"

namespace postbag::store {
namespace {

std::unique_ptr<Database> connect(const Place& place) {
  if (const auto* file = std::get_if<std::filesystem::path>(&place))
    return std::make_unique<SqliteDatabase>(*file);
  return std::make_unique<PostgresqlDatabase>(std::get<PostgresqlPlace>(place));
}

std::string_view advice_for(const Place& place) {
  return std::holds_alternative<PostgresqlPlace>(place)
             ? "Check the address, the user's rights, and that the server runs."
             : "Check its path, its rights and the disk.";
}

}  // namespace

std::string name_of(const Place& place) {
  if (const auto* file = std::get_if<std::filesystem::path>(&place)) return file->string();
  const std::string& url = std::get<PostgresqlPlace>(place).url.text;
  const std::size_t user = url.find("//") + 2;
  const std::size_t host = url.find('@', user);
  const std::size_t from = host == std::string::npos ? user : host + 1;
  return url.substr(0, user) + url.substr(from, url.find('?', from) - from);
}

Result<std::unique_ptr<Database>> Database::open(const Place& place, bool may_migrate) {
  const std::string name = name_of(place);
  try {
    std::unique_ptr<Database> database = connect(place);
    if (auto ready = database->prepare(may_migrate, name); !ready)
      return tl::unexpected(ready.error());
    return database;
  } catch (const std::exception& problem) {
    return fail("unusable_database",
                "The database " + name + " cannot be used: " + problem.what() + ". " +
                    std::string{advice_for(place)},
                "store.url");
  }
}

std::future<void> Database::start_write(Work work, Haste haste) {
  const auto durable = std::make_shared<std::promise<void>>();
  const auto ended = [durable](const std::exception_ptr& problem) {
    if (problem) {
      durable->set_exception(problem);
    } else {
      durable->set_value();
    }
  };
  start_write(std::move(work), ended, haste);
  return durable->get_future();
}

}  // namespace postbag::store
