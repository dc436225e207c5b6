#include <iostream>

#include "data/data_set.h"
#include "server/http/api/json_text.h"
#include "server/main/commands.h"
#include "server/main/installation.h"

namespace postbag {
namespace {

void print(const data::Constituency& seat) {
  std::cout << "  " << seat.code << "  " << seat.name << " (" << seat.region << "): ";
  if (seat.member) {
    std::cout << seat.member->title << ", " << seat.member->party
              << (seat.member->email ? "" : ", no address published");
  } else {
    std::cout << (seat.seat == data::Seat::vacant ? "vacant"
                                                  : "its new Member is not in the data set yet");
  }
  std::cout << '\n';
}

void print(const data::Postcode& postcode, const data::Answer& answer) {
  std::cout << postcode.text() << ": " << data::name_of(answer.match) << '\n';
  for (const data::Constituency* seat : answer.constituencies)
    print(*seat);
  if (answer.nearby.empty()) return;
  std::cout << "nearby:\n";
  for (const data::Constituency* seat : answer.nearby)
    print(*seat);
}

}  // namespace

int lookup(const ConfigFile& file, const std::string& text, bool as_json) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  const auto data_set = data::DataSet::load(config->data.folder);
  if (!data_set) {
    complain(data_set.error());
    return kFailed;
  }
  const auto postcode = data::Postcode::parse(text);
  const auto answer =
      postcode.and_then([&](const data::Postcode& parsed) { return (*data_set)->lookup(parsed); });
  if (!answer) {
    complain(answer.error());
    return kFailed;
  }
  if (as_json) {
    std::cout << http::api::answer_json(*postcode, *answer) << '\n';
  } else {
    print(*postcode, *answer);
  }
  return kDone;
}

}  // namespace postbag
