//! The sample file, written from the sections: every key with its default or an example.

use super::section::{Key, SECTIONS, Section};

const HEAD: &str = "\
# Samovar's configuration. Every key is shown with its default or an example: take away the
# leading # to change it. Each can also be set as SAMOVAR_SECTION__KEY in the environment, and
# relative paths begin at the folder that samovar is started in.
# A file that holds a secret must be readable by its owner alone (chmod 600).
";

/// The text of `config/samovar.example.toml`, and of what `samovar init` writes.
#[must_use]
pub fn sample() -> String {
    let mut text = HEAD.to_owned();
    for section in &SECTIONS {
        text.push('\n');
        text.push_str(&in_full(section));
    }
    text
}

fn in_full(section: &Section) -> String {
    let mut text = comment(section.about);
    let mark = if section.always { "" } else { "#" };
    text.push_str(&format!("{mark}[{}]\n", section.path));
    for key in section.keys {
        text.push_str(&line(key));
    }
    text
}

fn line(key: &Key) -> String {
    format!("{}#{} = {}\n", comment(key.about), key.name, key.shown)
}

fn comment(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("#{line}\n")).collect()
}
