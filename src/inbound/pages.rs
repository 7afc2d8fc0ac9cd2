//! Pages for people: HTML without a script, and the one stylesheet of all.

use super::api::harden;
use crate::{
    edge::{Answer, Inbound},
    platform::{
        ctx::Ctx,
        locale::{Language, Locale, say},
    },
};

/// The language of whoever wants a page rather than what programs read. None: a program asks.
pub fn reader(ctx: &Ctx, request: &Inbound) -> Option<Locale> {
    let is_page = request.method() == "GET" && request.header("accept")?.contains("text/html");
    is_page.then(|| ctx.locale(Language::accepted(request.header("accept-language").as_deref())))
}

/// The first page: where one can go from here.
pub fn first(ctx: &Ctx, locale: Locale) -> Answer {
    let ways = [
        ("/auth/discord", say!(locale, "Sign in with Discord")),
        ("/status", say!(locale, "How it is going")),
        ("/api/v1/docs", say!(locale, "The JSON API")),
    ];
    let ways: String = ways.iter().map(|(path, words)| format!("<li><a href=\"{path}\">{words}</a></li>\n")).collect();
    let title = say!(locale, "Operations for Discord servers");
    let body = format!("<h1>{title}</h1>\n<nav><ul>\n{ways}</ul></nav>\n");
    page(ctx, 200, &[("vary", "accept-language")], frame(locale.language.tag(), &title, &body))
}

/// How every page looks.
pub fn stylesheet(ctx: &Ctx) -> Answer {
    let headers = [("content-type", "text/css; charset=utf-8"), ("cache-control", "public, max-age=300")];
    whole(ctx, 200, &headers, include_str!("page.css").to_owned())
}

/// A page. It loads nothing but the stylesheet and sends nothing anywhere.
pub fn page(ctx: &Ctx, status: u16, headers: &[(&str, &str)], html: String) -> Answer {
    let always = [
        ("content-type", "text/html; charset=utf-8"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    whole(ctx, status, &[&always, headers].concat(), html)
}

/// The frame of a page. `title` and `body` are HTML.
pub fn frame(language: &str, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n\
         <html lang=\"{language}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Guildhall · {title}</title>\n\
         <link rel=\"stylesheet\" href=\"/page.css\">\n\
         </head>\n\
         <body>\n\
         <main>\n\
         <p class=\"name\">Guildhall</p>\n\
         {body}\
         </main>\n\
         </body>\n\
         </html>\n"
    )
}

/// Text inside HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn whole(ctx: &Ctx, status: u16, headers: &[(&str, &str)], body: String) -> Answer {
    let response = http::Response::builder().status(status);
    let response = headers.iter().fold(response, |response, (name, value)| response.header(*name, *value));
    Answer::Whole(harden(response.body(body.into()).unwrap_or_default(), ctx))
}
