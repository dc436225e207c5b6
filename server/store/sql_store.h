#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "base/rng.h"
#include "mailer/queue.h"
#include "server/campaign/store.h"
#include "server/store/database.h"

namespace postbag::store {

struct StoreSettings {
  /// Service mails to one address in any hour; more wait their turn. 0: no limit.
  int mails_per_hour = 5;
};

/// The ledger and the queue in one SQL database. SQLite and PostgreSQL read the same statements,
/// but for a few (store::Phrase).
class SqlStore final : public campaign::Store, public mailer::Queue {
 public:
  /// The references must outlive it.
  SqlStore(Database& database, const Clock& clock, Rng& rng, StoreSettings settings)
      : database_(database), clock_(clock), rng_(rng), settings_(settings) {}

  void import_campaign(const Slug& slug, std::string_view source) override;
  [[nodiscard]] std::vector<campaign::StoredCampaign> campaigns() override;
  [[nodiscard]] std::int64_t campaigns_revision() override;

  void start_submit(campaign::NewLetter letter, Submitted submitted) override;
  [[nodiscard]] std::optional<campaign::PendingLetter> pending(
      const campaign::ConfirmationLink& link) override;
  [[nodiscard]] Result<campaign::PendingLetter> confirm(const campaign::ConfirmationLink& link,
                                                        Duration cancel_window) override;
  [[nodiscard]] std::optional<campaign::LetterStatus> letter(std::string_view public_id) override;

  [[nodiscard]] std::optional<std::string> supporter_of(std::string_view public_id) override;
  [[nodiscard]] campaign::Person person(std::string_view supporter_key,
                                        std::int64_t limit) override;
  [[nodiscard]] Result<campaign::Withdrawn> withdraw(std::string_view supporter_key,
                                                     std::string_view public_id) override;
  [[nodiscard]] Result<void> set_consent(std::string_view supporter_key, std::string_view public_id,
                                         std::string_view wording) override;
  campaign::Erased erase(std::string_view supporter_key) override;

  [[nodiscard]] campaign::Reach reach(std::int64_t campaign_id) override;
  [[nodiscard]] Recount recount(std::int64_t campaign_id) override;
  [[nodiscard]] std::vector<std::pair<campaign::LetterState, std::int64_t>> letters_by_state(
      std::int64_t campaign_id) override;
  [[nodiscard]] std::vector<campaign::LetterRow> letters(
      const campaign::LetterSearch& search) override;
  [[nodiscard]] Result<campaign::LetterStatus> move(std::string_view public_id,
                                                    campaign::StaffAction action) override;
  [[nodiscard]] bool is_secret_of_this_ledger(std::string_view digest) override;
  void forget_secret() override;
  [[nodiscard]] bool writable() override;
  void wait_for_writer() override;
  [[nodiscard]] campaign::Figures figures() override;
  std::int64_t end_leases(const std::function<bool(std::string_view)>& is_gone,
                          const MayHaveGoneOut& may_have_gone_out) override;
  campaign::Tidied tidy(const campaign::Retention& retention) override;

  [[nodiscard]] std::vector<mailer::Job> claim(std::string_view owner, int limit,
                                               Instant lease_until) override;
  [[nodiscard]] std::future<bool> expect_final_dot(const mailer::Job& job,
                                                   std::string_view owner) override;
  [[nodiscard]] std::future<bool> finish(const mailer::Job& job, std::string_view owner,
                                         const mailer::Attempt& attempt,
                                         const mailer::Decision& decision) override;
  bool hold(const mailer::Job& job, std::string_view owner, std::string_view reason) override;
  std::size_t give_back(std::span<const mailer::Job> jobs, std::string_view owner) override;
  void wait_for_work(Duration at_most) override;
  void wake() override;

 private:
  [[nodiscard]] std::int64_t now() const { return to_milliseconds(clock_.now()); }
  [[nodiscard]] bool anything_due();

  Database& database_;
  const Clock& clock_;
  Rng& rng_;
  const StoreSettings settings_;

  std::mutex trial_mutex_;
  std::int64_t tried_at_ = -1;  ///< guarded by trial_mutex_
  std::atomic<bool> trial_worked_ = false;

  /// Wakes whoever waits for work. Shared, because a transaction that rings it may end after this
  /// store is gone.
  class Bell {
   public:
    void ring();
    void wait(Duration at_most);

   private:
    std::mutex mutex_;
    std::condition_variable rung_;
    bool ringing_ = false;
  };
  const std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
};

}  // namespace postbag::store
