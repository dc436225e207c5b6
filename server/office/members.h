#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/data_set.h"

namespace postbag::office {

/// A Member as they were when something with them was recorded: what a later data set says of them
/// changes nothing of it.
struct MetMember {
  /// Parliament's number for the person.
  std::string id;
  std::string name;
  /// The seat's code and name.
  std::string constituency;
  std::string seat;

  bool operator==(const MetMember&) const = default;
};

/// `Baggy Shanker (Derby South)`: what people read, and what Members::find() reads back.
[[nodiscard]] std::string name_with_seat(const MetMember& member);

/// Finds the Members whom people mean by name, constituency, office or Parliament's number. Case,
/// accents, punctuation and forms of address make no difference; part of a name is not enough.
/// Immutable.
class Members {
 public:
  /// `recorded` may have left the Commons since: they are found by name and seat.
  explicit Members(const data::DataSet& data_set, std::span<const MetMember> recorded = {});

  /// The error's message names those who may be meant. Codes: `vacant_seat`, `unclear_member`,
  /// `unknown_member`; no field.
  [[nodiscard]] Result<MetMember> find(std::string_view typed) const;

  /// Everybody who is named in `text`, one on each line or parted by semicolons, each once; or one
  /// error for `field` that tells of all that were not found.
  [[nodiscard]] Result<std::vector<MetMember>> find_all(std::string_view text,
                                                        std::string_view field) const;

 private:
  void add(const std::string& key, std::size_t member);
  [[nodiscard]] std::vector<std::size_t> like(const std::string& folded) const;

  std::vector<MetMember> members_;
  /// What each is searched by: folded name and seat.
  std::vector<std::string> searched_;
  /// Places in `members_` by folded words.
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_words_;
  /// Names of seats by folded words.
  std::map<std::string, std::string, std::less<>> without_member_;
};

}  // namespace postbag::office
