//! A message as people name it: by the link that Discord's “Copy Message Link” gives, or by its id.

use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker},
};

/// A message, and where it is if a link says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub channel: Option<Id<ChannelMarker>>,
    pub message: Id<MessageMarker>,
}

/// Reads `https://discord.com/channels/{guild}/{channel}/{message}`, of any of Discord's clients, or an id.
pub fn read(text: &str) -> Option<Named> {
    let text = text.trim().trim_matches(['<', '>']);
    let Some((_, path)) = text.split_once("/channels/") else {
        return Some(Named { channel: None, message: id(text)? });
    };
    let mut parts = path.split('/').skip(1);
    let (channel, message) = (id(parts.next()?)?, id(parts.next()?)?);
    Some(Named { channel: Some(channel), message })
}

/// Snowflakes have had 17 digits since 2015, and will have 20 for good.
fn id<T>(text: &str) -> Option<Id<T>> {
    let is_long_enough = (17..=20).contains(&text.len());
    text.parse().ok().filter(|_| is_long_enough).and_then(Id::new_checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_ids_are_read_and_nothing_else() {
        let message = Id::new(175_928_847_299_117_063);
        let channel = Some(Id::new(175_928_847_299_117_062));
        let link = "https://discord.com/channels/175928847299117061/175928847299117062/175928847299117063";
        assert_eq!(read(link), Some(Named { channel, message }));
        assert_eq!(read(&format!("<{}>", link.replace("discord", "ptb.discord"))), Some(Named { channel, message }));
        assert_eq!(read(" 175928847299117063 "), Some(Named { channel: None, message }));
        for text in [
            "",
            "here",
            "12",
            "https://discord.com/channels/175928847299117061/175928847299117062",
            "-75928847299117063",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
