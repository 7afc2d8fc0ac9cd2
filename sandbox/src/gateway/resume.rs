//! RESUME, and how a session is left. Source: Discord docs, "Gateway", Resuming.

use serde_json::Value;

use super::{
    close_code,
    identify::Refused,
    link::{Link, Outbox},
};
use crate::world::World;

impl World {
    /// Goes on with a session over this connection: everything that was missed, then RESUMED. Returns the session's id.
    pub(super) fn resume(&mut self, data: &Value, link: Link) -> Result<String, Refused> {
        let malformed = Refused::Close(close_code::DECODE_ERROR);
        let application = self.authenticated(data["token"].as_str().ok_or(malformed)?)?;
        let id = data["session_id"].as_str().ok_or(malformed)?;
        let sequence = data["seq"].as_u64().ok_or(malformed)?;
        let retention = self.gateway.retention(self.now_ms());
        let found = self.gateway.sessions.get_mut(id);
        let session = found
            .filter(|session| session.identity.application == application && !session.is_over(retention))
            .ok_or(Refused::InvalidSession)?;
        if sequence > session.sequence {
            self.gateway.sessions.remove(id);
            return Err(Refused::Close(close_code::INVALID_SEQ));
        }
        if !session.can_resume_after(retention, sequence) {
            self.gateway.sessions.remove(id);
            return Err(Refused::InvalidSession);
        }
        session.resume(link, sequence);
        Ok(id.to_owned())
    }

    /// The connection has ended: the session waits to be resumed, unless it is over or has another connection by now.
    pub(super) fn leave(&mut self, session: &str, outbox: &Outbox, is_over: bool) {
        let now_ms = self.now_ms();
        let sessions = &mut self.gateway.sessions;
        let Some(found) = sessions.get_mut(session) else { return };
        if found.is_connected() && !found.is_linked_to(outbox) {
            return;
        }
        if is_over {
            sessions.remove(session);
        } else {
            found.leave(now_ms);
        }
    }
}
