//! Which platforms are on, by the configuration.

use std::sync::Arc;

use anyhow::Context as _;
use async_trait::async_trait;
use url::Url;

use crate::config::{Config, DiscordAt, MatrixLogin};
use crate::domain::clock::Clock;
use crate::domain::ids::RoomRef;
use crate::flow::Platforms;
use crate::platform::discord::{self, Discord};
use crate::platform::matrix::{self, Beside, Matrix};
use crate::platform::practice::{self, Practice};
use crate::platform::{Platform, Refusal, RoomFacts};

use super::standby::{Looks, Standby};

/// The platforms of a serving process.
pub(super) struct On {
    /// Every platform that is on.
    pub all: Vec<Arc<dyn Platform>>,
    /// The practice rooms, for their page.
    pub practice: Option<Arc<Practice>>,
}

/// Opens what is configured; nothing is reached yet. `clock` is the house's, which may stand still,
/// `real` is real time.
pub(super) async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    real: Arc<dyn Clock>,
) -> anyhow::Result<On> {
    let mut on = On { all: Vec::new(), practice: None };
    if config.practice_open() {
        let dir = config.data.dir.join("practice");
        let practice = Arc::new(Practice::open(&dir, clock, &config.prefix())?);
        on.all.push(Arc::clone(&practice) as _);
        on.practice = Some(practice);
    }
    if let Some(settings) = discord_settings(config)? {
        on.all.push(Arc::new(Discord::new(settings, real)?));
    }
    if let Some(settings) = matrix_settings(config)? {
        let matrix = Arc::new(Box::pin(Matrix::connect(settings)).await?);
        on.all.push(matrix);
    }
    Ok(on)
}

/// What the Discord adapter needs to know, where Discord is on.
///
/// # Errors
/// When a secret or the authority can't be read.
pub fn discord_settings(config: &Config) -> anyhow::Result<Option<discord::Settings>> {
    let Some(set) = &config.discord else { return Ok(None) };
    let servers = |list: &Vec<String>| list.iter().filter_map(|id| id.parse().ok()).collect();
    Ok(Some(discord::Settings {
        token: set.token()?,
        way: match set.at()? {
            DiscordAt::Home => discord::Way::Home,
            DiscordAt::Proxy(url) => discord::Way::Proxy(url),
            DiscordAt::Address { address, authority } => {
                discord::Way::Address { address, authority }
            }
        },
        dir: config.data.dir.join("discord"),
        message_content: set.message_content,
        command_servers: set.command_servers.as_ref().map(servers),
    }))
}

/// What the Matrix adapter needs to know, where Matrix is on.
///
/// # Errors
/// When a secret can't be read.
pub fn matrix_settings(config: &Config) -> anyhow::Result<Option<matrix::Settings>> {
    let Some(set) = &config.matrix else { return Ok(None) };
    Ok(Some(matrix::Settings {
        homeserver: Url::parse(&set.homeserver).context("matrix.homeserver")?,
        user: set.user.clone(),
        login: match set.login()? {
            MatrixLogin::Password(password) => matrix::Login::Password(password),
            MatrixLogin::Token { token, device } => matrix::Login::Token { token, device },
        },
        dir: config.data.dir.join("matrix"),
        passphrase_file: set.passphrase_file(&config.data.dir),
        recovery_file: set.recovery_file(&config.data.dir),
        new_identity: set.new_identity,
        accept_invites_from: config.access.accept_invites_from.clone(),
        prefix: set.prefix.clone(),
    }))
}

/// What stands for the configured platforms in a process beside the one that serves.
pub(super) fn beside(config: &Config, real: Arc<dyn Clock>) -> anyhow::Result<Platforms> {
    let mut all: Vec<Arc<dyn Platform>> = Vec::new();
    if config.practice_open() {
        all.push(Arc::new(Standby {
            name: practice::cast::platform(),
            abilities: practice::ABILITIES,
            looks: Box::new(PracticeRooms),
        }));
    }
    if let Some(settings) = discord_settings(config)? {
        let beside = discord::Beside::new(settings)?;
        all.push(Arc::new(Standby {
            name: discord::NAME.into(),
            abilities: beside.abilities(),
            looks: Box::new(DiscordRooms { beside, real }),
        }));
    }
    if let Some(settings) = matrix_settings(config)? {
        all.push(Arc::new(Standby {
            name: matrix::NAME.into(),
            abilities: matrix::ABILITIES,
            looks: Box::new(Beside::new(settings)?),
        }));
    }
    Ok(Platforms::new(all))
}

struct PracticeRooms;

#[async_trait]
impl Looks for PracticeRooms {
    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        let label = practice::cast::label_of(&room.id)
            .ok_or_else(|| Refusal::Never("there is no such practice room".to_owned()))?;
        Ok(RoomFacts { label: label.to_owned(), encrypted: false, may_speak: true })
    }
}

struct DiscordRooms {
    beside: discord::Beside,
    real: Arc<dyn Clock>,
}

#[async_trait]
impl Looks for DiscordRooms {
    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        self.beside.look(room, self.real.now()).await
    }
}

#[async_trait]
impl Looks for Beside {
    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        Self::look(self, room).await
    }
}
