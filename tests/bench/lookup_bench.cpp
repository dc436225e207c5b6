/// How fast a postcode finds its constituency, against the plain ways of doing it.
///
///   cmake --preset release && cmake --build --preset release --target lookup_bench
///   build/release/tests/lookup_bench --benchmark_repetitions=5
///       --benchmark_enable_random_interleaving --benchmark_report_aggregates_only
///
/// Every look-up depends on the answer of the one before, so none overlaps with the next. All ways
/// hold the same 2.6 million postcodes and are asked the same ones in the same random order.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <unistd.h>

#include "data/data_set.h"
#include "data/postcode_file.h"

namespace {

using namespace postbag::data;

constexpr std::size_t asked = 1U << 20U;

std::uint64_t number_of(const Postcode& postcode) {
  return std::uint64_t{postcode.sector_key()} * 400 + postcode.unit();
}

const std::filesystem::path folder = std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set";

const DataSet& data_set() {
  static const auto loaded = DataSet::load(folder);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return **loaded;
}

/// A postcode of the data set, by its number, with the place of its constituency.
struct Placed {
  std::uint64_t number;
  std::uint16_t constituency;
};

const std::vector<Postcode>& all_postcodes() {
  static const std::vector<Postcode> all = [] {
    const auto file = PostcodeFile::load(folder / "postcodes.bin");
    if (!file) throw std::runtime_error(file.error().message);
    constexpr std::string_view letters = "ABDEFGHJLNPQRSTUWXYZ";
    std::vector<Postcode> postcodes;
    for (std::uint32_t sector = 0; sector < file->sector_count(); ++sector) {
      const std::uint32_t key = file->sector_key(sector);
      for (std::uint32_t unit = 0; unit < 400; ++unit) {
        if (!file->has(sector, unit)) continue;
        const std::string text = district_text(key / 10) + static_cast<char>('0' + key % 10) +
                                 letters[unit / 20] + letters[unit % 20];
        postcodes.push_back(Postcode::parse(text).value());
      }
    }
    return postcodes;
  }();
  return all;
}

const std::vector<Placed>& all_placed() {
  static const std::vector<Placed> all = [] {
    std::vector<Placed> placed;
    const Constituency* const first = data_set().constituencies().data();
    for (const Postcode& postcode : all_postcodes())
      placed.push_back(
          {number_of(postcode), static_cast<std::uint16_t>(
                                    data_set().lookup(postcode)->constituencies.front() - first)});
    std::sort(placed.begin(), placed.end(),
              [](const Placed& left, const Placed& right) { return left.number < right.number; });
    return placed;
  }();
  return all;
}

/// What is asked, in random order; the same in every run.
const std::vector<Postcode>& questions() {
  static const std::vector<Postcode> chosen = [] {
    std::mt19937_64 random{2024};
    std::vector<Postcode> postcodes;
    postcodes.reserve(asked);
    for (std::size_t i = 0; i < asked; ++i)
      postcodes.push_back(all_postcodes()[random() % all_postcodes().size()]);
    return postcodes;
  }();
  return chosen;
}

const std::vector<std::uint64_t>& numbers() {
  static const std::vector<std::uint64_t> chosen = [] {
    std::vector<std::uint64_t> all;
    for (const Postcode& postcode : questions())
      all.push_back(number_of(postcode));
    return all;
  }();
  return chosen;
}

/// The next question: in order, but only known once the last answer is.
std::size_t next(std::size_t at, std::uint64_t answer) {
  benchmark::DoNotOptimize(answer);
  return (at + 1 + (answer >> 40U)) & (asked - 1);
}

void postbag_lookup(benchmark::State& state) {
  const DataSet& set = data_set();
  const auto& wanted = questions();
  const Constituency* const first = set.constituencies().data();
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state) {
    const auto answer = set.lookup(wanted[at]);
    at = next(at, static_cast<std::uint64_t>(answer->constituencies.front() - first));
  }
}
BENCHMARK(postbag_lookup);

/// A short list of postcodes again and again: all that they need stays in the nearest cache.
void postbag_lookup_hot(benchmark::State& state) {
  const DataSet& set = data_set();
  const auto& wanted = questions();
  const Constituency* const first = set.constituencies().data();
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state) {
    const auto answer = set.lookup(wanted[at & 255U]);
    at = next(at, static_cast<std::uint64_t>(answer->constituencies.front() - first));
  }
}
BENCHMARK(postbag_lookup_hot);

/// The same from text: lower case, one without its space, one with a slip, one as it should be.
void postbag_typed(benchmark::State& state) {
  const DataSet& set = data_set();
  const Constituency* const first = set.constituencies().data();
  std::vector<std::string> typed;
  for (std::size_t i = 0; i < asked; ++i) {
    std::string text = questions()[i].text();
    if (i % 4 == 1)
      for (char& c : text)
        c = static_cast<char>(std::tolower(c));
    if (i % 4 == 2) text.erase(text.find(' '), 1);
    if (i % 4 == 3) text.insert(0, 1, ' ').push_back(' ');
    if (i % 32 == 0 && text[text.size() - 3] == '1') text[text.size() - 3] = 'I';
    typed.push_back(text);
  }
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state) {
    const auto postcode = Postcode::parse(typed[at]);
    const auto answer = set.lookup(*postcode);
    at = next(at, static_cast<std::uint64_t>(answer->constituencies.front() - first));
  }
}
BENCHMARK(postbag_typed);

void sorted_array(benchmark::State& state) {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint16_t> values;
  for (const Placed& placed : all_placed()) {
    keys.push_back(placed.number);
    values.push_back(placed.constituency);
  }
  const auto& wanted = numbers();
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state) {
    const auto found = std::lower_bound(keys.begin(), keys.end(), wanted[at]);
    at = next(at, values[static_cast<std::size_t>(found - keys.begin())]);
  }
}
BENCHMARK(sorted_array);

void unordered_map(benchmark::State& state) {
  std::unordered_map<std::uint64_t, std::uint16_t> map;
  map.reserve(all_placed().size());
  for (const Placed& placed : all_placed())
    map.emplace(placed.number, placed.constituency);
  const auto& wanted = numbers();
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state)
    at = next(at, map.find(wanted[at])->second);
}
BENCHMARK(unordered_map);

void must(int status) {
  if (status != SQLITE_OK && status != SQLITE_DONE && status != SQLITE_ROW)
    throw std::runtime_error("SQLite failed");
}

/// A table with its postcode as primary key in a file, as one would plainly do it; the file stays
/// in the system's cache.
void sqlite_select(benchmark::State& state) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("lookup_bench-" + std::to_string(getpid()) + ".db");
  sqlite3* raw = nullptr;
  must(sqlite3_open(file.c_str(), &raw));
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> database{raw, &sqlite3_close_v2};
  std::filesystem::remove(file);  // gone when it is closed
  must(sqlite3_exec(
      raw,
      "PRAGMA journal_mode = OFF; CREATE TABLE p (postcode TEXT PRIMARY KEY, gss TEXT); "
      "BEGIN",
      nullptr, nullptr, nullptr));
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    must(sqlite3_prepare_v2(raw, sql, -1, &statement, nullptr));
    return std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>{statement, &sqlite3_finalize};
  };
  const auto bind = [](sqlite3_stmt* statement, int place, const std::string& text) {
    must(sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()),
                           SQLITE_TRANSIENT));
  };
  const auto insert = prepare("INSERT INTO p VALUES (?, ?)");
  for (const Postcode& postcode : all_postcodes()) {
    bind(insert.get(), 1, postcode.text());
    bind(insert.get(), 2, data_set().lookup(postcode)->constituencies.front()->code);
    must(sqlite3_step(insert.get()));
    must(sqlite3_reset(insert.get()));
  }
  must(sqlite3_exec(raw, "COMMIT", nullptr, nullptr, nullptr));
  const auto select = prepare("SELECT gss FROM p WHERE postcode = ?");
  std::vector<std::string> wanted;
  for (const Postcode& postcode : questions())
    wanted.push_back(postcode.text());
  std::size_t at = 0;
  for ([[maybe_unused]] const auto step : state) {
    const std::string& text = wanted[at];
    must(sqlite3_bind_text(select.get(), 1, text.data(), static_cast<int>(text.size()),
                           SQLITE_STATIC));
    must(sqlite3_step(select.get()));
    at = next(at, sqlite3_column_text(select.get(), 0)[8]);
    must(sqlite3_reset(select.get()));
  }
}
BENCHMARK(sqlite_select);

void load_data_set(benchmark::State& state) {
  for ([[maybe_unused]] const auto step : state) {
    auto loaded = DataSet::load(folder);
    benchmark::DoNotOptimize(loaded);
  }
}
BENCHMARK(load_data_set)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
