#include "templates/plain_words.h"

namespace postbag::templates {
namespace {

// U+00C0 to U+00FF without their accents; a space where there is no Latin letter to be had.
constexpr std::string_view latin =
    "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y";

enum class Sort { letter, nothing, gap };

struct Sign {
  Sort sort = Sort::gap;
  char letter = ' ';
  std::size_t size = 1;
};

constexpr Sign nothing_of(std::size_t size) {
  return {Sort::nothing, ' ', size};
}

Sign ascii_sign(char c) {
  if (c >= 'A' && c <= 'Z') return {Sort::letter, static_cast<char>(c - 'A' + 'a'), 1};
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return {Sort::letter, c, 1};
  if (c == '\'' || c == '`') return nothing_of(1);
  return {};
}

// The two-byte signs U+0080 to U+07FF.
Sign two_byte_sign(unsigned point) {
  if (point == 0xAD || point == 0xB4 || point == 0x2BC) return nothing_of(2);
  if (point >= 0x300 && point <= 0x36F) return nothing_of(2);  // accents that stand alone
  if (point >= 0xC0 && point <= 0xFF && latin[point - 0xC0] != ' ')
    return {Sort::letter, latin[point - 0xC0], 2};
  if (point == 0x174 || point == 0x175) return {Sort::letter, 'w', 2};
  if (point >= 0x176 && point <= 0x178) return {Sort::letter, 'y', 2};
  return {Sort::gap, ' ', 2};
}

Sign three_byte_sign(unsigned point) {
  if (point == 0x2018 || point == 0x2019 || point == 0x2032) return nothing_of(3);
  if ((point >= 0x200B && point <= 0x200D) || point == 0xFEFF) return nothing_of(3);
  if (point >= 0x1E80 && point <= 0x1E85) return {Sort::letter, 'w', 3};
  if (point == 0x1EF2 || point == 0x1EF3) return {Sort::letter, 'y', 3};
  return {Sort::gap, ' ', 3};
}

unsigned byte_at(std::string_view text, std::size_t place) {
  return place < text.size() ? static_cast<unsigned char>(text[place]) : 0;
}

bool follows(std::string_view text, std::size_t place) {
  return (byte_at(text, place) & 0xC0U) == 0x80U;
}

Sign sign_at(std::string_view text, std::size_t place) {
  const unsigned first = byte_at(text, place);
  if (first < 0x80) return ascii_sign(text[place]);
  if ((first & 0xE0U) == 0xC0U && follows(text, place + 1))
    return two_byte_sign((first & 0x1FU) << 6U | (byte_at(text, place + 1) & 0x3FU));
  if ((first & 0xF0U) == 0xE0U && follows(text, place + 1) && follows(text, place + 2))
    return three_byte_sign((first & 0x0FU) << 12U | (byte_at(text, place + 1) & 0x3FU) << 6U |
                           (byte_at(text, place + 2) & 0x3FU));
  return {};
}

}  // namespace

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t place = 0; place < text.size();) {
    const Sign sign = sign_at(text, place);
    place += sign.size;
    if (sign.sort == Sort::letter) word += sign.letter;
    if (sign.sort != Sort::gap || word.empty()) continue;
    words.push_back(std::move(word));
    word.clear();
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string without_doubles(std::string_view word) {
  std::string single;
  for (const char letter : word)
    if (single.empty() || single.back() != letter) single += letter;
  return single;
}

}  // namespace postbag::templates
