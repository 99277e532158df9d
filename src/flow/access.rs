//! The operator's lists: who may found communities, and who is an operator.

use crate::domain::ids::AccountRef;

/// The operator's lists, from the configuration.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Accounts and servers that may create a community; `None` leaves it to those who may manage
    /// the room they ask in.
    pub create_community: Option<Vec<String>>,
    /// Accounts of those who run this install.
    pub operators: Vec<String>,
}

impl Access {
    /// Whether an account is one of those who run this install.
    #[must_use]
    pub fn is_operator(&self, account: &AccountRef) -> bool {
        self.operators.iter().any(|entry| admits(entry, account))
    }
}

/// Whether an entry of a list names this account, or the server it is on.
#[must_use]
pub fn admits(entry: &str, account: &AccountRef) -> bool {
    let Some((platform, rest)) = entry.split_once(':') else { return false };
    if platform != account.platform.as_str() {
        return false;
    }
    match rest.split_once(':') {
        Some(("user", id)) => account.id == id,
        Some(("server", server)) => account.id.split_once(':').is_some_and(|(_, on)| on == server),
        _ => account.id == rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ana() -> AccountRef {
        AccountRef::new("chat", "@ana:example.org")
    }

    #[test]
    fn the_list_names_accounts_and_servers() {
        for entry in
            ["chat:user:@ana:example.org", "chat:@ana:example.org", "chat:server:example.org"]
        {
            assert!(admits(entry, &ana()), "{entry}");
        }
        for entry in
            ["chat:server:org", "other:user:@ana:example.org", "chat:user:@ben:example.org", "x"]
        {
            assert!(!admits(entry, &ana()), "{entry}");
        }
    }

    #[test]
    fn without_a_list_nobody_is_an_operator() {
        assert!(!Access::default().is_operator(&ana()));
        let listed =
            Access { operators: vec!["chat:user:@ana:example.org".into()], ..Access::default() };
        assert!(listed.is_operator(&ana()));
    }
}
