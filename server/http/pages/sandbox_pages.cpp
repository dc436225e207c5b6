#include <algorithm>

#include "base/file.h"
#include "mailer/read_message.h"
#include "server/http/pages/endpoints.h"
#include "server/http/pages/layout.h"
#include "server/http/pages/link_text.h"
#include "server/http/pages/message.h"
#include "server/http/security.h"

namespace postbag::http::pages {
namespace {

namespace fs = std::filesystem;

/// The page lists the newest; the folder keeps them all.
constexpr std::size_t kMaxListed = 100;
/// A captured mail is a few kilobytes.
constexpr std::uintmax_t kMaxMail = std::uintmax_t{4} * 1024 * 1024;

struct Captured {
  std::string name;
  fs::file_time_type written;
};

std::vector<Captured> captured(const fs::path& folder) {
  std::vector<Captured> mails;
  std::error_code problem;
  for (fs::directory_iterator next{folder, problem}, end; !problem && next != end;
       next.increment(problem)) {
    std::error_code gone;
    const auto written = next->last_write_time(gone);
    if (!gone && next->path().extension() == ".eml")
      mails.push_back({next->path().filename().string(), written});
  }
  std::sort(mails.begin(), mails.end(), [](const Captured& left, const Captured& right) {
    return std::tie(right.written, right.name) < std::tie(left.written, left.name);
  });
  return mails;
}

/// A plain file name in the folder: letters, digits, `.`, `_`, `-`, `@`, `=` and `+`, not beginning
/// with a dot. So it can neither leave the folder nor need encoding in an address.
bool is_mail_name(std::string_view name) {
  constexpr std::string_view others = "._-@=+";
  return name.size() <= 200 && name.ends_with(".eml") && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  others.find(c) != std::string_view::npos;
         });
}

Result<mailer::ReadMessage> read(const fs::path& file) {
  std::error_code problem;
  if (!fs::is_regular_file(fs::symlink_status(file, problem)) ||
      fs::file_size(file, problem) > kMaxMail || problem)
    return fail("unknown_mail", "There is no such mail.");
  return read_whole(file).and_then(
      [](const std::string& bytes) { return mailer::read_message(bytes); });
}

/// In the sandbox only, and only by our own name, which keeps other web sites out: captured mail is
/// for whoever sits at the machine.
bool may_look(const Service& service, const Request& request) {
  return service.settings.sandbox_outbox && is_from_here(request) &&
         is_own_host(request.host, service.settings.base_url);
}

}  // namespace

Response outbox(Service& service, const Request& request) {
  const View view{service, request};
  if (!may_look(service, request)) return error(view, 404);
  const std::vector<Captured> all = captured(*service.settings.sandbox_outbox);
  List mails;
  for (const Captured& mail : all) {
    if (mails.size() == kMaxListed) break;
    if (!is_mail_name(mail.name)) continue;
    const auto read_mail = read(*service.settings.sandbox_outbox / mail.name);
    if (!read_mail) continue;
    mails.emplace_back(Fields{{"mail_href", "/sandbox/outbox/" + mail.name},
                              {"mail_subject", read_mail->subject},
                              {"mail_to", read_mail->to},
                              {"mail_date", read_mail->date}});
  }
  Fields fields = page_fields(view, view.text("outbox.title"));
  fields["note"] =
      all.size() > mails.size()
          ? view.text("outbox.more", {{"n", grouped(static_cast<std::int64_t>(all.size()))}})
          : std::string{};
  fields["has_mails"] = !mails.empty();
  fields["mails"] = std::move(mails);
  return show(view, 200, "outbox.html", fields);
}

Response outbox_mail(Service& service, const Request& request) {
  const std::string_view name = request.parameter("file");
  const View view{service, request};
  if (!may_look(service, request) || !is_mail_name(name)) return error(view, 404);
  const auto mail = read(*service.settings.sandbox_outbox / name);
  if (!mail) return error(view, 404);
  Fields fields = page_fields(view, mail->subject);
  fields["mail_subject"] = mail->subject;
  fields["mail_from"] = mail->from;
  fields["mail_to"] = mail->to;
  fields["mail_reply_to"] = mail->reply_to;
  fields["mail_date"] = mail->date;
  fields["body_html"] = link_text(mail->body, service.settings.base_url);
  return show(view, 200, "outbox-mail.html", fields);
}

}  // namespace postbag::http::pages
