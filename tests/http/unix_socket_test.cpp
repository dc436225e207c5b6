#include <algorithm>
#include <array>
#include <barrier>
#include <optional>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <httplib.h>
#include <sys/stat.h>

#include "server/http/listener.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace postbag::http;
using postbag::testing::TemporaryFolder;

Exchange says_yes() {
  return {[](const Request& request, const Answer& answer) {
            answer({200, "text/plain", "yes," + request.client, {}});
          },
          [](const Refusal& refusal) {
            return Response{refusal.status, "text/plain", "no", {}};
          }};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_unix_socket_is_for_its_owner_and_group_and_leaves_nothing_behind) {
  postbag::http::ConnectionMeasures measures;
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "front";
  {
    Listener listener{{}, says_yes(), measures};
    BOOST_REQUIRE(listener.bind(path));
    struct stat found {};
    BOOST_REQUIRE(stat(path.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 0777U) == 0660U);
    const std::jthread loop{[&] { listener.run(); }};
    httplib::Client client{path.string()};
    client.set_address_family(AF_UNIX);
    const auto result = client.Get("/");
    listener.stop();
    BOOST_REQUIRE(result);
    BOOST_TEST(result->body == "yes,");
  }
  BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(of_many_that_find_a_dead_process_s_socket_at_once_one_takes_its_place) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "front";
  for (int round = 0; round < 50; ++round) {
    {
      auto left = listen_on(path);
      BOOST_REQUIRE(left);
      std::filesystem::rename(path, folder / "left");
    }
    std::filesystem::rename(folder / "left", path);
    constexpr int kStarts = 4;
    std::barrier together{kStarts};
    std::array<std::optional<ListeningSocket>, kStarts> taken;
    {
      std::vector<std::jthread> starts;
      for (auto& mine : taken)
        starts.emplace_back([&] {
          together.arrive_and_wait();
          if (auto listening = listen_on(path)) mine = std::move(*listening);
        });
    }
    BOOST_TEST(std::count_if(taken.begin(), taken.end(),
                             [](const auto& mine) { return mine.has_value(); }) == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_socket_in_use_or_a_file_of_another_kind_is_left_alone) {
  postbag::http::ConnectionMeasures measures;
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "front";
  Listener first{{}, says_yes(), measures};
  BOOST_REQUIRE(first.bind(path));
  Listener second{{}, says_yes(), measures};
  const auto bound = second.bind(path);
  BOOST_REQUIRE(!bound);
  BOOST_TEST(bound.error().code == "address_in_use");
  const auto file = folder.write("notes.txt", "precious");
  BOOST_TEST(!second.bind(file));
  BOOST_TEST(postbag::testing::read_file(file) == "precious");
  BOOST_TEST(!second.bind(folder / "none/front"));
}

BOOST_AUTO_TEST_CASE(a_socket_that_a_dead_process_left_is_replaced) {
  postbag::http::ConnectionMeasures measures;
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "front";
  const std::filesystem::path kept = folder / "kept";
  {
    Listener dead{{}, says_yes(), measures};
    BOOST_REQUIRE(dead.bind(path));
    std::filesystem::rename(path, kept);
  }
  std::filesystem::rename(kept, path);
  Listener next{{}, says_yes(), measures};
  BOOST_TEST(next.bind(path).has_value());
}
