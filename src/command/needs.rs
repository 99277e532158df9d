//! Who may ask for what, and how a platform acknowledges it: pure functions of the command.

use super::tree::{Challenge, Circle, Command, Community, Grade, Holiday, Me, Ritual, Role, Round};
use crate::platform::spec::Acknowledge;

/// What somebody has to be to ask for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Anyone,
    /// Somebody who takes part in the community: speaks in one of its rooms, or did.
    Member,
    /// The facilitator of the round, or a convenor.
    Facilitator,
    /// A convenor, or a steward.
    Convenor,
    /// A steward.
    Steward,
    /// Somebody who may found a community: on the operator's list, or who manages this room.
    Founder,
    /// A convenor who manages this room on its platform.
    ConvenorOfRoom,
    /// Somebody who manages this room on its platform.
    RoomManager,
}

impl Command {
    /// What somebody has to be to ask for this.
    #[must_use]
    pub fn needs(&self) -> Need {
        match self {
            Self::Help(_) | Self::Why | Self::Status => Need::Anyone,
            Self::Answer(_) | Self::Withdraw(_) => Need::Member,
            Self::Challenge(Challenge::Share(_) | Challenge::List | Challenge::Withdraw(_)) => {
                Need::Member
            }
            Self::Ritual(ritual) => ritual.needs(),
            Self::Round(
                Round::Show(_)
                | Round::Close(_)
                | Round::Repost(_)
                | Round::Topic(_)
                | Round::Note(_),
            ) => Need::Facilitator,
            Self::Setup(_) => Need::Founder,
            Self::Community(community) => community.needs(),
            Self::Circle(circle) => circle.needs(),
            Self::Role(Role::List) => Need::Member,
            Self::Role(Role::Grant(change) | Role::Revoke(change)) => match change.role {
                Grade::Facilitator => Need::Convenor,
                Grade::Convenor | Grade::Steward => Need::Steward,
            },
            Self::Me(
                Me::Show
                | Me::Zone(_)
                | Me::Language(_)
                | Me::Link(_)
                | Me::Unlink
                | Me::Export(_)
                | Me::Forget(_),
            ) => Need::Anyone,
            Self::Me(Me::Nudges(_) | Me::Consent(_)) => Need::Member,
            Self::Curate => Need::Convenor,
            // Who closed a round as its facilitator may take that back.
            Self::Undo => Need::Facilitator,
        }
    }

    /// How a platform with interactions acknowledges it.
    #[must_use]
    pub fn acknowledge(&self) -> Acknowledge {
        match self {
            Self::Help(_) => Acknowledge::Instant { private: true },
            Self::Answer(answer) if answer.is_empty() => Acknowledge::Form,
            Self::Setup(setup) if setup.is_empty() => Acknowledge::Form,
            Self::Challenge(Challenge::Share(share)) if share.text.is_none() => Acknowledge::Form,
            Self::Why
            | Self::Status
            | Self::Answer(_)
            | Self::Withdraw(_)
            | Self::Challenge(_)
            | Self::Ritual(_)
            | Self::Round(_)
            | Self::Setup(_)
            | Self::Community(_)
            | Self::Circle(_)
            | Self::Role(_)
            | Self::Me(_)
            | Self::Curate
            | Self::Undo => Acknowledge::Deferred { private: true },
        }
    }
}

impl Ritual {
    fn needs(&self) -> Need {
        match self {
            Self::Methods | Self::List | Self::Show(_) | Self::Suggest(_) => Need::Member,
            Self::Add(_)
            | Self::Edit(_)
            | Self::Preview(_)
            | Self::Start(_)
            | Self::Skip(_)
            | Self::Pause(_)
            | Self::Resume(_)
            | Self::Remove(_) => Need::Convenor,
        }
    }
}

impl Community {
    fn needs(&self) -> Need {
        match self {
            Self::Create(_) => Need::Founder,
            Self::Show | Self::Holiday(Holiday::List) => Need::Member,
            Self::Edit(_) | Self::Holiday(Holiday::Add(_) | Holiday::Remove(_)) => Need::Convenor,
        }
    }
}

impl Circle {
    fn needs(&self) -> Need {
        match self {
            Self::List => Need::Member,
            Self::Create(_) | Self::Invite(_) | Self::Unbind(_) | Self::Follow(_) => Need::Convenor,
            Self::Bind(bind) if bind.code.is_some() => Need::RoomManager,
            Self::Bind(bind) if bind.confirm.is_some() => Need::Anyone,
            Self::Bind(_) => Need::ConvenorOfRoom,
        }
    }
}
