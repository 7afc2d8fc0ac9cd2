//! Rows of cases and what hangs on them. The tenant is the transaction's own.

mod cases;
mod effects;
mod evidence;
mod lists;
mod locks;
mod names;
mod notes;
mod personal;
mod removals;

pub use cases::{
    EndedCase, NewCase, case, delete_case, end_case, end_cases, end_cases_of_many, end_refused, expire_case,
    forget_case_words, hide_case, hold_case, is_over, open_case, open_cases, replaces, set_audit_entry,
    set_log_message, set_reason, still_runs,
};
pub use effects::{CaseEffect, EffectState, Stage, case_with_effect, effects_of_case, newest_effect};
pub use evidence::{
    Kept, Older, delete_evidence, evidence_of_case, forget_evidence, keep_around, keep_newest, store_evidence,
    unlike_evidence,
};
pub use lists::{CaseFilter, Counts, Hidden, Place, active_warnings, cases_page, counts, suggest_cases};
pub use locks::{Lock, delete_lock, insert_lock, lock_of_channel};
pub use names::names;
pub use notes::{CaseNote, NewNote, add_note, delete_notes, notes_of_case};
pub use personal::PERSONAL;
pub use removals::removals;
