//! Files on Discord's CDN: attachments and avatars. Source: Discord docs, "Reference", CDN.

/// Where files are fetched from, and nowhere else.
pub const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// The largest file that is fetched, in bytes.
pub const MAX_FILE: usize = 16 * 1024 * 1024;

/// A file's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// A name of [`HOSTS`], or the stand-in's.
    pub host: &'a str,
    /// From its first slash, with the query that signs it.
    pub path: &'a str,
}

impl<'a> Address<'a> {
    /// Reads `https://host/path`, or `http://host/path` of the stand-in for Discord if there is one. None: it is nowhere
    /// where files are fetched from.
    pub fn parse(url: &'a str, stand_in: Option<&str>) -> Option<Self> {
        let (is_plain, rest) = match url.strip_prefix("https://") {
            Some(rest) => (false, rest),
            None => (true, url.strip_prefix("http://")?),
        };
        let (host, path) = rest.split_at_checked(rest.find('/')?)?;
        Self::new(host, path, stand_in).filter(|_| is_plain == (stand_in == Some(host)))
    }

    /// The same in two parts.
    pub fn new(host: &'a str, path: &'a str, stand_in: Option<&str>) -> Option<Self> {
        let is_known = HOSTS.contains(&host) || stand_in == Some(host);
        let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#');
        let climbs = path.split(['/', '?']).any(|word| word.to_ascii_lowercase().replace("%2e", ".") == "..");
        (is_known && is_plain && !climbs && path.starts_with('/')).then_some(Self { host, path })
    }

    /// As it is fetched.
    pub fn url(&self) -> String {
        let scheme = if HOSTS.contains(&self.host) { "https" } else { "http" };
        format!("{scheme}://{}{}", self.host, self.path)
    }
}

/// The host of Discord's API where that is not Discord's own: the stand-in serves its files itself.
pub fn stand_in(api: &str) -> Option<&str> {
    api.strip_prefix("http://")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_discords_files_have_an_address() {
        let url = "https://cdn.discordapp.com/attachments/1/2/a%20b.png?ex=1&hm=2";
        assert_eq!(Address::parse(url, None).map(|address| address.url()).as_deref(), Some(url));
        for wrong in [
            "http://cdn.discordapp.com/a",
            "https://cdn.discordapp.com",
            "https://cdn.discordapp.com.evil.example/a",
            "https://user@cdn.discordapp.com/a",
            "https://cdn.discordapp.com:8080/a",
            "https://evil.example/cdn.discordapp.com/a",
            "https://cdn.discordapp.com/a/../b",
            "https://cdn.discordapp.com/a/%2E%2e/b",
            "https://cdn.discordapp.com\\@evil.example/",
            "https://cdn.discordapp.com/a b",
            "https://127.0.0.1/a",
            "ftp://cdn.discordapp.com/a",
        ] {
            assert_eq!(Address::parse(wrong, None), None, "{wrong}");
        }
    }

    #[test]
    fn the_stand_ins_files_have_one_where_there_is_a_stand_in() {
        let api = stand_in("http://127.0.0.1:8788/api/v10");
        assert!(Address::parse("http://127.0.0.1:8788/a", api).is_some());
        assert!(Address::parse("https://127.0.0.1:8788/a", api).is_none());
        assert!(Address::parse("http://127.0.0.1:8789/a", api).is_none());
        assert_eq!(stand_in("https://discord.com/api/v10"), None);
    }
}
