#pragma once

#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

#include "base/change.h"
#include "base/current.h"
#include "data/data_set.h"
#include "mailer/crew.h"
#include "server/config/config.h"
#include "server/main/ledger.h"
#include "server/main/metrics.h"
#include "server/main/sitting.h"

namespace postbag {

/// The mailer inside this process: a crew that claims, addresses and sends, and that can be
/// replaced while it works. Start, change and stop it from one thread.
class MailRoom {
 public:
  /// The references must outlive it. Nothing is sent before the first change.
  MailRoom(Ledger& ledger, Metrics& metrics) : ledger_(ledger), metrics_(metrics) {}
  MailRoom(const MailRoom&) = delete;
  MailRoom& operator=(const MailRoom&) = delete;
  /// Stops.
  ~MailRoom() { stop(); }

  /// Goes over to these settings and this Parliament. Where the settings are as they were, the crew
  /// stays; else a new one begins, and the old one ends the messages that it is sending and gives
  /// the rest back. Error: `malformed_setting`.
  [[nodiscard]] Result<Change> prepare(const config::Config& config, Sitting sitting);

  /// Goes over to this Parliament alone.
  void replace(Sitting sitting);

  /// Whether every session goes on with its work. Any thread may ask.
  [[nodiscard]] bool works() const;

  /// Whether the sessions pause because their mail server is of no use. Any thread may ask.
  [[nodiscard]] bool pauses() const;

  /// The one in force. To be asked after the first change.
  [[nodiscard]] std::shared_ptr<const data::DataSet> data_set() const {
    return sitting_.get()->data_set;
  }

  /// Returns when all sessions have ended what was in hand.
  void stop();

 private:
  struct Sessions;

  [[nodiscard]] Result<mailer::Recipient> address(const mailer::Job& job) const;
  void change_crew(std::shared_ptr<Sessions> next);

  Ledger& ledger_;
  Metrics& metrics_;
  Current<const Sitting> sitting_;
  Current<Sessions> sessions_;
  /// Crews that end what they have in hand.
  std::list<std::future<void>> ending_;
};

}  // namespace postbag
