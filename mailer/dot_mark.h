#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace postbag::mailer {

/// Which letters a mail session last let go to their final dot, in a file that is mapped into
/// memory: what a killed process wrote there is still there, and costs nothing while it lives. With
/// it, the letters that a killed process had only prepared for their final dot are told from those
/// that may have been delivered. After a crash of the machine the file says nothing.
///
/// A session has at most two letters in doubt (Worker), so the file names two. For one thread.
class DotMark {
 public:
  /// Makes the file of `owner` in `folder`, and the folder, and locks it until the process ends or
  /// this is gone. Throws std::system_error.
  DotMark(const std::filesystem::path& folder, std::string_view owner);
  DotMark(const DotMark&) = delete;
  DotMark& operator=(const DotMark&) = delete;
  /// Leaves the file: what the session could not record is still in doubt.
  ~DotMark();

  /// To be called right before the final dot goes out.
  void set(std::int64_t letter);

  /// Whether the final dot of a letter that a dead `owner` had in hand may have gone out: false
  /// only when the file says so.
  [[nodiscard]] static bool may_have_gone_out(const std::filesystem::path& folder,
                                              std::string_view owner, std::int64_t letter);

  /// Whether the session of `owner` has ended: its file is there and nobody on this machine holds
  /// it. False when in doubt.
  [[nodiscard]] static bool is_let_go(const std::filesystem::path& folder, std::string_view owner);

  /// Removes the files of the owners of whom `is_gone` says so, once their letters are back.
  static void sweep(const std::filesystem::path& folder,
                    const std::function<bool(std::string_view owner)>& is_gone);

 private:
  struct Content;
  int descriptor_ = -1;
  Content* content_ = nullptr;
  unsigned next_ = 0;
};

}  // namespace postbag::mailer
