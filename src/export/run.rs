//! Which communities are exported, and into which folders.

use std::path::PathBuf;

use crate::daemon::Ending;
use crate::flow::House;
use crate::knowledge::thread::safe;

use super::community;
use super::write::{Folder, Written};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The folder to write into.
    pub out: PathBuf,
    /// Only the community of this name.
    pub community: Option<String>,
    /// Moods and private words too.
    pub with_private: bool,
}

/// Writes `OUT/COMMUNITY/threads/*.md` and the JSON lines beside, for each community.
///
/// # Errors
/// When there is no such community, or a file can't be written.
pub async fn export(house: &House, wish: &Wish) -> Result<Written, Ending> {
    let mut reader = house.store.read().await?;
    let communities = match &wish.community {
        None => reader.communities().await?,
        Some(name) => match reader.community_named(name).await? {
            Some(community) => vec![community],
            None => return Err(Ending::Usage(format!("there is no community {name:?}"))),
        },
    };
    let mut written = Written::default();
    for community in communities {
        let mut folder = Folder::at(wish.out.join(safe(&community.name)));
        community::export(house, &mut reader, &community, wish.with_private, &mut folder).await?;
        written.add(folder.written);
    }
    Ok(written)
}
