//! `export`: rounds, answers, messages and posts as files.

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::export::{self, Wish};

use super::args::Export;
use super::out;
use super::tongue::Tongue;

pub(super) async fn export(config: Config, args: Export) -> Result<(), Ending> {
    let house = daemon::attach(&config).await?;
    let wish = Wish { out: args.out, community: args.community, with_private: args.with_private };
    let written = export::export(&house, &wish).await?;
    house.store.close().await;
    let counts = [("written", written.written.into()), ("unchanged", written.unchanged.into())];
    out::say(&Tongue::of_terminal()?.say("operate-export-done", &counts));
    Ok(())
}
