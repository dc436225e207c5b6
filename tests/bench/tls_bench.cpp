// Letters per second over STARTTLS with kept connections, queue in memory, against libcurl alone
// that sends the same bytes to the same server in turns with ours:
//   cmake --preset release && cmake --build --preset release --target tls_bench
//   build/release/tests/tls_bench [rounds] [letters] 2>/dev/null

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <curl/curl.h>

#include "base/rng.h"
#include "mailer/compose.h"
#include "mailer/crew.h"
#include "mailer/make_transport.h"
#include "tests/bench/tls_sink.h"
#include "tests/support/mail_samples.h"
#include "tests/support/memory_queue.h"

namespace {

using namespace postbag;
using namespace postbag::testing;

mailer::Job job(int id) {
  mailer::Job made = sample_job(id);
  std::string text;
  for (int i = 0; i < 15; ++i)
    text +=
        "I live in your constituency and I write because the schemes that are meant to help "
        "people with mental health problems back to work have made it harder for me.\n\n";
  made.body = prose(text);
  return made;
}

mailer::SenderSettings sender() {
  return {address("letters@example.org"), line("Postbag"), address("hello@example.org"),
          "bounces.example.org"};
}

mailer::Recipient recipient() {
  return {line("The Member"), address("member@example.org")};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double ours(const bench::TlsSink& sink, int sessions, int letters) {
  const SystemClock clock;
  SystemRng rng;
  MemoryQueue queue{clock};
  for (int id = 1; id <= letters; ++id)
    queue.add(job(id));
  mailer::TransportSettings settings;
  settings.url = "smtp://127.0.0.1:" + std::to_string(sink.port());
  settings.live = true;
  settings.ca_file = sink.certificate();
  const auto start = std::chrono::steady_clock::now();
  const mailer::Crew crew{
      {queue, clock, rng, [](const mailer::Job&) { return recipient(); }, sender(), {}, {}},
      mailer::make_transport(settings, clock).value(),
      sessions};
  if (!queue.wait_until_settled()) std::abort();
  return letters / seconds_since(start);
}

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& rest = *static_cast<std::string_view*>(data);
  const std::size_t length = rest.copy(buffer, size * count);
  rest.remove_prefix(length);
  return length;
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

/// One libcurl handle that sends the same message until `left` is used up.
void send_all(const bench::TlsSink& sink, const std::string& message, std::atomic<int>& left) {
  CURL* handle = curl_easy_init();
  curl_slist* to = curl_slist_append(nullptr, "<member@example.org>");
  const std::string url = "smtp://127.0.0.1:" + std::to_string(sink.port());
  const std::string trusted = sink.certificate();
  std::string_view rest;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(handle, CURLOPT_CAINFO, trusted.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, "<letters@example.org>");
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, ignore);
  while (left-- > 0) {
    rest = message;
    if (curl_easy_perform(handle) != CURLE_OK) std::abort();
  }
  curl_slist_free_all(to);
  curl_easy_cleanup(handle);
}

double libcurl_alone(const bench::TlsSink& sink, int sessions, int letters) {
  const std::string message = mailer::compose(mailer::message_of(job(1), recipient(), sender()));
  std::atomic<int> left{letters};
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(sessions));
    for (int i = 0; i < sessions; ++i)
      threads.emplace_back([&] { send_all(sink, message, left); });
  }
  return letters / seconds_since(start);
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): without its sink it has nothing to measure
int main(int count, char** words) {
  const int rounds = count > 1 ? std::stoi(words[1]) : 5;
  const int letters = count > 2 ? std::stoi(words[2]) : 10'000;
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const bench::TlsSink sink;
  for (const int sessions : {1, 4}) {
    std::vector<double> alone;
    std::vector<double> crew;
    for (int round = 0; round < rounds; ++round) {
      alone.push_back(libcurl_alone(sink, sessions, letters));
      crew.push_back(ours(sink, sessions, letters));
    }
    std::printf("%d session(s) over STARTTLS: libcurl alone %.0f/s, ours %.0f/s (%.2f)\n", sessions,
                median(alone), median(crew), median(crew) / median(alone));
  }
}
