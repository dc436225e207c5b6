#include "server/main/metrics.h"

#include <array>
#include <charconv>

#include "base/log.h"
#include "server/http/routes.h"
#include "server/main/metrics_page.h"

namespace postbag {
namespace {

constexpr std::chrono::seconds kFiguresAge{5};
constexpr std::array<std::string_view, 6> kStatusClasses{"0xx", "1xx", "2xx", "3xx", "4xx", "5xx"};

double seconds_of(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Seconds since 1970 of a day `2026-06-27` or the first of a month `2025-05`.
double seconds_since_1970(std::string_view date) {
  const auto number = [&](std::size_t from, std::size_t count, unsigned fallback) {
    unsigned value = fallback;
    if (from < date.size()) std::from_chars(date.data() + from, date.data() + from + count, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(number(0, 4, 1970))},
                                        std::chrono::month{number(5, 2, 1)},
                                        std::chrono::day{date.size() > 7 ? number(8, 2, 1) : 1}};
  const std::chrono::seconds since = std::chrono::sys_days{day}.time_since_epoch();
  return static_cast<double>(since.count());
}

void add_front(MetricsPage& page, const http::Measures& front) {
  const auto each_route = [&](const auto& work) {
    for (std::size_t place = 0; place < front.routes().size(); ++place)
      work(http::routes()[place].name, front.routes()[place]);
    work(std::string_view{"none"}, front.none);
  };
  page.counters("postbag_http_requests_total",
                "Answers, by route and class of status; none: no such address or method; refused: "
                "no request that we take.");
  const auto add_answers = [&](std::string_view route, const std::array<Count, 6>& answers) {
    for (std::size_t digit = 2; digit < answers.size(); ++digit)
      page.add({{"route", route}, {"status", kStatusClasses[digit]}}, answers[digit]);
  };
  each_route([&](std::string_view name, const http::RouteMeasures& route) {
    add_answers(name, route.answers);
  });
  add_answers("refused", front.refused);
  page.histograms("postbag_http_request_seconds",
                  "From the whole request to its answer, by route.");
  each_route([&](std::string_view name, const http::RouteMeasures& route) {
    page.add({{"route", name}}, route.seconds);
  });
  page.gauges("postbag_http_connections", "Connections open now.");
  page.add({}, static_cast<double>(front.connections.open.value()));
  page.counters("postbag_http_connections_total", "Connections taken.");
  page.add({}, front.connections.taken);
  page.counters("postbag_http_shed_total", "Connections sent away because there were too many.");
  page.add({}, front.connections.shed);
  page.gauges("postbag_http_waiting",
              "Requests that waited for a thread when the last of them came.");
  page.add({}, static_cast<double>(front.waiting.value()));
}

void add_letters(MetricsPage& page, const campaign::Measures& letters) {
  page.counters("postbag_lookups_total",
                "Look-ups of postcodes, by how sure the answer was, or why there was none.");
  page.add("result", letters.lookups);
  page.counters("postbag_submissions_total",
                "Letters that somebody tried to submit: accepted, or the class of why not.");
  page.add("result", letters.submissions);
  page.counters("postbag_confirmations_total", "Confirmations that were tried, and why not.");
  page.add("result", letters.confirmations);
}

void add_figures(MetricsPage& page, const campaign::Figures& figures, Instant now) {
  page.gauges("postbag_letters", "Letters in the ledger, by state.");
  for (const auto& [state, count] : figures.letters)
    page.add({{"state", campaign::name_of(state)}}, static_cast<double>(count));
  page.gauges("postbag_queue_oldest_due_seconds",
              "For how long the mail that has waited longest could have left; 0: none waits.");
  const auto age = [&](const std::optional<Instant>& since) {
    return since ? std::max(0.0, seconds_of(now - *since)) : 0.0;
  };
  page.add({{"kind", "letter"}}, age(figures.oldest_due_letter));
  page.add({{"kind", "service_mail"}}, age(figures.oldest_due_service_mail));
}

void add_store(MetricsPage& page, const store::Measures& store) {
  page.histograms("postbag_store_group_size", "Transactions made durable by one commit.");
  page.add({}, store.group);
  page.histograms("postbag_store_commit_seconds", "How long a commit took.");
  page.add({}, store.commit_seconds);
  page.counters("postbag_store_undone_total", "Groups of transactions that were undone.");
  page.add({}, store.undone);
}

void add_data_set(MetricsPage& page, const data::DataSet& data_set) {
  page.gauges("postbag_data_set_timestamp_seconds",
              "The date of the data set's parts, in seconds since 1970.");
  page.add({{"part", "postcodes"}}, seconds_since_1970(data_set.postcodes_date()));
  page.add({{"part", "members"}}, seconds_since_1970(data_set.members_date()));
}

}  // namespace

void Metrics::count_attempt(const mailer::Job& job, const mailer::Attempt& attempt) {
  const Kind kind{job.kind == mailer::MailKind::letter ? "letter" : "service_mail",
                  mailer::name_of(attempt.outcome)};
  const std::lock_guard lock{attempts_mutex_};
  attempts_[kind].seconds.add(seconds_of(attempt.finished - attempt.started));
}

std::optional<campaign::Figures> Metrics::figures(campaign::Store& store) {
  const std::lock_guard lock{figures_mutex_};
  using std::chrono::steady_clock;
  if (figures_asked_at_ && steady_clock::now() - *figures_asked_at_ < kFiguresAge) return figures_;
  try {
    figures_ = store.figures();
  } catch (const std::exception&) {
    log(LogLevel::error, "metrics.store_failed");
    figures_.reset();
  }
  figures_asked_at_ = steady_clock::now();  // a failure may have taken longer than it is kept
  return figures_;
}

std::string Metrics::text(const Present& present) {
  MetricsPage page;
  page.gauges("postbag_build_info", "The program's version, as a label of 1.");
  page.add({{"version", POSTBAG_VERSION}}, 1.0);
  add_front(page, http);
  add_letters(page, letters);
  if (const auto held = figures(present.ledger.store))
    add_figures(page, *held, present.ledger.clock.now());
  page.gauges("postbag_mailer_works", "1 while the mailer in this process goes on, or has none.");
  page.add({}, present.mailer_works ? 1.0 : 0.0);
  page.gauges("postbag_mailer_paused",
              "1 while the mailer in this process pauses because its mail server is of no use.");
  page.add({}, present.mailer_pauses ? 1.0 : 0.0);
  page.histograms("postbag_delivery_seconds",
                  "Attempts to deliver and how long they took, by kind of mail and outcome.");
  {
    const std::lock_guard lock{attempts_mutex_};
    for (const auto& [kind, attempts] : attempts_)
      page.add({{"kind", kind.first}, {"outcome", kind.second}}, attempts.seconds);
  }
  add_store(page, present.ledger.measures());
  add_data_set(page, present.data_set);
  page.counters("postbag_reloads_total", "Reloads that were asked for.");
  page.add({{"result", "done"}}, reloads);
  page.add({{"result", "refused"}}, refused_reloads);
  return page.text();
}

}  // namespace postbag
