//! What a command is called, without what was given to it.

use super::{
    Challenge, Circle, Command, Community, Holiday, Me, Nudges, Ritual, Role, Round, RoundTopic,
};

impl Command {
    /// Its words, for the audit: never anybody's own.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Help(_) => "help",
            Self::Why => "why",
            Self::Status => "status",
            Self::Answer(_) => "answer",
            Self::Withdraw(_) => "withdraw",
            Self::Challenge(Challenge::Share(_)) => "challenge share",
            Self::Challenge(Challenge::List) => "challenge list",
            Self::Challenge(Challenge::Withdraw(_)) => "challenge withdraw",
            Self::Ritual(ritual) => ritual.name(),
            Self::Round(Round::Show(_)) => "round show",
            Self::Round(Round::Close(_)) => "round close",
            Self::Round(Round::Repost(_)) => "round repost",
            Self::Round(Round::Topic(RoundTopic::Add(_))) => "round topic add",
            Self::Round(Round::Topic(RoundTopic::Remove(_))) => "round topic remove",
            Self::Round(Round::Note(_)) => "round note",
            Self::Setup(_) => "setup",
            Self::Community(community) => community.name(),
            Self::Circle(Circle::Create(_)) => "circle create",
            Self::Circle(Circle::List) => "circle list",
            Self::Circle(Circle::Bind(_)) => "circle bind",
            Self::Circle(Circle::Invite(_)) => "circle invite",
            Self::Circle(Circle::Unbind(_)) => "circle unbind",
            Self::Circle(Circle::Follow(_)) => "circle follow",
            Self::Curate => "curate",
            Self::Role(Role::List) => "role list",
            Self::Role(Role::Grant(_)) => "role grant",
            Self::Role(Role::Revoke(_)) => "role revoke",
            Self::Me(Me::Show) => "me show",
            Self::Me(Me::Zone(_)) => "me zone",
            Self::Me(Me::Language(_)) => "me language",
            Self::Me(Me::Nudges(Nudges::On)) => "me nudges on",
            Self::Me(Me::Nudges(Nudges::Off)) => "me nudges off",
            Self::Me(Me::Consent(_)) => "me consent",
            Self::Me(Me::Link(_)) => "me link",
            Self::Me(Me::Unlink) => "me unlink",
            Self::Me(Me::Export(_)) => "me export",
            Self::Me(Me::Forget(_)) => "me forget",
            Self::Undo => "undo",
        }
    }
}

impl Ritual {
    fn name(&self) -> &'static str {
        match self {
            Self::Methods => "ritual methods",
            Self::Add(_) => "ritual add",
            Self::List => "ritual list",
            Self::Show(_) => "ritual show",
            Self::Edit(_) => "ritual edit",
            Self::Preview(_) => "ritual preview",
            Self::Start(_) => "ritual start",
            Self::Skip(_) => "ritual skip",
            Self::Pause(_) => "ritual pause",
            Self::Resume(_) => "ritual resume",
            Self::Remove(_) => "ritual remove",
            Self::Suggest(_) => "ritual suggest",
        }
    }
}

impl Community {
    fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "community create",
            Self::Show => "community show",
            Self::Edit(_) => "community edit",
            Self::Holiday(Holiday::Add(_)) => "community holiday add",
            Self::Holiday(Holiday::List) => "community holiday list",
            Self::Holiday(Holiday::Remove(_)) => "community holiday remove",
        }
    }
}
