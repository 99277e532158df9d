//! What a check found.

use crate::cli::out;
use crate::cli::tongue::Tongue;
use crate::daemon::Ending;
use crate::ritual::words::Arg;

/// Says what is found as it is found, and counts the faults.
pub(super) struct Findings {
    pub tongue: Tongue,
    faults: u32,
    /// Whether what the operator set is wrong: starting again alone won't help.
    misconfigured: bool,
}

impl Findings {
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self { tongue: Tongue::of_terminal()?, faults: 0, misconfigured: false })
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

    /// What the operator set is wrong: the configuration, or a file that it names.
    pub(super) fn misconfigured(&mut self, key: &str, args: &[(&str, Arg<'_>)]) {
        self.misconfigured = true;
        self.fault(key, args);
    }

    fn line(&self, mark: &str, key: &str, args: &[(&str, Arg<'_>)]) {
        let mark = self.tongue.say(mark, &[]);
        out::say(&format!("{mark:<7}{}", self.tongue.say(key, args)));
    }

    /// The end of the check.
    pub(super) fn end(self) -> Result<(), Ending> {
        let words = match self.faults {
            0 => return Ok(()),
            1 => "one fault was found".to_owned(),
            faults => format!("{faults} faults were found"),
        };
        Err(if self.misconfigured { Ending::Usage(words) } else { Ending::Failed(words) })
    }
}
