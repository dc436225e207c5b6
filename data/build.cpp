#include "data/build.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/file.h"
#include "data/csv.h"
#include "data/people.h"
#include "data/postcode_rows.h"
#include "data/postcode_writer.h"

namespace postbag::data {
namespace {

constexpr std::uint64_t progress_step = 100'000;
constexpr std::size_t shown_rows = 20;

std::uint64_t number_of(const Postcode& postcode) {
  return std::uint64_t{postcode.sector_key()} * postcode_format::units + postcode.unit();
}

/// ONS's pseudo codes (L99999999 the Channel Islands, M99999999 the Isle of Man, E99999999 …) and
/// nothing at all.
bool is_unplaced(std::string_view code) {
  return code.empty() || (code.size() == 9 && code.substr(1) == "99999999");
}

/// Codes that only the constituencies of 2010 had: E14000530 to E14001062, W07000041 to W07000080,
/// S14000001 to S14000059, N06…. Asked of codes that are not of today's 650.
bool is_of_2010(std::string_view code) {
  if (code.size() != 9) return false;
  return (code >= "E14000530" && code <= "E14001062") ||
         (code >= "W07000041" && code <= "W07000080") ||
         (code >= "S14000001" && code <= "S14000059") || code.starts_with("N06");
}

/// `2025-05`.
bool is_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6})
    if (text[i] < '0' || text[i] > '9') return false;
  const int month = (text[5] - '0') * 10 + text[6] - '0';
  return month >= 1 && month <= 12;
}

/// One accepted row.
struct Placed {
  std::uint64_t number;
  std::uint16_t constituency;
  bool terminated;
};

/// Takes the rows of the source and makes the content of the file of them.
class Collector {
 public:
  Collector(std::vector<std::string> codes, const BuildProgress& progress)
      : codes_(std::move(codes)), progress_(progress) {}

  /// Reads the constituencies of Code-Point Open's postcodes.
  [[nodiscard]] Result<void> read_column(const std::filesystem::path& file);
  [[nodiscard]] Result<void> read_source(const std::filesystem::path& file);
  [[nodiscard]] PostcodeContent content(PostcodeFileNotes notes);
  [[nodiscard]] BuildReport& report() { return report_; }

 private:
  [[nodiscard]] Result<void> take(const std::string& file, PostcodeSource kind,
                                  const PostcodeRow& row);
  [[nodiscard]] Result<std::vector<std::uint16_t>> numbers_of(std::string_view codes,
                                                              const std::string& place) const;
  void reject(const std::string& place, const std::string& why);
  void keep(std::span<const Placed> same, PostcodeContent& content);

  std::vector<std::string> codes_;
  const BuildProgress& progress_;
  BuildReport report_;
  bool has_column_ = false;
  std::unordered_map<std::uint64_t, std::string> column_;
  std::vector<Placed> placed_;
  /// The lists of postcodes that one row puts in several constituencies.
  std::map<std::uint64_t, std::vector<std::vector<std::uint16_t>>> lists_;
};

void Collector::reject(const std::string& place, const std::string& why) {
  ++report_.malformed;
  if (report_.malformed_rows.size() < shown_rows)
    report_.malformed_rows.push_back(place + ": " + why);
}

/// The numbers of one code or of several with `;` between. `old_edition` stops the build; any other
/// error makes the row malformed.
Result<std::vector<std::uint16_t>> Collector::numbers_of(std::string_view codes,
                                                         const std::string& place) const {
  std::vector<std::uint16_t> numbers;
  for (const std::string_view code : split(codes, ';')) {
    const auto found = std::lower_bound(codes_.begin(), codes_.end(), code);
    if (found != codes_.end() && *found == code) {
      const auto number = static_cast<std::uint16_t>(found - codes_.begin());
      if (std::find(numbers.begin(), numbers.end(), number) == numbers.end())
        numbers.push_back(number);
    } else if (is_of_2010(code)) {
      return fail("old_edition",
                  place + ": " + std::string{code} +
                      " is a constituency of 2010, so this is an old edition. Use an edition of "
                      "August 2024 or later.");
    } else {
      return fail("malformed_row", "the constituency is not a code of constituencies.csv");
    }
  }
  return numbers;
}

Result<void> Collector::read_column(const std::filesystem::path& file) {
  has_column_ = true;
  return read_postcode_rows(
      file,
      [&](const std::string& name, PostcodeSource kind, const PostcodeRow& row) -> Result<void> {
        if (kind == PostcodeSource::code_point)
          return fail("unusable_source", name + " has no column postcode and constituency.");
        const std::string place = name + ", line " + std::to_string(row.line);
        if (!row.postcode) {
          reject(place, row.postcode.error().message);
        } else if (!column_.emplace(number_of(*row.postcode), row.constituency).second) {
          reject(place, "the postcode has a constituency already");
        }
        return {};
      });
}

Result<void> Collector::read_source(const std::filesystem::path& file) {
  return read_postcode_rows(file, [&](const std::string& name, PostcodeSource kind,
                                      const PostcodeRow& row) { return take(name, kind, row); });
}

Result<void> Collector::take(const std::string& file, PostcodeSource kind, const PostcodeRow& row) {
  if (++report_.rows % progress_step == 0) progress_(report_.rows);
  const std::string place = file + ", line " + std::to_string(row.line);
  if (kind == PostcodeSource::code_point && !has_column_)
    return fail("unusable_source", file +
                                       " is Code-Point Open, which has no constituencies. Give "
                                       "a CSV with the columns postcode and constituency too.");
  if (!row.postcode) {
    reject(place, row.postcode.error().message);
    return {};
  }
  const std::uint64_t number = number_of(*row.postcode);
  std::string_view code = row.constituency;
  if (kind == PostcodeSource::code_point) {
    const auto found = column_.find(number);
    code = found == column_.end() ? std::string_view{} : found->second;
  }
  if (is_unplaced(code)) {
    ++report_.unplaced;
    return {};
  }
  auto numbers = numbers_of(code, place);
  if (!numbers && numbers.error().code == "old_edition") return tl::unexpected(numbers.error());
  if (!numbers) {
    reject(place, numbers.error().message);
    return {};
  }
  placed_.push_back({number, numbers->front(), !row.live});
  if (numbers->size() > 1) lists_[number].push_back(std::move(*numbers));
  return {};
}

/// Turns the rows of one postcode into one: a live one supersedes ended ones, and rows that
/// disagree make it straddle.
void Collector::keep(std::span<const Placed> same, PostcodeContent& content) {
  const bool terminated = same.front().terminated;  // live ones sort first
  std::vector<std::uint16_t> constituencies;
  const auto add = [&](std::uint16_t constituency) {
    if (std::find(constituencies.begin(), constituencies.end(), constituency) ==
        constituencies.end())
      constituencies.push_back(constituency);
  };
  if (const auto lists = lists_.find(same.front().number); lists != lists_.end()) {
    std::sort(lists->second.begin(), lists->second.end());
    for (const auto& list : lists->second)
      for (const std::uint16_t constituency : list)
        add(constituency);
  }
  for (const Placed& row : same)
    if (row.terminated == terminated) add(row.constituency);
  report_.repeated += same.size() - 1;
  ++(terminated ? report_.terminated : report_.live);
  content.postcodes.push_back({same.front().number, constituencies.front()});
  if (constituencies.size() > 1)
    content.straddling.emplace(same.front().number, std::move(constituencies));
}

PostcodeContent Collector::content(PostcodeFileNotes notes) {
  PostcodeContent content;
  std::sort(placed_.begin(), placed_.end(), [](const Placed& left, const Placed& right) {
    return std::tie(left.number, left.terminated, left.constituency) <
           std::tie(right.number, right.terminated, right.constituency);
  });
  content.postcodes.reserve(placed_.size());
  const std::span<const Placed> all{placed_};
  for (std::size_t start = 0; start < all.size();) {
    std::size_t end = start;
    while (end < all.size() && all[end].number == all[start].number)
      ++end;
    keep(all.subspan(start, end - start), content);
    start = end;
  }
  report_.straddling = content.straddling.size();
  notes.live = static_cast<std::uint32_t>(report_.live);
  notes.terminated = static_cast<std::uint32_t>(report_.terminated);
  content.notes = std::move(notes);
  content.codes = std::move(codes_);
  return content;
}

}  // namespace

Result<BuildReport> build(const BuildOptions& options, const BuildProgress& progress) {
  if (!is_month(options.source_date))
    return fail("malformed_date", "Give the month of the source, like 2025-05.", "date");
  std::error_code problem;
  const auto target = std::filesystem::status(options.output, problem);
  if (std::filesystem::exists(target) && !std::filesystem::is_regular_file(target))
    return fail("write_failed", options.output.string() +
                                    " is no regular file, and a build would replace it. Give the "
                                    "name of a file with --output.");
  auto codes = read_codes(options.tables);
  if (!codes) return tl::unexpected(codes.error());
  Collector collector{std::move(*codes), progress};
  if (options.constituency_column)
    if (auto read = collector.read_column(*options.constituency_column); !read)
      return tl::unexpected(read.error());
  if (auto read = collector.read_source(options.source); !read) return tl::unexpected(read.error());

  const PostcodeContent content =
      collector.content({options.source_date, options.source_name, options.licence, 0, 0});
  BuildReport& report = collector.report();
  if (content.postcodes.empty()) {
    const std::string first =
        report.malformed_rows.empty()
            ? ""
            : " The first malformed row: " + report.malformed_rows.front() + ".";
    return fail("unusable_source", options.source.string() +
                                       " gave no postcode with a constituency, in " +
                                       std::to_string(report.rows) + " rows." + first);
  }
  const auto bytes = encode(content);
  if (!bytes) return tl::unexpected(bytes.error());
  if (auto written = write_whole(options.output, *bytes); !written)
    return tl::unexpected(written.error());
  report.bytes = bytes->size();
  return report;
}

std::string text_of(const BuildReport& report) {
  const auto line = [](std::string_view what, std::uint64_t count) {
    return std::string{what} + ": " + std::to_string(count) + "\n";
  };
  std::string text = line("rows read", report.rows) + line("live postcodes", report.live) +
                     line("terminated postcodes", report.terminated) +
                     line("straddling several constituencies", report.straddling) +
                     line("rows without a constituency", report.unplaced) +
                     line("rows of a postcode already read", report.repeated) +
                     line("malformed rows", report.malformed);
  for (const std::string& row : report.malformed_rows)
    text += "  " + row + "\n";
  if (report.malformed > report.malformed_rows.size())
    text += "  and " + std::to_string(report.malformed - report.malformed_rows.size()) + " more\n";
  return text + line("bytes written", report.bytes);
}

}  // namespace postbag::data
