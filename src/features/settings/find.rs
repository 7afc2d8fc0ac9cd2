//! From what a person names to a feature's declaration and field.

use crate::{
    discord::reply::Choice,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Feature,
        invocation::Invocation,
        locale::{Locale, say},
        settings::{Declaration, Field},
    },
};

/// A feature that has settings.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    pub name: &'static str,
    pub summary: &'static str,
    pub declaration: &'static Declaration,
}

/// A field of a feature.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub owner: Owner,
    pub field: &'static Field,
}

impl Place {
    /// How people name it: `moderation.log_channel`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.owner.name, self.field.name)
    }
}

/// All features that have settings.
pub fn owners(ctx: &Ctx) -> impl Iterator<Item = Owner> {
    let of = |feature: &&'static Feature| {
        Some(Owner { name: feature.name, summary: feature.summary, declaration: feature.settings? })
    };
    ctx.features.iter().filter_map(of)
}

/// The feature of that name; the only one, if no name is given.
pub fn owner(ctx: &Ctx, locale: Locale, name: Option<&str>) -> Result<Owner> {
    let found = match name {
        Some(name) => owners(ctx).find(|owner| owner.name == name),
        None => owners(ctx).next().filter(|_| owners(ctx).count() == 1),
    };
    found.ok_or_else(|| {
        let names = owners(ctx).map(|owner| owner.name).collect::<Vec<_>>().join(", ");
        Error::user(say!(locale, "Choose a feature that has settings: {names}.", names = names))
    })
}

/// The field of that path.
pub fn place(ctx: &Ctx, locale: Locale, path: &str) -> Result<Place> {
    let (name, field) = path.split_once('.').unwrap_or((path, ""));
    let found = owners(ctx)
        .find(|owner| owner.name == name)
        .and_then(|owner| Some(Place { owner, field: owner.declaration.field(field)? }));
    found.ok_or_else(|| {
        Error::user(say!(
            locale,
            "There is no setting “{path}”. Pick one from the suggestions.",
            path = crate::discord::limits::shorten(path, 60)
        ))
    })
}

/// The field and version that a custom_id names.
pub fn addressed(ctx: &Ctx, call: &Invocation) -> Result<(Place, i32)> {
    let (name, field): (Option<String>, Option<String>) = (call.custom_id.arg(0), call.custom_id.arg(1));
    let place = place(ctx, call.locale, &format!("{}.{}", name.unwrap_or_default(), field.unwrap_or_default()))?;
    Ok((place, call.custom_id.arg(2).unwrap_or(0)))
}

/// Features that begin with what has been typed.
pub fn suggest_owners(ctx: &Ctx, typed: &str) -> Vec<Choice> {
    owners(ctx)
        .filter(|owner| owner.name.starts_with(typed))
        .map(|owner| Choice::text(owner.name, owner.name))
        .collect()
}
