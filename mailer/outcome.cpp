#include "mailer/outcome.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace postbag::mailer {
namespace {

/// An enhanced status code without its class, which the reply code knows better.
struct Status {
  int subject = 0;
  int detail = 0;
  bool operator==(const Status&) const = default;
};

/// Zeros when there is none.
Status status_of(std::string_view code) {
  Status status;
  const std::size_t second = code.rfind('.');
  if (code.size() < 5 || second < 3) return status;
  std::from_chars(code.data() + 2, code.data() + second, status.subject);
  std::from_chars(code.data() + second + 1, code.data() + code.size(), status.detail);
  return status;
}

template <std::size_t size>
bool says_any(const std::string& lower_case, const std::array<std::string_view, size>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return lower_case.find(word) != std::string::npos;
  });
}

/// A reply that put the mail off or refused it, taken apart.
struct Refusal {
  Step step;
  int code;
  Status status;
  /// In lower case, to look for words.
  std::string text;

  [[nodiscard]] bool for_good() const { return code >= 500; }
  [[nodiscard]] bool has_status() const { return status != Status{}; }
};

Refusal refusal_of(Step step, const Reply& reply) {
  std::string text = reply.text;
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return {step, reply.code, status_of(reply.enhanced_code), std::move(text)};
}

bool is_too_large(const Status& status) {
  return status == Status{2, 3} || status == Status{3, 4};
}

/// What a server says that does not take us for a client of its own. Postfix, Exim, Sendmail and
/// Exchange, in this order.
bool refuses_to_relay(const Refusal& refusal) {
  constexpr std::array<std::string_view, 4> words{"relay access denied", "relay not permitted",
                                                  "relaying denied", "unable to relay"};
  return refusal.for_good() && says_any(refusal.text, words);
}

bool is_ours_to_fix(const Refusal& refusal) {
  constexpr std::array<int, 4> passwords{530, 534, 535, 538};  // RFC 4954 section 6
  // Of X.7: passwords (8 to 12, 14: RFC 4954, RFC 5248), DKIM, SPF, reverse DNS and null MX of the
  // sender's domain (20 to 27: RFC 7372, RFC 7505), and Exchange's own for relaying, passwords and
  // sending in another's name (54, 57, 60, 64).
  constexpr std::array<int, 18> security{8,  9,  10, 11, 12, 14, 20, 21, 22,
                                         23, 24, 25, 26, 27, 54, 57, 60, 64};
  const auto has = [](const auto& numbers, int number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  };
  const auto& [subject, detail] = refusal.status;
  if (has(passwords, refusal.code) || refuses_to_relay(refusal)) return true;
  if (subject == 7 && has(security, detail)) return true;
  if (subject == 1 && (detail == 7 || detail == 8)) return true;  // our address, our domain
  // MAIL names no recipient: all letters have the same domain there, and meet the same answer.
  return refusal.step == Step::sender && refusal.for_good() && !is_too_large(refusal.status);
}

bool is_slow_down(const Refusal& refusal) {
  constexpr std::array<std::string_view, 5> words{"throttl", "too many", "too much mail",
                                                  "rate limit", "sending rate"};
  constexpr std::array<Status, 4> busy{Status{3, 1}, Status{3, 2}, Status{4, 5},
                                       Status{7, 28}};  // full, closed, congested, flooded
  if (refusal.for_good()) return false;
  return std::find(busy.begin(), busy.end(), refusal.status) != busy.end() ||
         says_any(refusal.text, words);
}

bool is_greylisted(const Refusal& refusal) {
  if (refusal.for_good()) return false;
  constexpr std::array<std::string_view, 4> words{"greylist", "graylist", "grey-list", "gray-list"};
  // There is no code for it. These three are what greylisting servers use when they do not say so.
  const bool usual = refusal.status == Status{7, 1} || refusal.status == Status{7, 0} ||
                     refusal.status == Status{2, 0};
  return says_any(refusal.text, words) ||
         (usual && refusal.step == Step::recipient && (refusal.code == 450 || refusal.code == 451));
}

bool is_mailbox_full(const Refusal& refusal) {
  constexpr std::array<std::string_view, 3> words{"quota", "mailbox full", "mailbox is full"};
  if (refusal.status == Status{2, 2}) return true;
  return !refusal.has_status() && ((refusal.code == 552 && refusal.step == Step::recipient) ||
                                   says_any(refusal.text, words));
}

bool is_policy(const Refusal& refusal) {
  constexpr std::array<std::string_view, 3> words{"spam", "blocked", "policy"};
  return refusal.status.subject == 7 || (!refusal.has_status() && says_any(refusal.text, words));
}

Outcome outcome_of_loss(Step step) {
  if (step < Step::sender) return Outcome::ours_to_fix;
  if (step < Step::content) return Outcome::lost_before_data;
  return step == Step::content ? Outcome::lost_during_data : Outcome::lost_after_data;
}

}  // namespace

std::string_view name_of(Step step) {
  constexpr std::array<std::string_view, 10> names{
      "look_up", "connect",   "tls",  "greeting", "authentication",
      "sender",  "recipient", "data", "content",  "final_dot"};
  return names.at(static_cast<std::size_t>(step));
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 11> names{
      "accepted",         "permanent",        "temporary",      "mailbox_full",
      "policy_refusal",   "greylisted",       "slow_down",      "ours_to_fix",
      "lost_before_data", "lost_during_data", "lost_after_data"};
  return names.at(static_cast<std::size_t>(outcome));
}

Outcome outcome_of(Step step, const Reply& reply) {
  if (reply.code / 100 == 2 && step == Step::final_dot) return Outcome::accepted;
  if (reply.code / 100 != 4 && reply.code / 100 != 5) return outcome_of_loss(step);
  const Refusal refusal = refusal_of(step, reply);
  if (refusal.code == 421) return Outcome::slow_down;
  if (step < Step::sender)
    return step == Step::greeting && !refusal.for_good() ? Outcome::slow_down
                                                         : Outcome::ours_to_fix;
  if (is_ours_to_fix(refusal)) return Outcome::ours_to_fix;
  if (is_mailbox_full(refusal)) return Outcome::mailbox_full;
  if (is_slow_down(refusal)) return Outcome::slow_down;
  if (is_greylisted(refusal)) return Outcome::greylisted;
  if (is_policy(refusal)) return Outcome::policy_refusal;
  return refusal.for_good() ? Outcome::permanent : Outcome::temporary;
}

}  // namespace postbag::mailer
