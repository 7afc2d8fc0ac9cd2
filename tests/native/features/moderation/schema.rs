//! The JSON Schema of settings, as a whole.

use guildhall::{features, platform::settings::schema};

#[test]
fn the_schema_of_moderations_settings_is_what_editors_rely_on() {
    let feature = features::ALL.iter().find(|feature| feature.name == "moderation").unwrap();
    let mut schema = schema(feature.name, feature.settings.unwrap());
    let properties = schema.as_object_mut().unwrap().remove("properties").unwrap();
    // A property each line, in the order in which people read them.
    let order = schema["x-order"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let lines = order.map(|name| format!("{name}: {}", properties[name]));
    let shown = std::iter::once(schema.to_string()).chain(lines).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(shown, @r#"
    {"$schema":"https://json-schema.org/draft/2020-12/schema","additionalProperties":false,"title":"moderation","type":"object","x-order":["log_channel","language","reason_required","message_members","warn_message","timeout_message","kick_message","ban_message","warn_thresholds","warnings_expire_after","keep_evidence","keep_evidence_for"]}
    log_channel: {"default":null,"description":"The channel where every case is posted","pattern":"^[1-9][0-9]{0,19}$","type":["string","null"],"x-kind":"channel"}
    language: {"default":"en-US","description":"The language of the log and of direct messages","enum":["en-US","de"],"type":"string"}
    reason_required: {"default":false,"description":"Whether every act needs a reason","type":"boolean"}
    message_members: {"default":true,"description":"Whether members are told in a direct message what was done and why","type":"boolean"}
    warn_message: {"default":"You were warned in {server}. Reason: {reason}","description":"What a warned member is told","maxLength":800,"minLength":1,"type":"string","x-kind":"text","x-placeholders":["server","reason","until","case","member"]}
    timeout_message: {"default":"You can't write in {server} until {until}. Reason: {reason}","description":"What a member in timeout is told","maxLength":800,"minLength":1,"type":"string","x-kind":"text","x-placeholders":["server","reason","until","case","member"]}
    kick_message: {"default":"You were removed from {server}. You may come back. Reason: {reason}","description":"What a kicked member is told","maxLength":800,"minLength":1,"type":"string","x-kind":"text","x-placeholders":["server","reason","until","case","member"]}
    ban_message: {"default":"You are banned from {server} until {until}. Reason: {reason}","description":"What a banned member is told","maxLength":800,"minLength":1,"type":"string","x-kind":"text","x-placeholders":["server","reason","until","case","member"]}
    warn_thresholds: {"default":[],"description":"What happens by itself at so many warnings","examples":[["3: timeout 1h"]],"items":{"type":"string"},"maxItems":10,"type":"array","x-kind":"lines"}
    warnings_expire_after: {"default":null,"description":"After how long a warning no longer counts","type":["string","null"],"x-kind":"duration"}
    keep_evidence: {"default":true,"description":"Whether a case keeps what its member had written, as it was then","type":"boolean"}
    keep_evidence_for: {"default":null,"description":"How long it is kept; as long as the case unless you say less","type":["string","null"],"x-kind":"duration"}
    "#);
}
