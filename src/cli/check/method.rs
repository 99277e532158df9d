//! `check --method FILE`: one method file, fault by fault.

use std::path::Path;

use crate::cli::out;
use crate::cli::tongue::Tongue;
use crate::daemon::Ending;
use crate::ritual::script::Script;

pub(in crate::cli) fn method(file: Option<&Path>) -> Result<(), Ending> {
    let Some(path) = file else { return Ok(()) };
    let name = path.display().to_string();
    let source = std::fs::read_to_string(path)
        .map_err(|why| Ending::Usage(format!("{name} can't be read: {why}")))?;
    let tongue = Tongue::of_terminal()?;
    match Script::parse(&name, &source) {
        Ok(script) => {
            let args = [
                ("file", name.into()),
                ("name", script.name.into()),
                ("version", script.version.into()),
                ("steps", script.steps.len().into()),
            ];
            out::say(&tongue.say("operate-method-ok", &args));
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                out::say(&fault.say(&tongue.words, &tongue.language));
            }
            Err(Ending::Usage(format!("{name} is no method file; faults: {}", faults.len())))
        }
    }
}
