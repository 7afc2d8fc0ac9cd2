//! What follows by itself from a warning that is one too many.

use super::{Acting, Plan, end_of};
use crate::{
    db::Tx,
    features::moderation::{
        commands,
        model::{CaseKind, Penalty},
        store::{self, NewCase},
    },
    platform::{ctx::Ctx, error::Result, locale::say},
};

/// The act that the server has set for as many warnings as the member has now. Asked after the warning's case was
/// opened: its number makes concurrent warnings take turns, so each of them counts another total.
pub async fn escalation(ctx: &Ctx, tx: &Tx, acting: &Acting, warning: &NewCase) -> Result<Option<Plan>> {
    let (locale, now) = (ctx.locale(acting.settings.language()), ctx.arrived_at);
    if acting.settings.warn_thresholds.is_empty() {
        return Ok(None);
    }
    let since = acting.settings.warnings_last().and_then(|last| now.checked_sub(last).ok());
    let warnings = store::active_warnings(tx, warning.guild, warning.user, since).await?;
    let reached = acting.settings.warn_thresholds.iter().find(|threshold| i64::from(threshold.warnings) == warnings);
    let Some(threshold) = reached else { return Ok(None) };
    let case = NewCase {
        // A bot's user has the id of its application.
        moderator: warning.application.cast(),
        moderator_name: "Guildhall".to_owned(),
        made_by: None,
        reason: Some(say!(locale, "Warning number {warnings}", warnings = warnings)),
        ..warning.clone()
    };
    let with = |kind| NewCase { kind, ..case.clone() };
    Ok(Some(match threshold.penalty {
        Penalty::Timeout(lasting) => commands::timeout::plan(with(CaseKind::Timeout), lasting, now)?,
        Penalty::Kick => commands::kick::plan(with(CaseKind::Kick)),
        Penalty::Ban(lasting) => commands::ban::plan(with(CaseKind::Ban), end_of(ctx, lasting)?, 0),
    }))
}
