//! The commands, one file each.

pub mod ban;
pub mod case_delete;
pub mod case_hide;
pub mod case_list;
pub mod case_note;
pub mod case_reason;
pub mod case_show;
pub mod kick;
pub mod lock;
pub mod massban;
pub mod member_card;
pub mod nick;
pub mod note;
pub mod purge;
pub mod role_add;
pub mod role_remove;
pub mod slowmode;
pub mod timeout;
pub mod unban;
pub mod unlock;
pub mod untimeout;
pub mod warn;
pub mod warn_for_message;
