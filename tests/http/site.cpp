#include "tests/http/site.h"

#include <stdexcept>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/office/parliament.h"
#include "server/store/connection.h"

namespace postbag::testing {
namespace {

const std::filesystem::path kSource{POSTBAG_SOURCE_FOLDER};

std::shared_ptr<const data::DataSet> data_set() {
  static const auto loaded = data::DataSet::load(kSource / "data/set").value();
  return loaded;
}

std::shared_ptr<const templates::Wording> wording() {
  static const auto loaded = std::make_shared<const templates::Wording>(
      templates::Wording::load(kSource / "templates").value());
  return loaded;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string unescaped(std::string text) {
  for (const auto& [from, to] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    text = replaced(std::move(text), from, to);
  return text;
}

/// The value of an attribute in a tag of ours: every one is quoted.
std::string attribute(const std::string& tag, const std::string& name) {
  const std::string opening = " " + name + "=\"";
  const std::size_t at = tag.find(opening);
  if (at == std::string::npos) return {};
  const std::size_t start = at + opening.size();
  return unescaped(tag.substr(start, tag.find('"', start) - start));
}

http::HttpSettings settings_for(const std::filesystem::path& folder) {
  http::HttpSettings settings;
  settings.threads = 8;
  settings.read_timeout = std::chrono::seconds{5};
  settings.base_url = "http://post.example.org";
  settings.secret = std::string(32, 's');
  settings.templates_folder = kSource / "templates";
  settings.sandbox_outbox = folder / "outbox";
  settings.keep_unconfirmed = std::chrono::hours{7 * 24};
  settings.keep_text = std::chrono::hours{30 * 24};
  return settings;
}

}  // namespace

Site::Site(const Adjust& adjust, http::Probes probes, Duration cancel_window)
    : database(store::Database::open(folder / "postbag.db").value()),
      store(*database, clock, rng, {}),
      staff_store(*database),
      office(*database),
      // The usual cost of a password would be most of what the tests do.
      accounts(staff_store, clock, rng, std::string(32, 's'), {4, 8, 1}),
      catalogue(store),
      correspondence(std::make_shared<campaign::Correspondence>(
          store, catalogue, data_set(), wording(), clock, rng,
          campaign::CorrespondenceSettings{
              "http://post.example.org", EmailAddress::parse("letters@postbag.example.org").value(),
              cancel_window, std::chrono::hours{7 * 24}, std::string(32, 's')},
          letter_measures)) {
  import();
  std::filesystem::create_directory(folder / "outbox");
  http::HttpSettings settings = settings_for(folder.path());
  if (adjust) adjust(settings);
  server_ = std::make_unique<http::HttpServer>(correspondence, catalogue, accounts, office, clock,
                                               settings, measures, std::move(probes));
  if (const auto listening = server_->listen(); !listening)
    throw std::runtime_error(listening.error().front().message);
  thread_ = std::jthread{[this] { server_->run(); }};
}

Site::~Site() {
  server_->stop();
}

void Site::reload(const Adjust& adjust) {
  http::HttpSettings settings = settings_for(folder.path());
  adjust(settings);
  const auto change = server_->prepare(correspondence, settings);
  if (!change) throw std::runtime_error(change.error().front().message);
  (*change)();
}

void Site::dissolve(const campaign::Dissolution& dissolution) {
  campaign::CorrespondenceSettings settings = correspondence->settings();
  settings.dissolution = dissolution;
  correspondence = std::make_shared<campaign::Correspondence>(
      store, catalogue, data_set(), wording(), clock, rng, std::move(settings), letter_measures);
  server_->replace(correspondence);
}

void Site::take_over_parliament() {
  const auto parliament = office::Parliament::read(office);
  campaign::CorrespondenceSettings settings = correspondence->settings();
  settings.dissolution = parliament.dissolution();
  correspondence = std::make_shared<campaign::Correspondence>(
      store, catalogue,
      data::DataSet::amended(data_set(), parliament.amendments(*data_set(), clock.now())),
      wording(), clock, rng, std::move(settings), letter_measures);
  server_->replace(correspondence);
}

httplib::Client Site::client() const {
  httplib::Client client{"127.0.0.1", port()};
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_read_timeout(30);
  return client;
}

std::string Site::raw(std::string_view bytes) const {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string reply;
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    while (!bytes.empty()) {
      const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    shutdown(connection, SHUT_WR);
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = recv(connection, buffer.data(), buffer.size(), 0)) > 0;)
      reply.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(connection);
  return reply;
}

void Site::import(const std::vector<std::pair<std::string, std::string>>& replacements) {
  std::string source = read_file(kSource / "templates/campaigns/back-to-work.toml");
  for (const auto& [from, to] : replacements) {
    if (source.find(from) == std::string::npos)
      throw std::runtime_error("the campaign has no " + from);
    source = replaced(std::move(source), from, to);
  }
  if (const auto imported = campaign::import_campaign(store, folder.write("test.toml", source));
      !imported)
    throw std::runtime_error(imported.error().front().message);
  catalogue.refresh();
}

std::vector<std::string> Site::waiting_mails() {
  std::vector<std::string> bodies;
  for (const auto& job : store.claim("test", 100, clock.now() + std::chrono::minutes{6})) {
    bodies.push_back(job.body.text());
    if (store.give_back({&job, 1}, "test") != 1) throw std::runtime_error("the lease was lost");
  }
  return bodies;
}

std::string Site::token_in_mail() {
  const auto bodies = waiting_mails();
  for (const std::string& body : bodies)
    if (const std::size_t at = body.find("/confirm/"); at != std::string::npos)
      return body.substr(at + 9, 44);
  throw std::runtime_error("no mail with a token waits");
}

void Site::deliver() {
  using mailer::Decision;
  for (auto jobs = store.claim("test", 100, clock.now() + std::chrono::minutes{6}); !jobs.empty();
       jobs = store.claim("test", 100, clock.now() + std::chrono::minutes{6}))
    for (const auto& job : jobs) {
      if (!store.expect_final_dot(job, "test").get())
        throw std::runtime_error("the lease was lost");
      store
          .finish(job, "test",
                  {mailer::Outcome::accepted, clock.now(), clock.now(), 250, "2.0.0", "Ok"},
                  {Decision::Next::sent, {}})
          .get();
    }
}

void Site::execute(const std::string& sql) {
  store::Connection connection{folder / "postbag.db"};
  connection.execute(sql);
}

void Site::break_store() {
  execute("ALTER TABLE letters RENAME TO letters_elsewhere");
}

void Site::mend_store() {
  execute("ALTER TABLE letters_elsewhere RENAME TO letters");
}

httplib::Result post_form(httplib::Client& client, const std::string& path, const Form& form,
                          const httplib::Headers& headers) {
  httplib::MultipartFormDataItems items;
  for (const auto& [name, value] : form)
    items.push_back({name, value, "", ""});
  return client.Post(path, headers, items);
}

Form form_of(const std::string& html) {
  Form form;
  for (std::size_t at = html.find("<input "); at != std::string::npos;
       at = html.find("<input ", at + 1)) {
    const std::string inside = html.substr(at, html.find('>', at) - at);
    const std::string type = attribute(inside, "type");
    const bool choice = type == "radio" || type == "checkbox";
    if (!choice || inside.ends_with(" checked"))
      form[attribute(inside, "name")] = attribute(inside, "value");
  }
  for (std::size_t at = html.find("<textarea"); at != std::string::npos;
       at = html.find("<textarea", at + 1)) {
    const std::size_t name = html.find("name=\"", at) + 6;
    const std::size_t value = html.find(">\n", at) + 2;
    form[html.substr(name, html.find('"', name) - name)] =
        unescaped(html.substr(value, html.find("</textarea>", value) - value));
  }
  return form;
}

nlohmann::json letter_json() {
  return {{"postcode", "DE1 1AA"},
          {"first_name", "Jo"},
          {"last_name", "Example"},
          {"email", "jo@example.org"},
          {"address", "1 Example Street\nDerby"},
          {"story", "I waited seven months."}};
}

std::string problem_field(const httplib::Result& result) {
  if (!result) throw std::runtime_error("no answer");
  if (result->get_header_value("Content-Type") != "application/problem+json")
    throw std::runtime_error("not a problem: " + result->get_header_value("Content-Type"));
  const auto json = nlohmann::json::parse(result->body);
  if (json.at("status").get<int>() != result->status ||
      json.at("title").get<std::string>().empty() || json.at("detail").get<std::string>().empty())
    throw std::runtime_error("not a whole problem: " + result->body);
  return json.contains("errors") ? json.at("errors").at(0).at("field").get<std::string>() : "";
}

httplib::Headers unless_changed(const httplib::Response& known) {
  return {{"If-None-Match", known.get_header_value("ETag")}, {"Connection", "close"}};
}

}  // namespace postbag::testing
