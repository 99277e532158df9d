//! Which rooms are bound, as platforms have to know it: what is said elsewhere is nothing of ours.

use std::sync::Arc;

use crate::domain::ids::RoomRef;
use crate::platform::Platform;
use crate::store::StoreError;

use super::House;

/// Tells a platform its bound rooms, before it connects.
///
/// # Errors
/// When the database can't be read.
pub async fn introduce(house: &House, platform: &Arc<dyn Platform>) -> Result<(), StoreError> {
    let bound = house.store.read().await?.bound_rooms().await?;
    point_out(platform, &bound);
    Ok(())
}

/// Tells every platform its bound rooms, where these are others than were `told`.
///
/// # Errors
/// When the database can't be read.
pub async fn tell_changes(house: &House, told: &mut Vec<RoomRef>) -> Result<(), StoreError> {
    let bound = house.store.read().await?.bound_rooms().await?;
    if *told != bound {
        for platform in house.platforms.iter() {
            point_out(platform, &bound);
        }
        *told = bound;
    }
    Ok(())
}

fn point_out(platform: &Arc<dyn Platform>, bound: &[RoomRef]) {
    let name = platform.name();
    let here: Vec<RoomRef> = bound.iter().filter(|room| room.platform == name).cloned().collect();
    platform.heed(&here);
}
