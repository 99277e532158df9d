//! Commands of an operator at a shell, in somebody's name.
//!
//! The roles of that account are checked as always. What only a platform can say (who manages a
//! room, who may found a community) the operator vouches for.

use serde_json::Value;

use crate::domain::body::Body;
use crate::domain::ids::{AccountRef, PostId, RoomRef};
use crate::flow::House;

use super::desk::{Call, answer};
use super::parse;
use super::reply::{Reply, Says};

/// A command given at a shell, in somebody's name.
#[derive(Debug, Clone)]
pub struct Exec {
    /// In whose name.
    pub account: AccountRef,
    /// As if said in this room.
    pub room: Option<RoomRef>,
    /// In which community.
    pub community: Option<String>,
    /// Whether questions are answered with yes beforehand.
    pub yes: bool,
    /// The command.
    pub words: String,
}

/// What came of a command, for scripts.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Whether it was done.
    pub ok: bool,
    /// Whether it could be read at all.
    pub understood: bool,
    /// What came of it, in one word.
    pub code: &'static str,
    /// What is said.
    pub body: Body,
    /// What scripts read.
    pub data: Value,
}

/// Runs a command for an operator at a shell.
///
/// # Errors
/// When the database fails.
pub async fn exec(house: &House, exec: Exec) -> anyhow::Result<Answered> {
    let mut line = parse::text(&exec.words);
    if let Ok(line) = &mut line {
        line.community = line.community.take().or(exec.community);
    }
    let understood = line.is_ok();
    let now = house.now();
    let id = house.chance.with(|chance| PostId::make(now, chance));
    let call = Call {
        id: format!("exec:{id}"),
        name: exec.account.id.clone(),
        by: exec.account,
        room: exec.room,
        at: now,
        near: Vec::new(),
        aside: false,
        operator: true,
        yes: exec.yes,
        late: false,
        seen: None,
        place: None,
        line,
    };
    let reply = answer(house, call).await?;
    let reply = reply.unwrap_or_else(|| Reply::private("known", Body::default()));
    let body = match reply.says {
        Says::Body(body) => body,
        Says::Form(form) => Body::text(form.title),
    };
    Ok(Answered { ok: reply.ok, understood, code: reply.code, body, data: reply.data })
}
