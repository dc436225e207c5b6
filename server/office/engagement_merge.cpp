#include "server/office/engagement_merge.h"

namespace postbag::office {

EngagementMerge merged(const EngagementText& base, const EngagementText& theirs,
                       const EngagementText& ours) {
  EngagementMerge merge{ours, {}};
  for (const EngagementField& field : kEngagementFields) {
    const std::string& saved = theirs.*field.text;
    const std::string& typed = ours.*field.text;
    const std::string& before = base.*field.text;
    if (typed == before) {
      merge.text.*field.text = saved;
    } else if (saved != before && saved != typed) {
      merge.contested.push_back(field.name);
    }
  }
  return merge;
}

}  // namespace postbag::office
