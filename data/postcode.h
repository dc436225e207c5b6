#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace postbag::data {

/// A well-formed full UK postcode (Royal Mail's Programmer's Guide to PAF: A9 9AA, A99 9AA, A9A
/// 9AA, AA9 9AA, AA99 9AA, AA9A 9AA; unit letters never C I K M O V). Parsed once, it cannot be
/// malformed; whether it exists is the data set's to say.
class Postcode {
 public:
  /// Reads what a person types: any case, any or no spaces, tabs, hyphens or dots, and the slips
  /// O/0, I/1, L/1 where the shape leaves one meaning only. Codes of the error: `missing_field`,
  /// `malformed_postcode`, and for what is not a postcode of this form but has a known meaning,
  /// with a kind message, `forces_address` (BFPO numbers), `overseas_territory` and `no_such_area`
  /// (GIR 0AA). No message repeats the input.
  [[nodiscard]] static Result<Postcode> parse(std::string_view raw);

  /// `DE1 1AA`.
  [[nodiscard]] std::string text() const;
  /// `DE1`.
  [[nodiscard]] std::string district() const;
  /// `DE1 1`.
  [[nodiscard]] std::string sector() const;

  bool operator==(const Postcode&) const = default;

  /// The sector packed into one number, in an order that sorts as the text does; the format is
  /// docs/data-format.md's.
  [[nodiscard]] std::uint32_t sector_key() const { return sector_key_; }
  /// 0 to 399: the two unit letters out of ABDEFGHJLNPQRSTUWXYZ, first letter times 20 plus second.
  [[nodiscard]] std::uint16_t unit() const { return unit_; }

 private:
  Postcode(std::uint32_t sector_key, std::uint16_t unit) : sector_key_(sector_key), unit_(unit) {}
  std::uint32_t sector_key_;
  std::uint16_t unit_;
};

/// A district (a sector key divided by ten) as text: `DE1`.
[[nodiscard]] std::string district_text(std::uint32_t district_key);

}  // namespace postbag::data
