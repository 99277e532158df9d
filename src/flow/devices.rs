//! The bot's own device on a platform: when it is another than before, convenors hear it once, with
//! what that means for what was said in encrypted rooms.

use std::collections::BTreeSet;

use crate::domain::community::Language;
use crate::domain::ids::{CommunityId, PlatformName};
use crate::platform::Keys;
use crate::store::Tx;

use super::{House, tidings};

/// A platform is connected: whether its device is a new one.
pub(super) async fn connected(
    house: &House,
    tx: &mut Tx,
    name: &PlatformName,
) -> anyhow::Result<()> {
    let Some(platform) = house.platforms.get(name) else { return Ok(()) };
    let Some(keys) = platform.keys() else { return Ok(()) };
    let (device, setting) = (platform.device(), format!("device.{name}"));
    let before = tx.setting(&setting).await?;
    if before.as_ref() == Some(&device) {
        return Ok(());
    }
    tx.set_setting(&setting, &device).await?;
    if before.is_none() {
        return Ok(());
    }
    tracing::warn!(platform = %name, device, "the bot is on another device than before");
    let rooms = tx.rooms().await?;
    let rooms = rooms.into_iter().filter(|room| room.at.platform == *name);
    let communities: BTreeSet<CommunityId> = rooms.map(|room| room.community).collect();
    for community in communities {
        let words = |language: &Language| words(house, language, name, &keys);
        tidings::to_convenors(house, tx, &community, &format!("device:{device}"), &words).await?;
    }
    Ok(())
}

fn words(house: &House, language: &Language, name: &PlatformName, keys: &Keys) -> String {
    let platform = house.words.say(language, &format!("platform-{name}"), &[]);
    let args = [("platform", platform.into())];
    if keys.verified && keys.backed_up {
        house.words.say(language, "device-new", &args)
    } else {
        house.words.say(language, "device-new-unwell", &args)
    }
}
