//! Where people reach the pages: what the operator says, else where the listener really listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::command::session::ADDRESS;
use crate::config::Config;
use crate::flow::House;

/// The address for links. One that stands for every interface is told as this machine.
pub(super) fn of(config: &Config, listening: SocketAddr) -> String {
    if let Some(url) = &config.web.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let mut at = listening;
    if at.ip().is_unspecified() {
        at.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    format!("http://{at}")
}

/// Keeps it, for commands in this process and beside it.
pub(super) async fn keep(house: &House, address: &str) -> anyhow::Result<()> {
    let mut tx = house.store.begin().await?;
    tx.set_setting(ADDRESS, address).await?;
    tx.commit().await?;
    Ok(())
}
