#include "server/campaign/store.h"

#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

namespace postbag::campaign {

Result<LetterStatus> Store::submit(NewLetter letter) {
  const auto answer = std::make_shared<std::promise<Result<LetterStatus>>>();
  start_submit(std::move(letter),
               [answer](Result<LetterStatus> status) { answer->set_value(std::move(status)); });
  Result<LetterStatus> status = answer->get_future().get();
  if (!status && status.error().code == "store_failed")
    throw std::runtime_error(status.error().message);
  return status;
}

}  // namespace postbag::campaign
