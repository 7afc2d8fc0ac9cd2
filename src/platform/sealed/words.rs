//! What a message says, sealed for that message alone, and what of it stays in clear so that it can be searched.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::platform::vault::{Vault, VaultError};

/// What of a message is sealed, as Discord sends it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    pub content: String,
    pub embeds: Vec<Value>,
    pub attachments: Vec<Value>,
}

/// A tenant's keys, the newest last.
#[derive(Debug, Clone)]
pub struct Keys {
    tenant: Uuid,
    keys: Vec<Vault>,
}

impl Words {
    /// All that anybody wrote, as the index of plain messages has it: the text, and the words of embeds and file names.
    pub fn text(&self) -> String {
        let said = |part: &Value, path: &str| part.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let embed = |embed: &Value| {
            let fields = embed.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let fields = fields.iter().flat_map(|field| [said(field, "/name"), said(field, "/value")]);
            let head = ["/author/name", "/title", "/description"].map(|path| said(embed, path));
            head.into_iter().chain(fields).chain([said(embed, "/footer/text")]).flatten().collect::<Vec<_>>()
        };
        let files = self.attachments.iter().filter_map(|file| said(file, "/filename"));
        let parts = self.embeds.iter().flat_map(embed).chain(files);
        std::iter::once(self.content.clone()).chain(parts).collect::<Vec<_>>().join("\n")
    }

    /// What stays in clear beside the record: whether there was a link, how many embeds and attachments there were, and of
    /// which type. Nothing that anybody wrote.
    pub fn outline(&self) -> Self {
        let content = self.content.to_ascii_lowercase();
        let has_link = content.contains("https://") || content.contains("http://");
        let file = |attachment: &Value| match attachment.get("content_type").and_then(Value::as_str) {
            Some(kind) => json!({ "content_type": kind }),
            None => json!({}),
        };
        Self {
            content: if has_link { "https://".to_owned() } else { String::new() },
            embeds: self.embeds.iter().map(|_| json!({})).collect(),
            attachments: self.attachments.iter().map(file).collect(),
        }
    }
}

impl Keys {
    /// Keys that the vault has wrapped, each with its number, the newest last.
    pub fn unwrap(vault: &Vault, tenant: Uuid, wrapped: &[(u8, Vec<u8>)]) -> Result<Self, VaultError> {
        let unwrap = |(number, key): &(u8, Vec<u8>)| vault.unwrap_key(*number, key, &key_owner(tenant, *number));
        Ok(Self { tenant, keys: wrapped.iter().map(unwrap).collect::<Result<_, _>>()? })
    }

    /// Seals under the newest key.
    pub fn seal(&self, message: u64, words: &Words) -> Result<Vec<u8>, VaultError> {
        let key = self.keys.last().ok_or(VaultError::OtherKey)?;
        let text = serde_json::to_vec(words).map_err(|_| VaultError::Damaged)?;
        key.seal(&text, &message_owner(self.tenant, message))
    }

    /// Opens what any of the keys has sealed for this message.
    pub fn open(&self, message: u64, record: &[u8]) -> Result<Words, VaultError> {
        let owner = message_owner(self.tenant, message);
        let mut opened = self.keys.iter().map(|key| key.open(record, &owner));
        let text = opened.find(|opened| *opened != Err(VaultError::OtherKey));
        serde_json::from_slice(&text.unwrap_or(Err(VaultError::OtherKey))?).map_err(|_| VaultError::Damaged)
    }
}

/// What a tenant's wrapped key is bound to.
pub fn key_owner(tenant: Uuid, number: u8) -> String {
    format!("message_keys.wrapped/{tenant}/{number}")
}

/// What a record is bound to: its message, whether it is stored as that, as an older version or as evidence.
fn message_owner(tenant: Uuid, message: u64) -> String {
    format!("messages.sealed/{tenant}/{message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: Uuid = Uuid::from_u128(1);

    fn keys(tenant: Uuid, numbers: &[u8]) -> Keys {
        let vault = Vault::parse(&format!("1:{}", "2a".repeat(32))).unwrap();
        let wrap = |number: &u8| (*number, vault.seal(&[*number; 32], &key_owner(tenant, *number)).unwrap());
        Keys::unwrap(&vault, tenant, &numbers.iter().map(wrap).collect::<Vec<_>>()).unwrap()
    }

    fn words() -> Words {
        let attachments = vec![json!({ "filename": "secret.png", "content_type": "image/png" }), json!({ "size": 3 })];
        Words { content: "see HTTPS://a.example".to_owned(), embeds: vec![json!({ "title": "secret" })], attachments }
    }

    #[test]
    fn the_words_of_embeds_and_file_names_are_read_as_well() {
        let embed = json!({ "author": { "name": "a" }, "title": "b", "fields": [{ "name": "c", "value": "d" }] });
        let words = Words { embeds: vec![embed, json!({ "footer": { "text": "e" } })], ..words() };
        assert_eq!(words.text(), "see HTTPS://a.example\na\nb\nc\nd\ne\nsecret.png");
    }

    #[test]
    fn words_open_for_their_own_message_and_tenant_only() {
        let record = keys(TENANT, &[1]).seal(5, &words()).unwrap();
        assert_eq!(keys(TENANT, &[1]).open(5, &record), Ok(words()));
        assert_eq!(keys(TENANT, &[1]).open(6, &record), Err(VaultError::Damaged));
        assert_eq!(keys(Uuid::from_u128(2), &[1]).open(5, &record), Err(VaultError::Damaged));
    }

    #[test]
    fn an_older_key_opens_what_it_sealed_and_the_newest_seals() {
        let record = keys(TENANT, &[1]).seal(5, &words()).unwrap();
        let both = keys(TENANT, &[1, 2]);
        assert_eq!(both.open(5, &record), Ok(words()));
        assert_eq!(both.seal(5, &words()).unwrap().first(), Some(&2));
        assert_eq!(keys(TENANT, &[2]).open(5, &record), Err(VaultError::OtherKey));
        assert_eq!(keys(TENANT, &[]).seal(5, &words()), Err(VaultError::OtherKey));
    }

    #[test]
    fn what_stays_in_clear_is_nothing_that_anybody_wrote() {
        let outline = words().outline();
        assert_eq!(outline.content, "https://");
        assert_eq!(outline.embeds, [json!({})]);
        assert_eq!(outline.attachments, [json!({ "content_type": "image/png" }), json!({})]);
        assert_eq!(Words { content: "no link".to_owned(), ..Words::default() }.outline(), Words::default());
    }
}
