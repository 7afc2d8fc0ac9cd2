//! The grammar, by example.

use serde_json::{Value, json};

use super::{
    Typing,
    mentions::written,
    outline::OptionState,
    read,
    suggest::{Suggestions, suggest as suggest_at},
};
use crate::{Permissions, Seat, World};

struct Scene {
    world: World,
    seat: Seat,
    mallory: u64,
}

fn scene() -> Scene {
    let mut world = World::new();
    let application = world.create_application("Guildhall");
    let owner = world.create_user("ada");
    let guild = world.create_guild("Demo", owner);
    let channel = *world.guilds[&guild].channels.keys().next().unwrap();
    world.install(guild, application, Permissions::BAN_MEMBERS);
    let mallory = world.create_user("mallory");
    world.join(guild, mallory, &[]);
    world.create_role(guild, "Elder", 0);
    let show = json!([{ "type": 4, "name": "number", "description": "Its number", "required": true, "autocomplete": true, "min_value": 1 }]);
    world.applications.get_mut(&application).unwrap().commands = vec![
        json!({ "id": "1", "name": "ban", "description": "Ban someone", "default_member_permissions": "4", "options": [
            { "type": 6, "name": "user", "description": "Whom", "required": true },
            { "type": 3, "name": "duration", "description": "How long" },
            { "type": 4, "name": "delete", "description": "What to delete", "choices": [
                { "name": "Nothing", "value": 0 }, { "name": "The last day", "value": 86400 } ] },
            { "type": 3, "name": "reason", "description": "Why", "max_length": 40 },
            { "type": 5, "name": "soft", "description": "Softly" },
        ] }),
        json!({ "id": "2", "name": "case", "description": "Cases", "options": [
            { "type": 1, "name": "show", "description": "Show one", "options": show },
            { "type": 1, "name": "forget", "description": "Forget one", "options": [
                { "type": 8, "name": "role", "description": "A role" }, { "type": 7, "name": "channel", "description": "A channel" },
                { "type": 7, "name": "room", "description": "A voice channel", "channel_types": [2] } ] },
        ] }),
        json!({ "id": "3", "name": "ping", "description": "Awake?" }),
    ];
    Scene { world, seat: Seat { application: 0, guild, channel, user: owner }, mallory }
}

fn options(line: &str) -> Value {
    let scene = scene();
    read(&scene.world, scene.seat, line).map(|typed| typed.options).unwrap()
}

fn mistake(line: &str) -> String {
    let scene = scene();
    read(&scene.world, scene.seat, line).unwrap_err()
}

fn suggest(world: &World, seat: Seat, line: &str) -> Suggestions {
    suggest_at(world, seat, Typing { before: line, after: "" })
}

fn labels(line: &str) -> Vec<String> {
    let scene = scene();
    suggest(&scene.world, scene.seat, line).list.into_iter().map(|suggestion| suggestion.label).collect()
}

#[test]
fn a_member_is_named_by_name_mention_or_id() {
    let scene = scene();
    let id = scene.mallory;
    for user in
        ["@mallory", "@Mallory", "mallory", " @mallory", &format!("<@{id}>"), &format!("<@!{id}>"), &id.to_string()]
    {
        let typed = read(&scene.world, scene.seat, &format!("/ban user:{user}")).unwrap();
        assert_eq!(typed.options, json!({ "user": id.to_string() }), "{user}");
        assert_eq!(typed.name, "ban");
    }
}

#[test]
fn texts_stand_in_quotes_or_run_on_until_the_next_option() {
    assert_eq!(options(r#"/ban user:@ada reason:"two \"words\"" soft:yes"#)["reason"], r#"two "words""#);
    let typed = options("/ban user:@ada reason:spam and: https://scams soft:true");
    assert_eq!((&typed["reason"], &typed["soft"]), (&json!("spam and: https://scams"), &json!(true)));
    assert_eq!(options("/ban user:@ada delete:The last day")["delete"], 86_400);
    assert_eq!(options("/ban user:@ada delete:86400")["delete"], 86_400);
}

#[test]
fn subcommands_roles_and_channels_are_found() {
    assert_eq!(options("/case show number:3"), json!({ "number": 3 }));
    assert_eq!(options("/ping"), json!({}));
    let scene = scene();
    let typed = read(&scene.world, scene.seat, "/case forget channel:#general role:@elder").unwrap();
    assert_eq!(typed.options["channel"], scene.seat.channel.to_string());
    let role = scene.world.guilds[&scene.seat.guild].roles.values().find(|role| role.name == "Elder").unwrap();
    assert_eq!(typed.options["role"], role.id.to_string());
}

#[test]
fn an_unknown_command_is_answered_with_those_there_are() {
    assert_eq!(mistake("/bann"), "There is no command /bann here. There are: /ban, /case show, /case forget, /ping.");
    assert_eq!(mistake("/case"), "/case has several parts. Say which: /case show, /case forget.");
    assert_eq!(mistake("/case shoe"), "/case has no part called shoe. There are: /case show, /case forget.");
    assert!(mistake("/").starts_with("The slash wants a name behind it. There are: /ban"));
    assert!(mistake("hello").starts_with("A command begins with a slash. There are: /ban"));
}

#[test]
fn every_mistake_in_an_option_says_what_to_write_instead() {
    for (line, words) in [
        ("/ban", "/ban still needs user: Whom. Write it as user:@name."),
        (
            "/ban user:@ada durration:7d",
            "/ban has no option called durration. It takes: user (required), duration, delete, reason, soft.",
        ),
        ("/ban user:@ada user:@ada", "The option user is there twice. Keep one of the two."),
        ("/ban user:@ada soft:maybe", "soft is yes or no, not “maybe”."),
        ("/ban user:@ada delete:all", "delete is one of these, not “all”: Nothing, The last day."),
        (
            "/ban user:@ada reason:\"spam",
            "A quotation mark is opened and never closed. Put another \" where the text ends.",
        ),
        ("/ban user:", "The option user is empty. Write it as user:@name, or leave it out."),
        ("/case show number:one", "number is a whole number, such as 1, not “one”."),
        ("/case show number:0", "number is at least 1, not 0."),
        ("/case forget channel:#nowhere", "There is no channel “#nowhere” here. There are: #general."),
        ("/case forget room:#general", "room takes another kind of channel than “#general”."),
        ("/ping now", "/ping takes no options. Leave out “now”."),
    ] {
        assert_eq!(mistake(line), words, "{line}");
    }
    assert!(mistake("/ban @mallory").starts_with("I cannot tell where “@mallory” belongs."));
    assert!(mistake("/ban user:@nobody").contains("@ada, @mallory"));
    assert!(mistake(&format!("/ban user:@ada reason:{}", "x".repeat(41))).contains("0 to 40 characters"));
}

#[test]
fn who_lacks_the_permission_is_not_offered_the_command() {
    let mut scene = scene();
    scene.seat.user = scene.mallory;
    let words = read(&scene.world, scene.seat, "/ban user:@ada").unwrap_err();
    assert!(words.starts_with("/ban is not offered to mallory"), "{words}");
    let shown = suggest(&scene.world, scene.seat, "/").list;
    assert!(shown.iter().all(|suggestion| suggestion.label != "/ban"));
}

#[test]
fn who_is_in_timeout_is_told_that_no_command_is_offered() {
    let mut scene = scene();
    scene.seat.user = scene.mallory;
    let until = scene.world.now_ms() + 60_000;
    let guild = scene.world.guilds.get_mut(&scene.seat.guild).unwrap();
    guild.members.get_mut(&scene.mallory).unwrap().communication_disabled_until_ms = Some(until);
    let words = read(&scene.world, scene.seat, "/ping").unwrap_err();
    assert!(words.starts_with("No command is offered to mallory here"), "{words}");
}

#[test]
fn commands_options_and_values_are_suggested() {
    assert_eq!(labels("/"), ["/ban", "/case forget", "/case show", "/ping"]);
    assert_eq!(labels("/sho"), ["/case show"]);
    assert_eq!(labels("/ban "), ["user:", "duration:", "delete:", "reason:", "soft:"]);
    assert_eq!(labels("/ban user:@mal"), ["@mallory"]);
    assert_eq!(labels("/ban user:@mallory d"), ["duration:", "delete:"]);
    assert_eq!(labels("/ban user:@mallory delete:last"), ["The last day"]);
    assert_eq!(labels("/ban user:@mallory soft:"), ["yes", "no"]);
    let scene = scene();
    let taken = suggest(&scene.world, scene.seat, "/ban user:@mallory delete:la");
    assert_eq!(taken.list[0].line, "/ban user:@mallory delete:\"The last day\" ");
}

#[test]
fn the_bot_is_asked_where_it_completes_by_itself() {
    let scene = scene();
    let ask = suggest(&scene.world, scene.seat, "/case show number:1").ask.unwrap();
    assert_eq!((ask.name.as_str(), ask.focused.as_str()), ("case show", "number"));
    assert_eq!(ask.options, json!({ "number": "1" }));
    let suggestions = ask.answered(&[json!({ "name": "12 · Ban", "value": 12 })]);
    assert_eq!(suggestions[0].line, "/case show number:12 ");
}

#[test]
fn a_chosen_command_is_ready_for_the_option_it_cannot_do_without() {
    let scene = scene();
    let line = |typed: &str| suggest(&scene.world, scene.seat, typed).list[0].line.clone();
    assert_eq!(line("/ba"), "/ban user:");
    assert_eq!(line("/pi"), "/ping ");
}

/// The options of a line with the caret between its two parts: a mark for each, its name, and its value.
fn outlined(before: &str, after: &str) -> Vec<String> {
    let scene = scene();
    let typing = Typing { before, after };
    let outline = suggest_at(&scene.world, scene.seat, typing).outline.unwrap();
    let brief = |option: &OptionState| {
        let mark = match (&option.value, &option.problem) {
            (None, Some(_)) => "impossible",
            (None, None) if option.required => "missing",
            (None, None) => "free",
            (Some(_), Some(_)) => "wrong",
            (Some(_), None) => "given",
        };
        let active = if option.active { " active" } else { "" };
        format!("{mark}{active} {}={}", option.name, option.value.as_deref().unwrap_or_default())
    };
    outline.options.iter().map(brief).collect()
}

#[test]
fn every_option_of_a_line_is_told_as_it_stands() {
    assert_eq!(
        outlined("/ban ", ""),
        ["missing user=", "free duration=", "free delete=", "free reason=", "free soft="]
    );
    let line = "/ban user:@nobody reason:two words soft:yes ";
    assert_eq!(
        outlined(line, ""),
        ["wrong user=@nobody", "free duration=", "free delete=", "given reason=two words", "given soft=yes"]
    );
    assert_eq!(outlined("/ban user:@mal", "")[0], "wrong active user=@mal");
    assert_eq!(outlined("/ban user:@ada rea", "")[0], "given user=@ada");
}

#[test]
fn the_option_at_the_caret_is_active_although_others_follow() {
    let options = outlined("/ban user:@mal", " reason:spam");
    assert_eq!((options[0].as_str(), options[3].as_str()), ("wrong active user=@mal", "given reason=spam"));
    let options = outlined("/ban user:@ada reason:sp", "am soft:no");
    assert_eq!((options[0].as_str(), options[3].as_str()), ("given user=@ada", "given active reason=spam"));
}

#[test]
fn what_is_wrong_with_the_line_itself_is_told_before_it_is_sent() {
    let scene = scene();
    let problem = |line: &str| suggest(&scene.world, scene.seat, line).problem;
    assert!(problem("/bann").unwrap().starts_with("There is no command /bann here."));
    assert!(problem("/ping now").unwrap().starts_with("/ping takes no options."));
    for line in ["/", "/ba", "/case", "/ban us", "/ban user:@ada"] {
        assert_eq!(problem(line), None, "{line}");
    }
}

#[test]
fn names_in_a_message_become_mentions() {
    let scene = scene();
    let guild = &scene.world.guilds[&scene.seat.guild];
    let elder = guild.roles.values().find(|role| role.name == "Elder").unwrap().id;
    let (mallory, general) = (scene.mallory, scene.seat.channel);
    for (typed, sent) in [
        ("@mallory, look at #general!", format!("<@{mallory}>, look at <#{general}>!")),
        ("@Elder and (@mallory)", format!("<@&{elder}> and (<@{mallory}>)")),
        ("@malloryx me@mallory @everyone #nowhere é@", "@malloryx me@mallory @everyone #nowhere é@".to_owned()),
    ] {
        assert_eq!(written(&scene.world, scene.seat.guild, typed), sent);
    }
}

#[test]
fn names_are_suggested_while_a_message_is_written() {
    assert_eq!(labels("hello @ma"), ["@mallory"]);
    assert_eq!(labels("hello #"), ["#general"]);
    assert_eq!(labels("hello mallory"), [""; 0]);
    let scene = scene();
    let taken = suggest(&scene.world, scene.seat, "hello @mal");
    assert_eq!(taken.list[0].line, "hello @mallory ");
}

#[test]
fn commands_are_described_in_the_persons_language_where_the_bot_has_it() {
    let mut scene = scene();
    if let Some(bot) = scene.world.applications.values_mut().next() {
        bot.commands[0]["description_localizations"] = json!({ "de": "Jemanden verbannen" });
        bot.commands[0]["options"][0]["description_localizations"] = json!({ "de": "Wen" });
    }
    let said = |scene: &Scene| {
        let outline = suggest(&scene.world, scene.seat, "/ban user:").outline.unwrap();
        (outline.about.clone(), outline.options[0].about.clone(), outline.options[1].about.clone())
    };
    assert_eq!(said(&scene), ("Ban someone".to_owned(), "Whom".to_owned(), "How long".to_owned()));
    if let Some(person) = scene.world.users.get_mut(&scene.seat.user) {
        person.locale = "de".to_owned();
    }
    assert_eq!(said(&scene), ("Jemanden verbannen".to_owned(), "Wen".to_owned(), "How long".to_owned()));
}
