// A letter of 2.4 KB with 12 tags and 2 sections: mstch parsing it afresh, and ours.
//
//   cmake --preset release && cmake --build --preset release --target letter_bench
//   build/release/tests/letter_bench --benchmark_repetitions=5
//     --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true
//
// The last two lines are one command.
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <mstch/mstch.hpp>

#include "templates/letter.h"

namespace {

using postbag::templates::LetterFields;
using postbag::templates::Template;

std::string sentences(std::size_t size) {
  constexpr std::string_view sentence =
      "People with mental health problems want support that starts from them, at their own pace. ";
  std::string text;
  while (text.size() < size)
    text += sentence;
  text.resize(size);
  return text;
}

// The sections' tags are not counted among the twelve.
std::string source() {
  std::string text =
      "{{date}}\n\n{{mp_title}}\n\n{{greeting}},\n\nI live in {{constituency}} and you are my MP.\n"
      "{{#story}}\n\n{{story}}\n{{/story}}\n\n";
  text += sentences(1000) + "\n\nIn {{constituency}} we know it, {{mp_name}}.\n\n" +
          sentences(1000) + "\n\nWill you write to the minister for {{constituency}}?\n\n";
  return text +
         "Yours sincerely,\n\n{{#title}}{{title}} {{/title}}{{name}}\n{{address}}\n{{party}}\n";
}

LetterFields fields() {
  LetterFields all = postbag::templates::sample_fields();
  all.story = "I was on a scheme for a year. Nobody asked how I was.";
  return all;
}

Template parsed(std::string text, const postbag::templates::Vocabulary& vocabulary) {
  auto result = Template::parse("bench", std::move(text), vocabulary);
  if (!result) throw std::runtime_error(result.error().front().message);
  return std::move(*result);
}

mstch::map mstch_fields(const LetterFields& all) {
  return {{"mp_name", all.mp_name},
          {"mp_title", all.mp_title},
          {"greeting", postbag::templates::greeting_for(all.mp_name)},
          {"party", all.party},
          {"constituency", all.constituency},
          {"title", all.title},
          {"name", all.name},
          {"date", all.date},
          {"address", all.address},
          {"story", all.story}};
}

void mstch_afresh(benchmark::State& state) {
  mstch::config::escape = [](const std::string& text) { return text; };
  const std::string text = source();
  const mstch::node values = mstch_fields(fields());
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(mstch::render(text, values));
}
BENCHMARK(mstch_afresh);

// As the service would have to use it: the fields are another supporter's each time.
void mstch_afresh_with_fields(benchmark::State& state) {
  mstch::config::escape = [](const std::string& text) { return text; };
  const std::string text = source();
  const LetterFields all = fields();
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(mstch::render(text, mstch::node(mstch_fields(all))));
}
BENCHMARK(mstch_afresh_with_fields);

// Only the body's tokens, as mstch_afresh.
void checked_tokens(benchmark::State& state) {
  const Template body = parsed(source(), postbag::templates::letter_vocabulary());
  const LetterFields all = fields();
  const std::string greeting = postbag::templates::greeting_for(all.mp_name);
  const std::array<std::string_view, 10> values = {
      all.mp_name, all.mp_title, greeting, all.party,   all.constituency,
      all.title,   all.name,     all.date, all.address, all.story};
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(body.render(values));
}
BENCHMARK(checked_tokens);

// All that the service does: the greeting, the subject, the body, and both tidied.
void whole_letter(benchmark::State& state) {
  const Template subject =
      parsed("Back-to-work support in {{constituency}}", postbag::templates::subject_vocabulary());
  const Template body = parsed(source(), postbag::templates::letter_vocabulary());
  const LetterFields all = fields();
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(postbag::templates::render_letter(subject, body, all));
}
BENCHMARK(whole_letter);

}  // namespace

BENCHMARK_MAIN();
