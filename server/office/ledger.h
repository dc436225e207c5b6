#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "server/campaign/letter_state.h"

namespace postbag::office {

/// Texts that occur many times, each kept once and known by its number, from 0. One thread.
class Names {
 public:
  Names() = default;
  Names(const Names&) = delete;
  Names(Names&&) = default;
  Names& operator=(const Names&) = delete;
  Names& operator=(Names&&) = default;
  ~Names() = default;

  [[nodiscard]] std::uint32_t number_of(std::string_view name);
  [[nodiscard]] const std::string& operator[](std::uint32_t number) const { return names_[number]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  /// A deque, because the map points into it.
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// One letter as it stood at a moment. Numbers are those of the Ledger's names.
struct LedgerLetter {
  std::uint32_t constituency = 0;
  std::uint32_t member = 0;
  std::uint32_t supporter = 0;
  std::uint32_t source = 0;
  campaign::LetterState state = campaign::LetterState::awaiting_confirmation;
  /// Whether a consent is in force now: what was taken back is not kept.
  bool opted_in = false;
  /// When it came into its state.
  Instant since;
  /// When its writer said yes; when it was written, if they had not.
  Instant confirmed_at;
};

/// Letters as they stood at `as_of`, from their history alone: the same for ever, whatever became
/// of them later. Two things are not kept in the history and are as they are now: `opted_in`, and
/// `source`, which is forgotten with its writer's details. A writer whose details were erased is
/// another supporter in each of their letters.
struct Ledger {
  Instant as_of;
  Names constituencies;
  Names members;
  /// Keyed digests: they tell people apart and nothing else. Never shown.
  Names supporters;
  /// The empty one is of letters of which none is known.
  Names sources;
  std::vector<LedgerLetter> letters;
};

/// Which letters: those of these campaigns (campaign::Campaign::id) that were written by then.
struct LedgerSearch {
  std::vector<std::int64_t> campaigns;
  Instant as_of;
};

}  // namespace postbag::office
