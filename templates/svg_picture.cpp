#include "templates/svg_picture.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include <expat.h>

#include "base/text.h"

namespace postbag::templates {
namespace {

using namespace std::literals;

constexpr int kDeepest = 50;
/// Between a namespace and a local name; XML allows it in neither.
constexpr char kSeparator = '\n';
constexpr std::string_view kSvg = "http://www.w3.org/2000/svg";
constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";

constexpr std::array kElements{"svg"sv,     "g"sv,       "path"sv,           "rect"sv,
                               "circle"sv,  "ellipse"sv, "line"sv,           "polyline"sv,
                               "polygon"sv, "text"sv,    "tspan"sv,          "defs"sv,
                               "symbol"sv,  "use"sv,     "linearGradient"sv, "radialGradient"sv,
                               "stop"sv,    "pattern"sv, "clipPath"sv,       "mask"sv,
                               "title"sv,   "desc"sv};

struct Name {
  explicit Name(std::string_view whole)
      : space(whole.substr(0, whole.rfind(kSeparator) == whole.npos ? 0 : whole.rfind(kSeparator))),
        local(whole.substr(whole.rfind(kSeparator) + 1)) {}
  std::string_view space;
  std::string_view local;
};

/// Whether each `url(` leads to a part of the picture itself. A backslash could spell another.
bool stays_inside(std::string_view value) {
  if (value.find('\\') != value.npos) return false;
  const std::string lower = lower_case(value);
  for (std::size_t at = lower.find("url("); at != lower.npos; at = lower.find("url(", at + 1)) {
    const std::size_t place = lower.find_first_not_of(" \t\r\n'\"", at + 4);
    if (place == lower.npos || lower[place] != '#') return false;
  }
  return lower.find("image(") == lower.npos && lower.find("image-set(") == lower.npos;
}

/// Reads a document from its first tag to its last, and stops at the first thing that does not
/// belong into a picture.
class Reader {
 public:
  Reader() : parser_(XML_ParserCreateNS("UTF-8", kSeparator), &XML_ParserFree) {
    if (!parser_) throw std::bad_alloc();
    XML_Parser parser = parser_.get();
    XML_SetUserData(parser, this);
    XML_SetXmlDeclHandler(parser, [](void* self, const char*, const char* encoding, int) {
      if (encoding != nullptr && lower_case(encoding) != "utf-8")
        reader(self).refuse("says that it is not in UTF-8");
    });
    XML_SetStartDoctypeDeclHandler(parser,
                                   [](void* self, const char*, const char*, const char*, int) {
                                     reader(self).refuse("holds a document type (<!DOCTYPE)");
                                   });
    XML_SetProcessingInstructionHandler(parser, [](void* self, const char*, const char*) {
      reader(self).refuse("holds a processing instruction (<?)");
    });
    XML_SetElementHandler(
        parser,
        [](void* self, const char* name, const char** attributes) {
          reader(self).begin(Name{name}, attributes);
        },
        [](void* self, const char*) { --reader(self).depth_; });
  }

  Result<void> read(std::string_view svg) {
    const auto status = XML_Parse(parser_.get(), svg.data(), static_cast<int>(svg.size()), 1);
    if (fault_.empty() && status != XML_STATUS_OK)
      fault_ = "is not well-formed: "s + XML_ErrorString(XML_GetErrorCode(parser_.get()));
    if (fault_.empty()) return {};
    return fail("bad_logo", "The SVG " + fault_ + ", in line " +
                                std::to_string(XML_GetCurrentLineNumber(parser_.get())) +
                                ". Export it as a plain picture.");
  }

 private:
  static Reader& reader(void* self) { return *static_cast<Reader*>(self); }

  void refuse(std::string fault) {
    if (!fault_.empty()) return;
    fault_ = std::move(fault);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void begin(const Name& name, const char** attributes) {
    const bool known = name.space == kSvg &&
                       std::find(kElements.begin(), kElements.end(), name.local) != kElements.end();
    if (!known) return refuse("holds <" + std::string(name.local) + ">, which draws nothing");
    if (depth_ == 0 && name.local != "svg") return refuse("does not begin with <svg>");
    if (++depth_ > kDeepest) return refuse("is nested too deeply");
    for (; *attributes != nullptr; attributes += 2)
      check_attribute(Name{attributes[0]}, attributes[1]);
  }

  void check_attribute(const Name& name, std::string_view value) {
    if (lower_case(name.local).starts_with("on"))
      return refuse("holds an event handler (" + std::string(name.local) + ")");
    if (name.space == kXml && name.local == "base") return refuse("sets xml:base");
    const bool outside = name.local == "href" && !trimmed(value).starts_with('#');
    if (outside || !stays_inside(value))
      refuse("loads or links to something outside itself (" + std::string(name.local) + ")");
  }

  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::string fault_;
  int depth_ = 0;
};

}  // namespace

Result<void> check_svg_picture(std::string_view svg) {
  if (!is_utf8(svg)) return fail("bad_logo", "The SVG must be UTF-8 text.");
  return Reader{}.read(svg);
}

}  // namespace postbag::templates
