#include "data/postcode.h"

#include <algorithm>
#include <array>
#include <optional>

namespace postbag::data {
namespace {

constexpr std::string_view unit_letters = "ABDEFGHJLNPQRSTUWXYZ";
constexpr std::uint8_t none = 0xFF;

// A sector key is the district as four characters, padded with spaces, in base 37 (space, 0-9,
// A-Z), times ten, plus the sector's digit: it sorts as the text does and stays below 2^25.
constexpr std::uint32_t base = 37;

constexpr std::uint8_t digit_rank(char c) {
  return static_cast<std::uint8_t>(c - '0' + 1);
}

constexpr std::uint8_t rank_of(char c) {
  if (c >= '0' && c <= '9') return digit_rank(c);
  return static_cast<std::uint8_t>(c - 'A' + 11);
}

constexpr char character_of(std::uint32_t rank) {
  if (rank == 0) return ' ';
  return static_cast<char>(rank <= 10 ? '0' + rank - 1 : 'A' + rank - 11);
}

/// What one byte of typed text means.
enum Kind : std::uint8_t { other, separator, letter, digit };

struct Typed {
  Kind kind = other;
  char upper = 0;
};

constexpr std::array<Typed, 256> typed_table = [] {
  std::array<Typed, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c)
    table[c] = {digit, static_cast<char>(c)};
  for (unsigned char c = 'A'; c <= 'Z'; ++c) {
    const char upper = static_cast<char>(c);
    table[c] = {letter, upper};
    table[static_cast<unsigned char>(c - 'A' + 'a')] = {letter, upper};
  }
  for (const unsigned char c : {' ', '\t', '-', '.'})
    table[c] = {separator, static_cast<char>(c)};
  return table;
}();

constexpr std::array<std::uint8_t, 256> unit_table = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(none);
  for (std::size_t i = 0; i < unit_letters.size(); ++i)
    table[static_cast<unsigned char>(unit_letters[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

/// The letters and digits of what was typed, in upper case; at most 8 are kept, and 9 means more.
struct Bare {
  std::array<char, 8> characters{};
  std::size_t size = 0;
  /// Bit i is set when character i is a letter.
  std::uint32_t letters = 0;
  bool foreign = false;

  [[nodiscard]] std::string_view text() const {
    return {characters.data(), size < characters.size() ? size : characters.size()};
  }
};

Bare bare(std::string_view raw) {
  Bare result;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const Typed typed = typed_table[static_cast<unsigned char>(raw[i])];
    if (typed.kind == separator) continue;
    if (typed.kind == other) {
      const bool no_break_space = raw[i] == '\xC2' && i + 1 < raw.size() && raw[i + 1] == '\xA0';
      result.foreign = result.foreign || !no_break_space;
      i += no_break_space ? 1 : 0;
      continue;
    }
    if (result.size == result.characters.size()) {
      result.size = 9;
      return result;
    }
    result.letters |= (typed.kind == letter ? 1U : 0U) << result.size;
    result.characters[result.size++] = typed.upper;
  }
  return result;
}

// The six shapes of a district, as the string of its characters' classes. A two-digit district
// never begins with 0.
//   F first letter, S second letter, 9 digit, P digit but 0, T third-place letter, U fourth-place
//   letter, L unit letter
constexpr std::array<std::string_view, 6> shapes = {"F9", "FP9", "F9T", "FS9", "FSP9", "FS9U"};

/// The letters that a class allows (Programmer's Guide to PAF, "Formatting rules").
constexpr std::string_view letters_of(char shape_class) {
  switch (shape_class) {
    case 'F':
      return "ABCDEFGHIJKLMNOPRSTUWYZ";
    case 'S':
      return "ABCDEFGHKLMNOPQRSTUVWXY";
    case 'T':
      return "ABCDEFGHJKMNPRSTUVWXY";  // the W1 of before 2000 had more than PAF lists today
    case 'U':
      return "ABEHMNPRVWXY";
    default:
      return unit_letters;
  }
}

/// Bit i stands for the letter number i.
constexpr std::uint32_t letter_set(char shape_class) {
  std::uint32_t set = 0;
  for (const char c : letters_of(shape_class))
    set |= 1U << static_cast<unsigned>(c - 'A');
  return set;
}

template <char shape_class>
constexpr bool allows(char c) {
  constexpr std::uint32_t set = letter_set(shape_class);
  return c >= 'A' && ((set >> static_cast<unsigned>(c - 'A')) & 1U) != 0;
}

bool allows(char shape_class, char c) {
  if (shape_class == '9') return c >= '0' && c <= '9';
  if (shape_class == 'P') return c >= '1' && c <= '9';
  return letters_of(shape_class).find(c) != std::string_view::npos;
}

/// What `c` must have been meant as in a place of this class: itself, or the other half of a slip
/// (O/0, I/1, L/1) when only one reading is possible.
std::optional<char> meant(char shape_class, char c) {
  if (allows(shape_class, c)) return c;
  if (shape_class == '9' || shape_class == 'P') {
    const char as_digit = c == 'O' ? '0' : (c == 'I' || c == 'L') ? '1' : c;
    if (allows(shape_class, as_digit)) return as_digit;
    return std::nullopt;
  }
  if (c == '0' && allows(shape_class, 'O')) return 'O';
  if (c == '1' && allows(shape_class, 'I') != allows(shape_class, 'L'))
    return allows(shape_class, 'I') ? 'I' : 'L';
  return std::nullopt;
}

/// `text` read as this shape, or nothing.
std::optional<std::string> read_as(std::string_view shape, std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto c = meant(shape[i], text[i]);
    if (!c) return std::nullopt;
    result += *c;
  }
  return result;
}

/// The postcode that `text` must mean although it is none as typed: the reading of the only shape
/// that fits.
std::optional<std::string> mend(std::string_view text) {
  if (text.size() < 5 || text.size() > 7) return std::nullopt;
  const std::size_t split = text.size() - 3;
  const auto inward = read_as("9LL", text.substr(split));
  if (!inward) return std::nullopt;
  std::optional<std::string> found;
  for (const std::string_view shape : shapes) {
    if (shape.size() != split) continue;
    auto district = read_as(shape, text.substr(0, split));
    if (!district) continue;
    if (*district == text.substr(0, split)) return *district + *inward;
    if (found && *found != *district) return std::nullopt;
    found = std::move(district);
  }
  if (found) *found += *inward;
  return found;
}

/// True when letters and digits stand as in one of the six shapes. Bit i of `letters` is set when
/// character i is a letter.
bool has_shape(std::string_view district, std::uint32_t letters) {
  switch (district.size()) {
    case 2:
      return letters == 0b01;
    case 3:
      return (letters == 0b001 && district[1] != '0') || letters == 0b011 || letters == 0b101;
    default:
      return (letters == 0b0011 && district[2] != '0') || letters == 0b1011;
  }
}

/// True when every letter of a district that has_shape() is one that PAF uses in its place.
bool has_usual_letters(std::string_view district, std::uint32_t letters) {
  if (!allows<'F'>(district[0])) return false;
  if ((letters & 0b0010U) != 0 && !allows<'S'>(district[1])) return false;
  if ((letters & 0b0100U) != 0 && !allows<'T'>(district[2])) return false;
  return (letters & 0b1000U) == 0 || allows<'U'>(district[3]);
}

constexpr std::array<std::string_view, 9> overseas_letters = {
    "ASCN", "BBND", "BIQQ", "FIQQ", "PCRN", "SIQQ", "STHL", "TDCU", "TKCA"};
/// With # for a digit: Anguilla, the Cayman Islands, Montserrat, the British Virgin Islands.
constexpr std::array<std::string_view, 4> overseas_numbers = {"AI2640", "KY#####", "MSR####",
                                                              "VG####"};

/// Postcodes of the overseas territories that are not of the UK's form: `FIQQ 1ZZ`, `KY1-1001`.
bool is_overseas(std::string_view text) {
  for (const std::string_view letters : overseas_letters)
    if (text.starts_with(letters)) return true;
  return std::any_of(overseas_numbers.begin(), overseas_numbers.end(), [&](std::string_view form) {
    return std::equal(form.begin(), form.end(), text.begin(), text.end(),
                      [](char expected, char c) {
                        return expected == '#' ? c >= '0' && c <= '9' : c == expected;
                      });
  });
}

/// What is no postcode of the UK's form although a supporter may well have it: the reason, or
/// nothing.
std::optional<Error> known_otherwise(std::string_view text) {
  if (text.starts_with("BFPO") || text.starts_with("BFP0"))
    return Error{"forces_address",
                 "A BFPO number is not in a constituency. Enter the postcode of the UK address "
                 "where you are registered to vote.",
                 "postcode"};
  if (is_overseas(text))
    return Error{"overseas_territory",
                 "That is a postcode of an overseas territory, which sends no one to the UK "
                 "Parliament. If you have lived in the UK, enter your last postcode there.",
                 "postcode"};
  if (text == "GIR0AA")
    return Error{"no_such_area",
                 "GIR 0AA was one bank's own postcode and is in no constituency. Enter the "
                 "postcode where you live.",
                 "postcode"};
  return std::nullopt;
}

tl::unexpected<Error> malformed() {
  return fail("malformed_postcode", "Enter a full postcode, like DE1 1AA.", "postcode");
}

/// As long as a postcode, but none can be so.
tl::unexpected<Error> unrecognised() {
  return fail("malformed_postcode",
              "Check the postcode: we could not recognise it. A full postcode looks like DE1 1AA.",
              "postcode");
}

std::uint32_t pack_sector(std::string_view district, char sector) {
  std::uint32_t key = 0;
  for (std::size_t i = 0; i < 4; ++i)
    key = key * base + (i < district.size() ? rank_of(district[i]) : 0U);
  return key * 10 + static_cast<std::uint32_t>(sector - '0');
}

}  // namespace

std::string district_text(std::uint32_t district_key) {
  std::string text(4, ' ');
  for (std::size_t i = text.size(); i-- > 0; district_key /= base)
    text[i] = character_of(district_key % base);
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

Result<Postcode> Postcode::parse(std::string_view raw) {
  const Bare typed = bare(raw);
  if (typed.size == 0 && !typed.foreign)
    return fail("missing_field", "Enter a full postcode, like DE1 1AA.", "postcode");
  if (typed.foreign || typed.size > 8) return malformed();
  const std::string_view text = typed.text();
  if (text.size() > 7 || text.size() < 5) {
    if (auto known = known_otherwise(text)) return tl::unexpected(std::move(*known));
    return malformed();
  }
  const std::size_t split = text.size() - 3;  // 2 to 4: the district's length
  const std::uint32_t first = unit_table[static_cast<unsigned char>(text[split + 1])];
  const std::uint32_t second = unit_table[static_cast<unsigned char>(text[split + 2])];
  const std::string_view district = text.substr(0, split);
  const std::uint32_t letters = typed.letters & ((1U << split) - 1U);
  const bool shaped =
      text[split] <= '9' && first != none && second != none && has_shape(district, letters);
  const auto as_typed = [&] {
    return Postcode{pack_sector(district, text[split]),
                    static_cast<std::uint16_t>(first * 20 + second)};
  };
  if (shaped && has_usual_letters(district, letters)) return as_typed();
  if (auto known = known_otherwise(text)) return tl::unexpected(std::move(*known));
  if (const auto mended = mend(text)) return parse(*mended);
  // Letters that no area has: well-formed, and for the data set to say that there is none.
  if (shaped) return as_typed();
  return unrecognised();
}

std::string Postcode::district() const {
  return district_text(sector_key_ / 10);
}

std::string Postcode::sector() const {
  return district() + ' ' + static_cast<char>('0' + sector_key_ % 10);
}

std::string Postcode::text() const {
  return sector() + unit_letters[unit_ / 20U] + unit_letters[unit_ % 20U];
}

}  // namespace postbag::data
