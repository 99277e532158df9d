//! Why Discord closes a connection: what can go on, and what an operator has to mend.

/// What follows from the end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The session goes on over a new connection.
    Resume,
    /// A new session.
    Identify,
    /// Nothing: trying again is pointless.
    Never,
}

/// What follows from a close with this code, or without one.
pub(super) fn after(code: Option<u16>) -> After {
    match code {
        Some(4004 | 4010..=4014) => After::Never,
        // An invalid sequence number, or a session that is too old.
        Some(4007 | 4009) => After::Identify,
        _ => After::Resume,
    }
}

/// What an operator can do about a close that ends everything.
pub(super) fn mend(code: u16) -> &'static str {
    match code {
        4004 => TOKEN,
        4010 => {
            "Discord says that this connection's share of the servers is wrong (4010). That is a \
             fault of Samovar: please report it"
        }
        4011 => {
            "the bot is on more servers than its connections may carry (4011): start again, and \
             Samovar opens as many as Discord recommends"
        }
        4012 => {
            "Discord does not speak this version of its gateway any more (4012): update Samovar"
        }
        4013 => {
            "Discord says that the intents are invalid (4013). That is a fault of Samovar: please \
             report it"
        }
        _ => {
            "Discord does not let this application read what members write (4014): switch on \
             \"Message Content Intent\" in the Developer Portal under Bot, or set \
             discord.message_content = false; then start again"
        }
    }
}

/// The mend of a token that is not taken.
pub(super) const TOKEN: &str = "Discord refuses the bot's token: make a new one in the Developer \
                                Portal under Bot (Reset Token), put it where discord.token_file \
                                points to, and start again";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_code_has_its_consequence() {
        for code in [4000, 4001, 4002, 4003, 4005, 4008, 1000, 1001, 1006] {
            assert_eq!(after(Some(code)), After::Resume, "{code}");
        }
        assert_eq!(after(None), After::Resume);
        assert_eq!((after(Some(4007)), after(Some(4009))), (After::Identify, After::Identify));
        let ends = [4004, 4010, 4011, 4012, 4013, 4014];
        let mut mends: Vec<_> = ends.iter().map(|&code| mend(code)).collect();
        assert!(ends.iter().all(|&code| after(Some(code)) == After::Never));
        mends.sort_unstable();
        mends.dedup();
        assert_eq!(mends.len(), ends.len());
    }
}
