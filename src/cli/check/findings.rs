//! What a check found.

use crate::cli::out;
use crate::cli::tongue::Tongue;
use crate::daemon::Ending;
use crate::ritual::words::Arg;

/// Says what is found as it is found, and counts the faults.
pub(super) struct Findings {
    pub tongue: Tongue,
    faults: u32,
}

impl Findings {
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self { tongue: Tongue::of_terminal()?, faults: 0 })
    }

    /// Something is well.
    pub(super) fn ok(&self, key: &str, args: &[(&str, Arg<'_>)]) {
        self.line("operate-check-ok", key, args);
    }

    /// Something to know, with nothing to mend.
    pub(super) fn note(&self, key: &str, args: &[(&str, Arg<'_>)]) {
        self.line("operate-check-note", key, args);
    }

    /// Something is wrong.
    pub(super) fn fault(&mut self, key: &str, args: &[(&str, Arg<'_>)]) {
        self.faults += 1;
        self.line("operate-check-fault", key, args);
    }

    fn line(&self, mark: &str, key: &str, args: &[(&str, Arg<'_>)]) {
        let mark = self.tongue.say(mark, &[]);
        out::say(&format!("{mark:<7}{}", self.tongue.say(key, args)));
    }

    /// The end of the check.
    pub(super) fn end(self) -> Result<(), Ending> {
        match self.faults {
            0 => Ok(()),
            1 => Err(Ending::Failed("one fault was found".to_owned())),
            faults => Err(Ending::Failed(format!("{faults} faults were found"))),
        }
    }
}
