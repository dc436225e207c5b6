#include "server/http/console/choice.h"

#include <variant>

namespace postbag::http::console {
namespace {

Fields fields_of(templates::Value value) {
  return std::get<Fields>(value.content());
}

}  // namespace

templates::Value choice(const View& view, std::string_view name, std::string_view label,
                        const std::vector<Option>& options, std::string_view chosen,
                        const std::vector<Error>& errors) {
  List list;
  for (const Option& option : options)
    list.emplace_back(Fields{{"option_code", option.code},
                             {"option_name", option.name},
                             {"is_chosen", option.code == chosen}});
  Fields fields = fields_of(input(view, {name, label}, chosen, errors));
  fields["is_select"] = true;
  fields["options"] = std::move(list);
  return fields;
}

templates::Value text_field(const View& view, const Field& look, int lines, std::string_view value,
                            const std::vector<Error>& errors) {
  Fields fields = fields_of(input(view, look, value, errors));
  fields["is_select"] = false;
  fields["lines"] = lines == 0 ? std::string{} : std::to_string(lines);
  fields["spellcheck"] = lines == 0 ? "false" : "true";
  return fields;
}

}  // namespace postbag::http::console
