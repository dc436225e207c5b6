#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/text.h"
#include "mailer/message.h"
#include "mailer/queue.h"

namespace postbag::testing {

/// Text that a test knows to be right. Throws tl::bad_expected_access when it is not.
[[nodiscard]] inline Line line(std::string_view text) {
  return Line::parse(text, {"line", "the line", 0, 500}).value();
}
[[nodiscard]] inline Prose prose(std::string_view text) {
  return Prose::parse(text, {"prose", "the prose", 0, 1'000'000}).value();
}
[[nodiscard]] inline EmailAddress address(std::string_view text) {
  return EmailAddress::parse(text).value();
}

/// 2026-11-22T09:30:00Z, where ManualClock starts.
[[nodiscard]] inline Instant sample_time() {
  return from_milliseconds(1'795'339'800'000);
}

/// A letter on its way, ready to be sent.
[[nodiscard]] inline mailer::Message sample_message() {
  mailer::Message message;
  message.message_id = "iYvTjMq5Q0a2x1yZ3bC4dE@letters.example.org";
  message.date = sample_time();
  message.from_name = line("Jo Bloggs");
  message.from = address("letters@example.org");
  message.envelope_sender = address("bounce+iYvTjMq5Q0a2x1yZ3bC4dE@bounces.example.org");
  message.reply_to_name = line("Jo Bloggs");
  message.reply_to = address("jo@example.org");
  message.to_name = line("The Member");
  message.to = address("member@example.org");
  message.subject = line("Back-to-work schemes");
  message.body = prose("Dear Member,\n\nPlease write to the minister.\n\nJo Bloggs");
  return message;
}

/// A claimed letter; `id` also makes its public id.
[[nodiscard]] inline mailer::Job sample_job(std::int64_t id) {
  mailer::Job job;
  job.id = id;
  job.public_id = "letter-" + std::to_string(id);
  job.message_id = job.public_id + "@letters.example.org";
  job.supporter_name = line("Jo Bloggs");
  job.supporter_email = address("jo@example.org");
  job.constituency = "E14001063";
  job.member = "1";
  job.subject = line("Back-to-work schemes");
  job.body = prose("Dear Member,\n\nPlease write to the minister.\n\nJo Bloggs");
  job.queued_at = sample_time();
  return job;
}

}  // namespace postbag::testing
