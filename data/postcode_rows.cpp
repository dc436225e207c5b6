#include "data/postcode_rows.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "data/archive.h"
#include "data/csv.h"

namespace postbag::data {
namespace {

using Use = std::function<Result<void>(const std::string&, PostcodeSource, const PostcodeRow&)>;

/// Which column holds what.
struct Columns {
  PostcodeSource kind = PostcodeSource::with_constituency;
  std::size_t postcode = 0;
  std::optional<std::size_t> constituency;
  /// How many the header names; none where there is no header.
  std::optional<std::size_t> all;
  /// ONS's `doterm`: the month a postcode ended, `202408`, empty while it is live.
  std::optional<std::size_t> ended;
  /// `live` or `terminated`.
  std::optional<std::size_t> status;

  /// A row shorter than this lacks something.
  [[nodiscard]] std::size_t least_fields() const {
    return 1 +
           std::max({postcode, constituency.value_or(0), ended.value_or(0), status.value_or(0)});
  }
};

/// How ONS has spelt the Westminster constituency: pcon, pcon24, pcon24cd.
bool is_constituency_column(std::string_view name) {
  if (!name.starts_with("pcon")) return false;
  name.remove_prefix(4);
  if (name.size() >= 2 &&
      std::all_of(name.begin(), name.begin() + 2, [](char c) { return c >= '0' && c <= '9'; }))
    name.remove_prefix(2);
  return name.empty() || name == "cd";
}

/// A file's header, by name in lower case.
class Header {
 public:
  explicit Header(std::span<const std::string_view> fields) {
    for (const std::string_view field : fields)
      names_.push_back(lower_case(trimmed(field)));
  }

  [[nodiscard]] std::optional<std::size_t> first_of(
      std::initializer_list<std::string_view> spellings) const {
    for (const std::string_view spelling : spellings) {
      const auto found = std::find(names_.begin(), names_.end(), spelling);
      if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    }
    return std::nullopt;
  }

  /// Of several years the newest, which sorts last.
  [[nodiscard]] std::optional<std::size_t> constituency() const {
    if (const auto plain = first_of({"gss", "constituency"})) return plain;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (is_constituency_column(names_[i]) && (!best || names_[i] > names_[*best])) best = i;
    return best;
  }

 private:
  std::vector<std::string> names_;
};

tl::unexpected<Error> lacks(const std::string& file, const std::string& column) {
  return fail("unusable_source", file + ", line 1: the header lacks " + column +
                                     ". Use the whole ONS Postcode Directory, or a CSV with the "
                                     "columns postcode and constituency.");
}

Result<Columns> find_columns(const std::string& file, std::span<const std::string_view> fields) {
  const Header header{fields};
  Columns columns;
  columns.constituency = header.constituency();
  columns.all = fields.size();
  if (const auto directory = header.first_of({"pcds", "pcd7", "pcd8", "pcd", "pcd2"})) {
    columns.postcode = *directory;
    columns.ended = header.first_of({"doterm"});
    if (!columns.ended) return lacks(file, "the column doterm");
  } else if (const auto plain = header.first_of({"postcode"})) {
    columns.postcode = *plain;
    columns.status = header.first_of({"status"});
  } else if (fields.size() >= 4 && Postcode::parse(fields[0])) {
    return Columns{PostcodeSource::code_point, 0, {}, {}, {}, {}};
  } else {
    return lacks(file, "a postcode column (pcds or postcode)");
  }
  if (!columns.constituency)
    return lacks(file, "a constituency column (pcon24cd, pcon or constituency)");
  return columns;
}

/// A source's postcode as it stands: what a person's slip would be forgiven is an error here.
Result<Postcode> parse_exactly(std::string_view raw) {
  auto postcode = Postcode::parse(raw);
  if (!postcode) return fail("malformed_row", "the postcode is not of the UK's form");
  std::string bare;
  for (const char c : raw)
    if (c != ' ') bare += c;
  std::string canonical = postcode->text();
  canonical.erase(canonical.size() - 4, 1);
  if (bare != canonical) return fail("malformed_row", "the postcode is not of the UK's form");
  return postcode;
}

/// ONS's months: `199606`.
bool is_month(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         text.substr(4) >= "01" && text.substr(4) <= "12";
}

PostcodeRow no_row(const char* why) {
  return {0, fail("malformed_row", why), {}, true};
}

PostcodeRow row_from(std::span<const std::string_view> fields, const Columns& columns) {
  if (fields.size() < columns.least_fields()) return no_row("the row is too short");
  if (columns.all && fields.size() > *columns.all)
    return no_row("the row has more fields than the header");
  PostcodeRow row{0, parse_exactly(fields[columns.postcode]), {}, true};
  if (columns.constituency) row.constituency = trimmed(fields[*columns.constituency]);
  if (columns.ended) {
    const std::string_view ended = trimmed(fields[*columns.ended]);
    row.live = ended.empty();
    if (!row.live && !is_month(ended)) return no_row("doterm is neither a month nor empty");
  }
  if (columns.status) {
    const std::string_view status = trimmed(fields[*columns.status]);
    row.live = status == "live";
    if (!row.live && status != "terminated")
      return no_row("the status is neither live nor terminated");
  }
  return row;
}

Result<void> read_file(const std::string& name, const ByteSource& bytes, const Use& use) {
  CsvReader reader{bytes};
  std::optional<Columns> columns;
  while (true) {
    const auto next = reader.next();
    if (!next) return tl::unexpected(next.error());
    if (*next == CsvReader::Next::end) break;
    const auto fields = reader.fields();
    if (!columns) {
      if (*next == CsvReader::Next::malformed) return lacks(name, "names that can be read");
      auto found = find_columns(name, fields);
      if (!found) return tl::unexpected(found.error());
      columns = *found;
      if (columns->kind == PostcodeSource::with_constituency) continue;
    }
    PostcodeRow row = *next == CsvReader::Next::row ? row_from(fields, *columns)
                                                    : no_row("the quotation marks do not pair up");
    row.line = reader.line();
    if (const auto used = use(name, columns->kind, row); !used) return tl::unexpected(used.error());
  }
  if (!columns) return fail("unusable_source", name + " is empty.");
  return {};
}

/// Of an official zip: the CSVs below Data/; all of Code-Point Open's Data/CSV/, else the biggest,
/// because the per-area files of multi_csv/ hold the same rows again.
Result<std::vector<std::size_t>> choose_members(const std::filesystem::path& source,
                                                const std::vector<ArchiveMember>& members) {
  if (members.size() == 1) return std::vector<std::size_t>{0};
  std::vector<std::size_t> code_point;
  std::vector<std::size_t> several;
  std::optional<std::size_t> biggest;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string name = "/" + lower_case(members[i].name);
    if (!name.ends_with(".csv") || name.find("/documents/") != std::string::npos ||
        name.find("/doc/") != std::string::npos)
      continue;
    if (name.find("/data/csv/") != std::string::npos) {
      code_point.push_back(i);
    } else if (name.find("/multi_csv/") != std::string::npos) {
      several.push_back(i);
    } else if (!biggest || members[i].size > members[*biggest].size) {
      biggest = i;
    }
  }
  if (!code_point.empty()) return code_point;
  if (biggest) return std::vector<std::size_t>{*biggest};
  if (!several.empty()) return several;
  return fail("unusable_source", source.string() +
                                     " holds no CSV file of postcodes. Use the zip "
                                     "as it was downloaded, or a CSV file.");
}

}  // namespace

Result<void> read_postcode_rows(const std::filesystem::path& source, const Use& use) {
  return read_archive(
      source,
      [&](const std::vector<ArchiveMember>& members) { return choose_members(source, members); },
      [&](const std::string& name, const ByteSource& bytes) {
        return read_file(name, bytes, use);
      });
}

}  // namespace postbag::data
