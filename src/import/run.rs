//! Which folders, in which order; that the database has to be empty.

use std::path::{Path, PathBuf};

use crate::daemon::Ending;
use crate::domain::community::Community;
use crate::domain::round::RoundState;
use crate::flow::{House, act, due, erasures, keeping};
use crate::ritual::round::TimerName;
use crate::store::Tx;

use super::read::{Broken, Source, folders};
use super::{community, round, said, waiting};

/// How much was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Communities.
    pub communities: u64,
    /// Rounds.
    pub rounds: u64,
    /// Answers.
    pub answers: u64,
    /// Messages.
    pub messages: u64,
    /// Posts.
    pub posts: u64,
    /// Whether all of it held what is private.
    pub private: bool,
}

impl From<Broken> for Ending {
    fn from(broken: Broken) -> Self {
        Self::Refused(broken.to_string())
    }
}

/// Looks whether there is an export to read, before anything is made for it.
///
/// # Errors
/// When there is none.
pub fn find(dir: &Path) -> Result<Vec<PathBuf>, Ending> {
    let found =
        folders(dir).map_err(|fault| Ending::Usage(format!("{}: {fault}", dir.display())))?;
    if found.is_empty() {
        let why = format!("{}: there is no community.json here or one folder below", dir.display());
        return Err(Ending::Usage(why));
    }
    Ok(found)
}

/// Reads an export into an empty database.
///
/// # Errors
/// When the database is not empty, there is nothing to read, or a file is broken: nothing is
/// changed then.
pub async fn import(house: &House, dir: &Path) -> Result<Imported, Ending> {
    let found = find(dir)?;
    let mut tx = house.store.begin().await?;
    if !tx.communities().await?.is_empty() || !tx.all_accounts().await?.is_empty() {
        let why =
            "the database is not empty: an import needs one in which nothing has happened yet";
        return Err(Ending::Refused(why.to_owned()));
    }
    let mut imported = Imported { private: true, ..Imported::default() };
    for folder in found {
        one(house, &mut tx, Source::at(folder), &mut imported).await?;
    }
    tx.commit().await?;
    erasures::apply(house).await?;
    Ok(imported)
}

async fn one(
    house: &House,
    tx: &mut Tx,
    source: Source,
    imported: &mut Imported,
) -> Result<(), Ending> {
    let (place, known) = community::read(tx, &source).await?;
    let community = place.community();
    imported.communities += 1;
    imported.private &= place.private;
    imported.rounds += round::rounds(house, tx, &source, &place, &known).await?;
    imported.answers += round::answers(tx, &source, &place, &known).await?;
    imported.messages += said::messages(tx, &source, &place, &known).await?;
    imported.posts += said::posts(tx, &source, &place).await?;
    waiting::read(tx, &source, &place, &known).await?;
    community::roles(tx, &source, &place).await?;
    rhythm(house, tx, &community).await?;
    Ok(())
}

/// What runs goes on: rituals come due again, open rounds end, words are kept as long as agreed.
async fn rhythm(house: &House, tx: &mut Tx, community: &Community) -> Result<(), Ending> {
    for ritual in tx.rituals(&community.id).await? {
        due::reschedule(house, tx, &ritual).await?;
    }
    for round in tx.open_rounds_of(&community.id).await? {
        if round.state == RoundState::Open {
            let owner = act::owner(&round.id);
            tx.set_timer(&owner, TimerName::Step.as_str(), round.closes_at).await?;
        }
    }
    keeping::arm(tx, community).await?;
    Ok(())
}
