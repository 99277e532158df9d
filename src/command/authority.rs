//! Whether somebody may: the need of a command, checked in the transaction that acts.
//!
//! Roles are the community's own. Whether somebody manages a room is the platform's to say, and was
//! asked before the transaction; who may found a community is the operator's to say.

use crate::domain::community::{Role, Room};
use crate::domain::ids::{AccountRef, CommunityId, PlatformName};
use crate::domain::round::Round;
use crate::flow::access::admits;
use crate::store::{Reader, StoreError};

use super::ctx::Ctx;
use super::needs::Need;
use super::reply::Trouble;

/// The platform of pretend people, who have no say where real ones are.
const PRACTICE: &str = "practice";

impl Ctx<'_> {
    /// Checks that the person may ask for what needs this.
    ///
    /// # Errors
    /// When they may not, in words that say who may.
    pub async fn may(&mut self, need: Need) -> Result<(), Trouble> {
        match need {
            Need::Anyone | Need::Facilitator => Ok(()),
            Need::Member => self.takes_part().await,
            Need::Convenor => self.has_role(Role::Convenor).await,
            Need::Steward => self.has_role(Role::Steward).await,
            Need::Founder => self.may_found(),
            Need::ConvenorOfRoom => {
                self.has_role(Role::Convenor).await?;
                self.manages_room()
            }
            Need::RoomManager => self.manages_room(),
        }
    }

    /// Somebody in a room of the community takes part; elsewhere they must have before.
    async fn takes_part(&mut self) -> Result<(), Trouble> {
        let Some(community) = self.community.clone() else { return Ok(()) };
        self.is_not_pretend(&community.id).await?;
        let here = self.bound.as_ref().is_some_and(|room| room.community == community.id);
        if here || self.operator {
            return Ok(());
        }
        let member = self.tx.member(&community.id, &self.account.person).await?;
        let role = self.tx.role_of(&community.id, &self.account.at).await?;
        if member.is_some() || role > Role::Member {
            return Ok(());
        }
        Err(self.no("not-a-member", &[]))
    }

    async fn has_role(&mut self, role: Role) -> Result<(), Trouble> {
        let community = self.community().await?;
        self.is_not_pretend(&community.id).await?;
        if self.tx.role_of(&community.id, &self.account.at).await? >= role {
            return Ok(());
        }
        let code = if role == Role::Steward { "needs-steward" } else { "needs-convenor" };
        Err(self.no(code, &[("community", community.name.into())]))
    }

    /// Checks that the person runs this round: its facilitator, or a convenor. Says whether they
    /// are a convenor.
    ///
    /// # Errors
    /// When they don't.
    pub async fn runs(&mut self, round: &Round) -> Result<bool, Trouble> {
        self.is_not_pretend(&round.community).await?;
        let role = self.tx.role_of(&round.community, &self.account.at).await?;
        if role >= Role::Convenor {
            return Ok(true);
        }
        if self.tx.is_facilitator(&round.id, &self.account.at).await? {
            return Ok(false);
        }
        Err(self.no("needs-facilitator", &[]))
    }

    fn may_found(&self) -> Result<(), Trouble> {
        if self.operator {
            return Ok(());
        }
        match &self.house.access.create_community {
            Some(list) if list.iter().any(|entry| self.admits(entry)) => Ok(()),
            Some(_) => Err(self.no("needs-founder-list", &[])),
            None if self.room.is_none() => Err(self.no("needs-founder-room", &[])),
            None if self.outside.manages => Ok(()),
            None => Err(self.no("needs-room-manager", &[])),
        }
    }

    /// Whether an entry of the operator's list names the account, or the server it asks from.
    fn admits(&self, entry: &str) -> bool {
        let server = self.outside.server.as_deref();
        let at = &self.account.at;
        admits(entry, at) || server.is_some_and(|server| names(entry, at, server))
    }

    fn manages_room(&self) -> Result<(), Trouble> {
        if self.room.is_none() {
            return Err(self.no("not-in-a-room", &[]));
        }
        if self.operator || self.outside.manages {
            return Ok(());
        }
        Err(self.no("needs-room-manager", &[]))
    }

    /// Pretend people can't act in a community that has real rooms.
    async fn is_not_pretend(&mut self, community: &CommunityId) -> Result<(), Trouble> {
        let pretends = pretends(self.tx, community, &self.account.at).await?;
        if pretends { Err(self.no("practice-only", &[])) } else { Ok(()) }
    }

    /// Whether a room of this platform may be bound beside the rooms a community has: pretend and
    /// real ones don't mix.
    ///
    /// # Errors
    /// When it may not.
    pub async fn may_mix(
        &mut self,
        community: &CommunityId,
        platform: &PlatformName,
    ) -> Result<(), Trouble> {
        let rooms = self.tx.rooms().await?;
        let other = rooms.iter().any(|room| {
            room.community == *community && pretends_at(&room.at.platform) != pretends_at(platform)
        });
        if other { Err(self.no("practice-only", &[])) } else { Ok(()) }
    }

    /// Whether two accounts may be one person: a pretend person is nobody's.
    ///
    /// # Errors
    /// When they may not.
    pub fn may_join(&self, one: &AccountRef, other: &AccountRef) -> Result<(), Trouble> {
        if pretends_at(&one.platform) == pretends_at(&other.platform) {
            return Ok(());
        }
        Err(self.no("practice-only", &[]))
    }
}

/// Whether a platform is the one of practice rooms.
fn pretends_at(platform: &PlatformName) -> bool {
    platform.as_str() == PRACTICE
}

/// Whether an account is of a pretend person in a community that has real rooms.
async fn pretends(
    reader: &mut Reader,
    community: &CommunityId,
    account: &AccountRef,
) -> Result<bool, StoreError> {
    if !pretends_at(&account.platform) {
        return Ok(false);
    }
    let rooms = reader.rooms().await?;
    let real = |room: &Room| room.community == *community && !pretends_at(&room.at.platform);
    Ok(rooms.iter().any(real))
}

/// Whether an account may do at this moment what convenors of a community do.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_convenor(
    reader: &mut Reader,
    community: &CommunityId,
    account: &AccountRef,
) -> Result<bool, StoreError> {
    Ok(reader.role_of(community, account).await? >= Role::Convenor
        && !pretends(reader, community, account).await?)
}

/// Whether an entry of the operator's list names this server of the account's platform.
fn names(entry: &str, account: &AccountRef, server: &str) -> bool {
    entry == format!("{}:server:{server}", account.platform)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_where_the_platform_has_servers_of_its_own() {
        let ana = AccountRef::new("discord", "77");
        assert!(names("discord:server:5", &ana, "5"));
        assert!(!names("discord:server:55", &ana, "5") && !names("matrix:server:5", &ana, "5"));
    }
}
