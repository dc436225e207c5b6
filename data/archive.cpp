#include "data/archive.h"

#include <algorithm>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

#include "base/file.h"

namespace postbag::data {
namespace {

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

constexpr std::size_t block_size = std::size_t{256} * 1024;

tl::unexpected<Error> unreadable(const std::filesystem::path& file, archive* from) {
  const char* const why = archive_error_string(from);
  return fail("unusable_source", "Cannot read " + file.string() + ": " +
                                     (why == nullptr ? "it is damaged" : why) +
                                     ". Download it again.");
}

Result<Archive> open_archive(const std::filesystem::path& file) {
  if (const auto bytes = read_by_blocks(file); !bytes) return tl::unexpected(bytes.error());
  Archive opened{archive_read_new(), &archive_read_free};
  archive_read_support_filter_gzip(opened.get());
  archive_read_support_format_zip(opened.get());
  archive_read_support_format_raw(opened.get());
  archive_read_support_format_empty(opened.get());
  if (archive_read_open_filename(opened.get(), file.c_str(), block_size) != ARCHIVE_OK)
    return unreadable(file, opened.get());
  return opened;
}

/// Moves to the next member; false at the end.
Result<bool> next_member(archive* from, archive_entry*& member, const std::filesystem::path& file) {
  const int status = archive_read_next_header(from, &member);
  if (status == ARCHIVE_EOF) return false;
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return unreadable(file, from);
  return true;
}

/// A member's name, or the file's own when it is no zip.
std::string name_of(archive* from, archive_entry* member, const std::filesystem::path& file) {
  const char* const path = archive_entry_pathname(member);
  const bool zipped = (archive_format(from) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  return zipped && path != nullptr ? path : file.string();
}

Result<std::vector<ArchiveMember>> list_members(const std::filesystem::path& file) {
  auto opened = open_archive(file);
  if (!opened) return tl::unexpected(opened.error());
  std::vector<ArchiveMember> members;
  archive_entry* member = nullptr;
  while (true) {
    const auto found = next_member(opened->get(), member, file);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return members;
    members.push_back(
        {name_of(opened->get(), member, file),
         static_cast<std::uint64_t>(std::max<std::int64_t>(archive_entry_size(member), 0))});
    const bool zipped =
        (archive_format(opened->get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    if (!zipped) return members;
  }
}

}  // namespace

Result<void> read_archive(
    const std::filesystem::path& file,
    const std::function<Result<std::vector<std::size_t>>(const std::vector<ArchiveMember>&)>&
        choose,
    const std::function<Result<void>(const std::string& name, const ByteSource& bytes)>& use) {
  const auto members = list_members(file);
  if (!members) return tl::unexpected(members.error());
  const auto wanted = choose(*members);
  if (!wanted) return tl::unexpected(wanted.error());

  auto opened = open_archive(file);
  if (!opened) return tl::unexpected(opened.error());
  archive* const from = opened->get();
  const ByteSource bytes = [from, &file](std::span<char> buffer) -> Result<std::size_t> {
    const auto got = archive_read_data(from, buffer.data(), buffer.size());
    if (got < 0) return unreadable(file, from);
    return static_cast<std::size_t>(got);
  };
  archive_entry* member = nullptr;
  for (std::size_t place = 0; place < members->size(); ++place) {
    const auto found = next_member(from, member, file);
    if (!found) return tl::unexpected(found.error());
    if (!*found) break;
    if (std::find(wanted->begin(), wanted->end(), place) == wanted->end()) continue;
    if (const auto used = use(name_of(from, member, file), bytes); !used)
      return tl::unexpected(used.error());
  }
  return {};
}

}  // namespace postbag::data
