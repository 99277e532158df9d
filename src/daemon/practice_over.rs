//! The day the first real platform is configured: with real people about, practice is over and
//! time is real again.

use crate::domain::clock::iso;
use crate::flow::clock::{DomainClock, OFFSET, STANDING};
use crate::flow::{House, act};
use crate::platform::practice::cast;

/// The setting that says since when there is a real platform.
const SINCE: &str = "platforms.real_since";

/// Closes the rounds of practice rooms and gives up the clock's offset, once; a test clock stays
/// where it stands.
pub(super) async fn once(
    house: &House,
    clock: &DomainClock,
    test_clock: bool,
) -> anyhow::Result<()> {
    let mut tx = house.store.begin().await?;
    if tx.setting(SINCE).await?.is_some() {
        return Ok(());
    }
    for round in tx.all_open_rounds().await? {
        let rooms = tx.rooms_of(&round.circle).await?;
        if !rooms.is_empty() && rooms.iter().all(|room| room.at.platform == cast::platform()) {
            act::close(house, &mut tx, &round.id).await?;
        }
    }
    let now = house.real.now();
    tx.set_setting(SINCE, &iso(now)).await?;
    if !test_clock {
        tx.set_setting(OFFSET, "0").await?;
        tx.set_setting(STANDING, "").await?;
    }
    tx.commit().await?;
    if !test_clock {
        clock.move_to(now);
    }
    Ok(())
}
