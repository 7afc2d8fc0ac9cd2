//! The lists that are asked for.

use uuid::Uuid;

use crate::bench::tenant::GUILD;
use crate::bench::workers::Question;

/// One of them, of 100,000 items, and a page of 50 from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum List {
    /// Who changed what in the tenant.
    AuditPage,
    /// The cases of a server.
    CasesPage,
}

impl List {
    /// Those that are named, or all.
    pub fn wanted(named: &[Self]) -> Vec<Self> {
        if named.is_empty() { vec![Self::CasesPage, Self::AuditPage] } else { named.to_vec() }
    }

    /// Its address.
    pub fn path(self, tenant: Uuid) -> String {
        match self {
            Self::AuditPage => format!("/api/v1/tenants/{tenant}/audit"),
            Self::CasesPage => format!("/api/v1/tenants/{tenant}/guilds/{GUILD}/cases"),
        }
    }
}

impl Question for List {
    fn name(self) -> &'static str {
        match self {
            Self::AuditPage => "audit_page",
            Self::CasesPage => "cases_page",
        }
    }

    fn connections(self) -> usize {
        8
    }

    fn accepts(self, status: u16, body: &[u8]) -> bool {
        let items = b"\"created_at\"";
        status == 200 && body.windows(items.len()).filter(|part| part == items).count() == 50
    }
}

/// What a browser sends.
pub fn request(path: &str, cookie: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: guildhall.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0\r\n\
         Accept: application/json\r\nAccept-Language: en-GB,en;q=0.7,de;q=0.3\r\nCookie: {cookie}\r\n\r\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_page_is_right() {
        let page = |items: usize| "{\"created_at\":1}".repeat(items).into_bytes();
        assert!(List::AuditPage.accepts(200, &page(50)));
        assert!(!List::AuditPage.accepts(200, &page(49)) && !List::AuditPage.accepts(401, &page(50)));
    }
}
