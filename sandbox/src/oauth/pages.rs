//! What a person sees who is sent here: who they are, what they are asked, and what is wrong. No scripts.

use std::fmt::Write;

use axum::{http::StatusCode, response::Response};

use super::{
    form::Fields,
    html::{Text, page},
    permissions,
    request::Request,
    scope::Scope,
};
use crate::world::World;

/// Who of the world's people is it? The choice asks for the same address with their id.
pub(super) fn people(world: &World, request: &Request, query: &Fields) -> Response {
    let mut form = same_request(query);
    for user in world.users.values().filter(|user| !user.bot) {
        let (id, name) = (user.id, Text(&user.username));
        let _ = write!(form, "<button name=\"user_id\" value=\"{id}\">{name}</button>");
    }
    let body = format!("<p>to go on to {}. Nobody here has a password.</p>{form}</form>", Text(&name(world, request)));
    page(StatusCode::OK, "Choose who signs in", &body)
}

/// What is asked of the person, and of which server.
pub(super) fn consent(world: &World, request: &Request, query: &Fields, user: u64) -> Response {
    let name = name(world, request);
    let person = world.users.get(&user).map(|user| user.username.as_str()).unwrap_or_default();
    let (person, application) = (Text(person), Text(&name));
    let mut body = format!("<p>You are <strong>{person}</strong>.</p><h2>This will let {application} …</h2><ul>");
    for scope in &request.scopes {
        let _ = write!(body, "<li>{} <small>{}</small></li>", scope.words(), scope.name());
    }
    body.push_str("</ul>");
    if request.scopes.contains(&Scope::Bot) && request.permissions != 0 {
        body.push_str("<h2>The bot may …</h2><ul>");
        for words in permissions::words(request.permissions) {
            let _ = write!(body, "<li>{words}</li>");
        }
        body.push_str("</ul>");
    }
    let _ = write!(body, "<form method=\"post\"><input type=\"hidden\" name=\"user_id\" value=\"{user}\">");
    if request.installs() {
        servers(&mut body, world, request, user);
    }
    body.push_str(
        "<button name=\"decision\" value=\"authorize\">Authorize</button>\
         <button name=\"decision\" value=\"cancel\" formnovalidate>Cancel</button></form>",
    );
    let other = same_request(query);
    let _ =
        write!(body, "{other}<button name=\"user_id\" value=\"\">Not {person}? Choose somebody else</button></form>");
    page(StatusCode::OK, &format!("{name} asks for access"), &body)
}

/// The servers that the person manages. One that is fixed is the only choice.
fn servers(body: &mut String, world: &World, request: &Request, user: u64) {
    body.push_str(
        "<label for=\"guild\">Server</label><select id=\"guild\" name=\"guild_id\" required>\
         <option value=\"\">Choose a server</option>",
    );
    let is_offered = |id: u64| !request.is_guild_fixed || request.guild == Some(id);
    for guild in world.managed_by(user).filter(|guild| is_offered(guild.id)) {
        let chosen = if request.guild == Some(guild.id) { " selected" } else { "" };
        let _ = write!(body, "<option value=\"{}\"{chosen}>{}</option>", guild.id, Text(&guild.name));
    }
    body.push_str("</select>");
}

/// A request that cannot be put before anybody.
pub(super) fn wrong_request(words: &str) -> Response {
    let body = "<p>The address that you were sent here with is wrong. Its application has to mend it.</p>";
    page(StatusCode::BAD_REQUEST, words, body)
}

/// A form that says nothing that can be done.
pub(super) fn wrong_form(status: StatusCode, words: &str) -> Response {
    page(status, words, "<p>Nothing was changed. Go back and choose again.</p>")
}

/// The end, where no application waits for the person.
pub(super) fn done(title: &str, words: &str) -> Response {
    page(StatusCode::OK, title, &format!("<p>{}</p>", Text(words)))
}

/// A form that asks for the same address, but for the person.
fn same_request(query: &Fields) -> String {
    let mut kept: Vec<(&String, &String)> = query.iter().filter(|(name, _)| *name != "user_id").collect();
    kept.sort_unstable();
    kept.into_iter().fold("<form method=\"get\">".to_owned(), |mut form, (name, value)| {
        let _ = write!(form, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", Text(name), Text(value));
        form
    })
}

fn name(world: &World, request: &Request) -> String {
    world.applications.get(&request.application).map(|application| application.name.clone()).unwrap_or_default()
}
