//! Which communities are exported, and into which folders.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::daemon::Ending;
use crate::domain::community::Community;
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
    let all = reader.communities().await?;
    let only = match &wish.community {
        None => None,
        Some(name) => match reader.community_named(name).await? {
            Some(community) => Some(community.id),
            None => return Err(Ending::Usage(format!("there is no community {name:?}"))),
        },
    };
    let mut written = Written::default();
    for (community, name) in folders(all) {
        if only.as_ref().is_some_and(|only| *only != community.id) {
            continue;
        }
        let mut folder = Folder::at(wish.out.join(name));
        community::export(house, &mut reader, &community, wish.with_private, &mut folder).await?;
        written.add(folder.written);
    }
    Ok(written)
}

/// A folder for each: named after the community, and after its id too where two would be one.
fn folders(communities: Vec<Community>) -> Vec<(Community, String)> {
    let mut taken = BTreeSet::new();
    let mut named = Vec::new();
    for community in communities {
        let mut name = safe(&community.name);
        if !taken.insert(name.to_lowercase()) {
            name = format!("{name}-{}", community.id);
        }
        named.push((community, name));
    }
    named
}
