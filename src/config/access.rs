//! `[access]`: who may found communities, and whose invitations the bot follows.

use super::error::ConfigError;

section! {
    /// Who may found communities, and whose invitations the bot follows.
    Access at "access", always true {
        /// Accounts and servers that may create a community. Default: who may manage the Discord
        /// server, and on Matrix who may change the power levels of the room.
        create_community: Option<Vec<String>> = None
            => r#"["discord:server:123", "matrix:user:@ana:example.org"]"#,
        /// Whose invitations to Matrix rooms are accepted. Default: the bot's own server.
        accept_invites_from: Option<Vec<String>> = None => r#"["matrix:server:example.org"]"#,
        /// Accounts of whoever runs this install: they may verify the bot's Matrix device, as
        /// convenors may.
        operators: Vec<String> = Vec::new() => r#"["matrix:user:@ana:example.org"]"#,
    }
}

impl Access {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        check("access.create_community", self.create_community.as_deref())?;
        check("access.accept_invites_from", self.accept_invites_from.as_deref())?;
        check("access.operators", Some(&self.operators))?;
        match self.operators.iter().find(|entry| !entry.contains(":user:")) {
            None => Ok(()),
            Some(entry) => Err(ConfigError::wrong(
                "access.operators",
                format!("{entry:?} should read PLATFORM:user:ID: a server is nobody"),
            )),
        }
    }
}

fn check(key: &str, entries: Option<&[String]>) -> Result<(), ConfigError> {
    let wrong = entries.unwrap_or_default().iter().find(|entry| !reads_well(entry));
    match wrong {
        None => Ok(()),
        Some(entry) => Err(ConfigError::wrong(
            key,
            format!("{entry:?} should read PLATFORM:user:ID or PLATFORM:server:ID"),
        )),
    }
}

fn reads_well(entry: &str) -> bool {
    let mut parts = entry.splitn(3, ':');
    let platform = parts.next().unwrap_or_default();
    let kind = parts.next().unwrap_or_default();
    let id = parts.next().unwrap_or_default();
    matches!(platform, "discord" | "matrix" | "practice")
        && matches!(kind, "user" | "server")
        && !id.is_empty()
}
