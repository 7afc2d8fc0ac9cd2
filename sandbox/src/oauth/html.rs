//! HTML without scripts: escaped text, and the frame of every page.

use std::fmt;

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::world::random;

/// A text in HTML, also within quotes.
pub(super) struct Text<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            letter => write!(f, "{letter}"),
        })
    }
}

/// A page with this title and body.
pub(super) fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let (nonce, title) = (hex::encode(random::<16>()), Text(title));
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"icon\" href=\"/icon.svg\"><style nonce=\"{nonce}\">{}</style></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>",
        include_str!("page.css"),
    );
    (status, headers(&nonce), Html(html)).into_response()
}

/// There is no rule for forms: theirs is answered with the way back to the application, and browsers hold that, and
/// wherever the application sends the person next, to the same rule.
fn headers(nonce: &str) -> [(HeaderName, String); 4] {
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_be_no_markup() {
        assert_eq!(
            Text("<b class='x' id=\"y\">&</b>").to_string().chars().filter(|letter| "<>\"'".contains(*letter)).count(),
            0
        );
        assert_eq!(Text("<b>&amp;").to_string(), "&lt;b&gt;&amp;amp;");
    }
}
