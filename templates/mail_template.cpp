#include "templates/mail_template.h"

#include <algorithm>

namespace postbag::templates {
namespace {

constexpr std::string_view kSubjectMark = "Subject: ";

std::vector<Error> problems_of_form(const std::string& file, std::string_view source) {
  const auto problem = [&](const std::string& message) {
    return std::vector<Error>{{"malformed_template", file + ":1:1: " + message, file}};
  };
  const std::size_t end = source.find('\n');
  const std::string_view first = source.substr(0, end);
  if (!first.starts_with(kSubjectMark) || !source.substr(first.size()).starts_with("\n\n"))
    return problem("a mail begins with a line \"Subject: …\" and an empty line");
  for (const std::string_view tag : {"{{#", "{{^", "{{/", "{{>", "{{!"})
    if (first.find(tag) != first.npos)
      return problem("the subject can hold only text and {{names}}");
  return {};
}

}  // namespace

Checked<MailTemplate> MailTemplate::load(const std::filesystem::path& folder,
                                         const std::string& file, const Vocabulary& vocabulary,
                                         const Strings& strings) {
  const auto written = read_template(folder / file);
  if (!written) return tl::unexpected(std::vector{written.error()});
  const auto source = strings.put_into(*written, file);
  if (!source) return tl::unexpected(source.error());
  std::vector<Error> problems = problems_of_form(file, *source);
  // Whole, so that a problem is told with its place in the file.
  if (const auto whole = Template::parse(file, *source, vocabulary); !whole)
    problems.insert(problems.begin(), whole.error().begin(), whole.error().end());
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  const std::size_t end = source->find('\n');
  auto subject = Template::parse(
      file, source->substr(kSubjectMark.size(), end - kSubjectMark.size()), vocabulary);
  if (!subject) return tl::unexpected(std::move(subject.error()));
  return Template::parse(file, source->substr(end + 2), vocabulary).map([&](Template body) {
    return MailTemplate{std::move(*subject), std::move(body)};
  });
}

Mail MailTemplate::render(std::span<const std::string_view> values) const {
  Mail mail{subject_.render(values), body_.render(values)};
  // The subject becomes a header: whatever a value brought along, it stays one line.
  std::replace_if(
      mail.subject.begin(), mail.subject.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return mail;
}

}  // namespace postbag::templates
