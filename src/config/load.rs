//! Reading the whole configuration: defaults, then the file, then the environment.

use std::path::Path;

use figment::Figment;
use figment::providers::{Format, Toml};
use secrecy::SecretString;
use serde::Deserialize;

use super::environment::Environment;
use super::error::ConfigError;
use super::secret::refuse_open;
use super::{Access, Data, Database, Discord, Log, Matrix, Methods, Practice, Web};

/// The file that is read when none is named; it may be missing.
pub const DEFAULT_FILE: &str = "config/samovar.toml";

/// Everything that an operator sets.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[data]`
    pub data: Data,
    /// `[database]`
    pub database: Database,
    /// `[web]`
    pub web: Web,
    /// `[practice]`
    pub practice: Practice,
    /// `[access]`
    pub access: Access,
    /// `[discord]`
    pub discord: Option<Discord>,
    /// `[matrix]`
    pub matrix: Option<Matrix>,
    /// `[methods]`
    pub methods: Methods,
    /// `[log]`
    pub log: Log,
}

/// The configuration from a file and the environment; without a named file the default one is
/// read if it is there.
///
/// # Errors
/// When the named file is missing, or a key is unknown, of the wrong kind, or can't be right.
pub fn load(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    let mut figment = Figment::new();
    if path.is_file() {
        figment = figment.merge(Toml::file_exact(path));
    } else if file.is_some() {
        return Err(ConfigError::Missing(path.to_owned()));
    }
    let config: Config = figment.clone().merge(Environment::of(environment)).extract()?;
    let in_file: Config = figment.extract()?;
    if in_file.holds_a_secret() {
        refuse_open("the file holds a secret", path)?;
    }
    config.validate()?;
    Ok(config)
}

impl Config {
    /// Whether practice rooms are open: by default only while no platform is configured.
    #[must_use]
    pub fn practice_open(&self) -> bool {
        self.practice.enabled.unwrap_or(!self.has_real_platform())
    }

    /// Whether a platform with real people is configured.
    #[must_use]
    pub fn has_real_platform(&self) -> bool {
        self.matrix.is_some() || self.discord.is_some()
    }

    /// What a command in a room begins with.
    #[must_use]
    pub fn prefix(&self) -> String {
        match &self.matrix {
            Some(matrix) => matrix.prefix.clone(),
            None => Matrix::default().prefix,
        }
    }

    /// The database's URL.
    ///
    /// # Errors
    /// As [`Database::address`].
    pub fn database_url(&self) -> Result<SecretString, ConfigError> {
        self.database.address(&self.data.dir)
    }

    /// Whether nothing outside this machine is reached or served: what a test clock asks for.
    #[must_use]
    pub fn loopback_only(&self) -> bool {
        self.web.loopback()
            && self.discord.as_ref().is_none_or(Discord::loopback)
            && self.matrix.as_ref().is_none_or(Matrix::loopback)
    }

    /// Every secret that is configured, for the logs to leave out.
    #[must_use]
    pub fn secrets(&self) -> Vec<SecretString> {
        let mut all = Vec::new();
        all.extend(self.database_url().ok().and_then(|url| Database::password(&url)));
        all.extend(self.practice.key().ok().flatten());
        all.extend(self.discord.as_ref().and_then(|discord| discord.token().ok()));
        let login = self.matrix.as_ref().and_then(|matrix| matrix.login().ok());
        all.extend(login.map(|login| match login {
            super::MatrixLogin::Password(secret) => secret,
            super::MatrixLogin::Token { token, .. } => token,
        }));
        all
    }

    fn validate(&self) -> Result<(), ConfigError> {
        self.database_url()?;
        self.web.validate()?;
        self.access.validate()?;
        self.methods.validate()?;
        self.discord.as_ref().map_or(Ok(()), Discord::validate)?;
        self.matrix.as_ref().map_or(Ok(()), Matrix::validate)?;
        let key = self.practice.key()?;
        if self.practice_open() && !self.web.loopback() && key.is_none() {
            return Err(ConfigError::wrong(
                "practice.key_file",
                "is missing: web.listen can be reached from other machines",
            ));
        }
        Ok(())
    }

    fn holds_a_secret(&self) -> bool {
        let database =
            self.database.url.as_ref().is_some_and(|url| Database::password(&url.0).is_some());
        let discord = self.discord.as_ref().is_some_and(|one| one.token.is_some());
        let matrix = self
            .matrix
            .as_ref()
            .is_some_and(|one| one.password.is_some() || one.access_token.is_some());
        database || discord || matrix
    }
}
