#include "server/store/mail_rows.h"

namespace postbag::store {

std::string key_of_staff(std::int64_t user) {
  return "staff " + std::to_string(user);
}

void queue_mail(Connection& connection, const QueuedMail& mail, std::int64_t now) {
  Query query = connection.query(
      "INSERT INTO service_mails (letter_id, public_id, supporter_key, state, created_at, due_at, "
      "message_id, language, recipient, subject, body) VALUES (:letter, :public_id, :key, "
      "'queued', :created, :due, :message_id, :language, :recipient, :subject, :body)");
  if (mail.letter) {
    query.use(*mail.letter);
  } else {
    query.use_null();
  }
  query.use(mail.public_id).use(mail.key).use(now).use(now).use(mail.message_id);
  query.use(mail.language).use(mail.recipient).use(mail.subject).use(mail.body).run();
}

}  // namespace postbag::store
