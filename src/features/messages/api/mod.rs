//! Its routes. Everybody finds what they could read on Discord, and nothing else: whatever role they have here.

mod one;
mod search;

use super::ask::{Failure, Unfit};
use crate::{
    edge::{Routes, routes},
    platform::{
        api::{self, Problem, Result, rights},
        invocation::Invocation,
    },
};

pub fn routes() -> Routes {
    Routes::new().routes(routes!(search::list)).routes(routes!(one::show)).routes(routes!(one::context))
}

/// Whoever reads, as they are in the server by now.
async fn reader(room: &api::Guild<rights::Moderate>) -> Result<Invocation> {
    let call = room.invocation().await?;
    if call.interaction.member.is_none() {
        let words = "You are not in this server, so there is nothing in it that you may read. Join it first.";
        return Err(Problem::forbidden(words));
    }
    Ok(call)
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        Self::invalid(unfit.part, unfit.words)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unfit(unfit) => unfit.into(),
            Failure::Other(error) => error.into(),
        }
    }
}
