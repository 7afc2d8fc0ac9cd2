//! The page of somebody who wanted to sign in and is not: why, and the way to try again.

use crate::{
    edge::Answer,
    inbound::pages::{escaped, frame, page},
    platform::{
        api::Problem,
        ctx::Ctx,
        locale::{Locale, say},
    },
};

/// The page, with a cookie that is set.
pub fn refusal(ctx: &Ctx, locale: Locale, problem: Problem, cookie: Option<&str>) -> Answer {
    let (status, words) = problem.in_words(ctx, locale);
    let title = say!(locale, "You are not signed in");
    let again = say!(locale, "Sign in with Discord");
    let reference = say!(locale, "Reference: {id}", id = ctx.request_id);
    let body = format!(
        "<h1>{title}</h1>\n\
         <section class=\"degraded\">\n\
         <p>{words}</p>\n\
         <p><a href=\"/auth/discord\">{again}</a></p>\n\
         </section>\n\
         <footer><p>{reference}</p></footer>\n",
        words = escaped(&words)
    );
    let headers: Vec<_> =
        [("vary", "accept, accept-language")].into_iter().chain(cookie.map(|cookie| ("set-cookie", cookie))).collect();
    page(ctx, status, &headers, frame(locale.language.tag(), &title, &body))
}
