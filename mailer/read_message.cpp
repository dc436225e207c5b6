#include "mailer/read_message.h"

#include <memory>

#include <gmime/gmime.h>

#include "base/text.h"

namespace postbag::mailer {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;

struct Free {
  void operator()(char* text) const { g_free(text); }
};
using Owned = std::unique_ptr<char, Free>;

void initialise_gmime() {
  static const bool done = [] {
    g_mime_init();
    return true;
  }();
  static_cast<void>(done);
}

std::string text_of(const char* text) {
  return text == nullptr || !is_utf8(text) ? std::string{} : std::string{text};
}

std::string addresses(InternetAddressList* list) {
  if (list == nullptr) return {};
  const Owned text{internet_address_list_to_string(list, nullptr, FALSE)};
  return text_of(text.get());
}

/// RFC 3676 section 4: a line that ends with a space goes on in the next; a leading space was
/// stuffed in. The signature mark `-- ` is a line of its own.
std::string unflowed(std::string_view text) {
  std::string joined;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.starts_with(' ')) line.remove_prefix(1);
    joined += line;
    if (!line.ends_with(' ') || line == "-- ") joined += '\n';
  }
  return joined;
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string body_of(GMimeMessage* message) {
  GMimeObject* const part = g_mime_message_get_body(message);
  if (part == nullptr || !GMIME_IS_TEXT_PART(part)) return {};
  const Owned text{g_mime_text_part_get_text(GMIME_TEXT_PART(part))};
  const std::string body = without_returns(text_of(text.get()));
  const char* const format = g_mime_object_get_content_type_parameter(part, "format");
  return format != nullptr && lower_case(format) == "flowed" ? unflowed(body) : body;
}

}  // namespace

Result<ReadMessage> read_message(std::string_view bytes) {
  initialise_gmime();
  const Object<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
  const Object<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
  const Object<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
  if (!message || g_mime_message_get_from(message.get()) == nullptr ||
      internet_address_list_length(g_mime_message_get_from(message.get())) == 0)
    return fail("malformed_message", "This is not an email that can be read.");
  ReadMessage read;
  read.from = addresses(g_mime_message_get_from(message.get()));
  read.to = addresses(g_mime_message_get_to(message.get()));
  read.reply_to = addresses(g_mime_message_get_reply_to(message.get()));
  read.subject = text_of(g_mime_message_get_subject(message.get()));
  read.date = text_of(g_mime_object_get_header(GMIME_OBJECT(message.get()), "Date"));
  read.body = body_of(message.get());
  return read;
}

}  // namespace postbag::mailer
