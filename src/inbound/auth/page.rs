//! The page of somebody who wanted to sign in and is not: why, and the way to try again.

use axum::response::Response;

use crate::{
    inbound::pages::{escaped, frame, page},
    platform::{
        api::Problem,
        ctx::Ctx,
        locale::{Locale, say},
    },
};

/// The page.
pub fn refusal(ctx: &Ctx, locale: Locale, problem: Problem) -> Response {
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
    page(ctx, status, &[("vary", "accept, accept-language")], frame(locale.language.tag(), &title, &body))
}
