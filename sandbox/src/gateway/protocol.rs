//! Numbers of the gateway and how a payload is written. Source: Discord docs, "Gateway", "Opcodes and Status Codes".

use serde_json::{Value, json};

/// Discord's numbers for what a payload is.
pub(super) mod opcode {
    pub const DISPATCH: u64 = 0;
    pub const HEARTBEAT: u64 = 1;
    pub const IDENTIFY: u64 = 2;
    pub const PRESENCE_UPDATE: u64 = 3;
    pub const VOICE_STATE_UPDATE: u64 = 4;
    pub const RESUME: u64 = 6;
    pub const RECONNECT: u64 = 7;
    pub const REQUEST_GUILD_MEMBERS: u64 = 8;
    pub const INVALID_SESSION: u64 = 9;
    pub const HELLO: u64 = 10;
    pub const HEARTBEAT_ACK: u64 = 11;
    pub const REQUEST_SOUNDBOARD_SOUNDS: u64 = 31;
}

/// Discord's numbers for why a connection was closed.
pub mod close_code {
    /// Something went wrong; resuming helps.
    pub const UNKNOWN_ERROR: u16 = 4000;
    /// No such opcode, or no such payload for it.
    pub const UNKNOWN_OPCODE: u16 = 4001;
    /// No JSON, or more than 4,096 bytes.
    pub const DECODE_ERROR: u16 = 4002;
    /// Something was sent before IDENTIFY.
    pub const NOT_AUTHENTICATED: u16 = 4003;
    /// The token is wrong, or no longer right.
    pub const AUTHENTICATION_FAILED: u16 = 4004;
    /// IDENTIFY or RESUME came twice.
    pub const ALREADY_AUTHENTICATED: u16 = 4005;
    /// RESUME named a sequence number that was never sent.
    pub const INVALID_SEQ: u16 = 4007;
    /// More than 120 payloads came in 60 seconds.
    pub const RATE_LIMITED: u16 = 4008;
    /// No heartbeat came for too long.
    pub const SESSION_TIMED_OUT: u16 = 4009;
    /// There is no such shard.
    pub const INVALID_SHARD: u16 = 4010;
    /// The shard would have too many guilds.
    pub const SHARDING_REQUIRED: u16 = 4011;
    /// There is no such version of the gateway.
    pub const INVALID_API_VERSION: u16 = 4012;
    /// There is no such intent.
    pub const INVALID_INTENTS: u16 = 4013;
    /// A privileged intent that the application was not given.
    pub const DISALLOWED_INTENTS: u16 = 4014;
}

/// Whether a session cannot be resumed after its connection was closed with this code, by whichever side.
pub(super) fn ends_session(code: u16) -> bool {
    use close_code::*;
    matches!(code, 1000 | 1001 | AUTHENTICATION_FAILED | INVALID_SEQ | SESSION_TIMED_OUT..=DISALLOWED_INTENTS)
}

/// What Discord writes beside the code.
pub(super) fn reason(code: u16) -> &'static str {
    match code {
        close_code::UNKNOWN_OPCODE => "Unknown opcode.",
        close_code::DECODE_ERROR => "Error while decoding payload.",
        close_code::NOT_AUTHENTICATED => "Not authenticated.",
        close_code::AUTHENTICATION_FAILED => "Authentication failed.",
        close_code::ALREADY_AUTHENTICATED => "Already authenticated.",
        close_code::INVALID_SEQ => "Invalid seq.",
        close_code::RATE_LIMITED => "Rate limited.",
        close_code::SESSION_TIMED_OUT => "Session timed out.",
        close_code::INVALID_SHARD => "Invalid shard.",
        close_code::SHARDING_REQUIRED => "Sharding required.",
        close_code::INVALID_API_VERSION => "Invalid API version.",
        close_code::INVALID_INTENTS => "Invalid intent(s).",
        close_code::DISALLOWED_INTENTS => "Disallowed intent(s).",
        _ => "Unknown error.",
    }
}

/// A payload that is no event.
pub(super) fn payload(opcode: u64, data: Value) -> String {
    json!({ "t": null, "s": null, "op": opcode, "d": data }).to_string()
}

/// An event; `data` is JSON. The fields stand in Discord's order, which some clients rely on.
pub(super) fn dispatch(name: &str, sequence: u64, data: &str) -> String {
    format!(r#"{{"t":"{name}","s":{sequence},"op":{},"d":{data}}}"#, opcode::DISPATCH)
}
