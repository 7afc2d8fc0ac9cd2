//! Roles in a tenant, and the one table of what they may.

use serde::{Deserialize, Serialize};

/// What somebody is in a tenant. Each may all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Viewer,
    Moderator,
    Admin,
    Owner,
}

/// A role that is handed out by a link, or for a time: any but the owner's.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LowerRole {
    Viewer,
    Moderator,
    Admin,
}

impl From<LowerRole> for Role {
    fn from(role: LowerRole) -> Self {
        match role {
            LowerRole::Viewer => Self::Viewer,
            LowerRole::Moderator => Self::Moderator,
            LowerRole::Admin => Self::Admin,
        }
    }
}

/// Something that may be done for a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See the tenant, its servers, settings, cases, effects and counts.
    Look,
    /// Act on members; search messages that one may read on Discord.
    Moderate,
    /// Delete what a case says for good.
    DeleteCases,
    /// Change settings; grant commands; retry and cancel effects.
    Manage,
    /// Invite people, change and end memberships below one's own.
    Invite,
    /// See the audit log.
    Audit,
    /// Export and erase what is stored about a person.
    DataRights,
    /// Rename the tenant, give it an agency, let support in, make owners.
    Own,
}

impl Right {
    /// The lowest role that may.
    pub fn needs(self) -> Role {
        match self {
            Self::Look => Role::Viewer,
            Self::Moderate => Role::Moderator,
            Self::DeleteCases | Self::Manage | Self::Invite | Self::Audit | Self::DataRights => Role::Admin,
            Self::Own => Role::Owner,
        }
    }

    /// Whether those who were let in as support have it, if their role does: people and their data are the tenant's own.
    pub fn is_supports(self) -> bool {
        !matches!(self, Self::Invite | Self::DataRights | Self::Own)
    }

    /// The scope that a token needs for it.
    pub fn scope(self) -> &'static str {
        match self {
            Self::Look | Self::Audit => "read",
            Self::Moderate => "moderate",
            Self::DeleteCases | Self::Manage | Self::Invite | Self::DataRights | Self::Own => "manage",
        }
    }
}

impl Role {
    /// As the database has it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of that name.
    pub fn from_column(name: &str) -> Option<Self> {
        [Self::Viewer, Self::Moderator, Self::Admin, Self::Owner].into_iter().find(|role| role.column() == name)
    }

    /// Whether it may.
    pub fn may(self, right: Right) -> bool {
        self >= right.needs()
    }
}
