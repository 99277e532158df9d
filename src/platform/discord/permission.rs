//! What somebody may do in a channel, by Discord's own order. Pure.

use serenity::model::Permissions;
use serenity::model::id::{RoleId, UserId};

use super::shape::Overwrite;
use crate::platform::Lack;

/// What the bot needs in a room.
pub(super) const TO_SPEAK: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// What it needs to read what was said before.
pub(super) const TO_READ: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// What it needs to make threads, and to speak in them.
pub(super) const TO_THREAD: Permissions =
    Permissions::CREATE_PUBLIC_THREADS.union(Permissions::SEND_MESSAGES_IN_THREADS);

/// All that the bot asks for when it is invited.
pub(super) const WANTED: Permissions =
    TO_SPEAK.union(TO_READ).union(TO_THREAD).union(Permissions::MANAGE_MESSAGES);

/// What is left to somebody who may only read for a while.
const TIMED_OUT: Permissions = TO_READ;

/// What the bot lacks where it may do this, and Discord shows it what members write or doesn't.
pub(super) fn lacks(may: Permissions, hears: bool) -> Vec<Lack> {
    if !may.contains(Permissions::VIEW_CHANNEL) {
        return vec![Lack::Seeing];
    }
    let wanted = [
        (Lack::Speaking, may.contains(TO_SPEAK)),
        (Lack::Reading, may.contains(TO_READ)),
        (Lack::Threads, may.contains(TO_THREAD)),
        (Lack::Removing, may.contains(Permissions::MANAGE_MESSAGES)),
        (Lack::Hearing, hears),
    ];
    wanted.into_iter().filter(|(_, has)| !has).map(|(lack, _)| lack).collect()
}

/// The roles of a server, as far as permissions go.
pub(super) trait Roles {
    /// What a role may do in the whole server.
    fn permissions(&self, role: RoleId) -> Permissions;
}

/// Somebody, in a server.
pub(super) struct Who<'a> {
    pub user: UserId,
    pub roles: &'a [RoleId],
    /// Whose server it is.
    pub owns: bool,
    /// They may only read for a while.
    pub timed_out: bool,
}

impl Who<'_> {
    /// What they may do in the whole server; `everyone` is the role of everybody.
    pub(super) fn in_server(&self, everyone: RoleId, roles: &dyn Roles) -> Permissions {
        if self.owns {
            return Permissions::all();
        }
        let own = self.roles.iter().map(|role| roles.permissions(*role));
        let all = own.fold(roles.permissions(everyone), Permissions::union);
        if all.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { all }
    }

    /// What they may do in a channel: what denies and allows to everybody, then to their roles
    /// together, then to themselves.
    pub(super) fn in_channel(
        &self,
        everyone: RoleId,
        roles: &dyn Roles,
        overwrites: &[Overwrite],
    ) -> Permissions {
        let mut may = self.in_server(everyone, roles);
        if may.contains(Permissions::ADMINISTRATOR) {
            return may;
        }
        let of = |id: RoleId| overwrites.iter().filter(move |one| one.id == id);
        for one in of(everyone) {
            may = (may - one.deny) | one.allow;
        }
        let (mut deny, mut allow) = (Permissions::empty(), Permissions::empty());
        for one in self.roles.iter().filter(|role| **role != everyone).flat_map(|role| of(*role)) {
            deny |= one.deny;
            allow |= one.allow;
        }
        may = (may - deny) | allow;
        for one in overwrites.iter().filter(|one| one.id.get() == self.user.get()) {
            may = (may - one.deny) | one.allow;
        }
        if self.timed_out {
            may &= TIMED_OUT;
        }
        if may.contains(Permissions::VIEW_CHANNEL) { may } else { Permissions::empty() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    impl Roles for HashMap<RoleId, Permissions> {
        fn permissions(&self, role: RoleId) -> Permissions {
            self.get(&role).copied().unwrap_or_default()
        }
    }

    const EVERYONE: RoleId = RoleId::new(1);
    const TEAM: RoleId = RoleId::new(2);
    const BOTS: RoleId = RoleId::new(3);

    fn server() -> HashMap<RoleId, Permissions> {
        HashMap::from([(EVERYONE, TO_SPEAK), (TEAM, TO_READ), (BOTS, Permissions::empty())])
    }

    fn who(roles: &[RoleId]) -> Who<'_> {
        Who { user: UserId::new(9), roles, owns: false, timed_out: false }
    }

    fn overwrite(id: u64, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { id: RoleId::new(id), allow, deny }
    }

    #[test]
    fn roles_add_up_and_owners_and_administrators_may_all() {
        let server = server();
        assert_eq!(who(&[]).in_server(EVERYONE, &server), TO_SPEAK);
        assert_eq!(who(&[TEAM]).in_server(EVERYONE, &server), TO_SPEAK | TO_READ);
        let owner = Who { owns: true, ..who(&[]) };
        assert!(owner.in_channel(EVERYONE, &server, &[]).contains(Permissions::MANAGE_GUILD));
        let admin = HashMap::from([(BOTS, Permissions::ADMINISTRATOR)]);
        let closed = [overwrite(3, Permissions::empty(), Permissions::all())];
        assert!(who(&[BOTS]).in_channel(EVERYONE, &admin, &closed).contains(TO_SPEAK));
    }

    #[test]
    fn a_channel_narrows_for_everybody_then_for_roles_then_for_one() {
        let (server, none) = (server(), Permissions::empty());
        let closed = overwrite(1, none, Permissions::VIEW_CHANNEL);
        assert_eq!(who(&[TEAM]).in_channel(EVERYONE, &server, std::slice::from_ref(&closed)), none);
        let team = overwrite(2, Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES);
        let may = who(&[TEAM]).in_channel(EVERYONE, &server, &[closed.clone(), team.clone()]);
        assert_eq!(may, TO_READ);
        // What any role allows goes before what another denies.
        let bots = overwrite(3, Permissions::SEND_MESSAGES, none);
        let both = [closed.clone(), team.clone(), bots];
        assert!(who(&[TEAM, BOTS]).in_channel(EVERYONE, &server, &both).contains(TO_SPEAK));
        let me = overwrite(9, none, Permissions::SEND_MESSAGES);
        let may = who(&[TEAM]).in_channel(EVERYONE, &server, &[me]);
        assert!(!may.contains(Permissions::SEND_MESSAGES));
    }

    #[test]
    fn somebody_who_may_only_read_for_a_while_reads() {
        let quiet = Who { timed_out: true, ..who(&[TEAM]) };
        assert_eq!(quiet.in_channel(EVERYONE, &server(), &[]), TO_READ);
    }
}
