//! The configuration: the sample file, the file, the environment, and what is said of faults.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use samovar::config::{self, Config, ConfigError};
use secrecy::ExposeSecret;

/// Loads a file with this text, and these variables.
fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samovar.toml");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    config::load(Some(&path), variables)
}

fn fault(text: &str, variables: &[(&str, &str)]) -> String {
    let fault = load(text, variables).unwrap_err().to_string();
    assert_eq!(fault.lines().count(), 1, "{fault}");
    fault
}

#[test]
fn the_sample_is_what_the_types_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/samovar.example.toml");
    let wanted = config::sample();
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept != wanted {
        fs::write(&path, &wanted).unwrap();
        panic!("{} was out of date and is written anew: look at it and commit it", path.display());
    }
}

#[test]
fn the_sample_as_it_is_changes_nothing() {
    let from_sample = load(&config::sample(), &[]).unwrap();
    assert_eq!(format!("{from_sample:?}"), format!("{:?}", Config::default()));
    assert!(from_sample.practice_open());
}

#[test]
fn every_example_in_the_sample_reads() {
    let uncommented: String = config::sample()
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    // A section that says it twice (key and file) can't be valid; each key alone has to read.
    let fault = fault(&uncommented, &[]);
    assert!(fault.contains("is set twice"), "{fault}");
}

#[test]
fn without_anything_there_are_practice_rooms_on_sqlite() {
    let config = config::load(None, std::iter::empty()).unwrap();
    assert_eq!(config.database_url().unwrap().expose_secret(), "sqlite://data/samovar.db");
    assert!(config.practice_open() && config.loopback_only());
    assert_eq!(config.prefix(), "!cop");
}

#[test]
fn the_environment_is_stronger_than_the_file() {
    let config = load(
        "[data]\ndir = \"here\"\n[web]\nlisten = \"127.0.0.1:1\"",
        &[
            ("SAMOVAR_DATA__DIR", "there"),
            ("SAMOVAR_PRACTICE__ENABLED", "no"),
            ("SAMOVAR_ACCESS__CREATE_COMMUNITY", "[\"matrix:user:@a:b\", \"discord:server:1\"]"),
            ("SAMOVAR_MATRIX__HOMESERVER", "http://localhost:8008"),
            ("SAMOVAR_MATRIX__USER", "@samovar:localhost"),
            ("SAMOVAR_MATRIX__PASSWORD", "007"),
            ("SAMOVAR_TEST_POSTGRES", "none of ours"),
        ],
    )
    .unwrap();
    assert_eq!(config.data.dir, PathBuf::from("there"));
    assert!(!config.practice_open() && config.loopback_only());
    assert_eq!(config.access.create_community.as_ref().unwrap().len(), 2);
    let secrets: Vec<_> = config.secrets();
    assert_eq!(secrets.iter().map(ExposeSecret::expose_secret).collect::<Vec<_>>(), ["007"]);
    assert!(!format!("{config:?}").contains("007"));
}

#[test]
fn faults_name_the_key_in_one_line() {
    let said = |text: &str, parts: &[&str]| {
        let fault = fault(text, &[]);
        assert!(parts.iter().all(|part| fault.contains(part)), "{fault}");
    };
    said("[dada]\ndir = 1", &["dada", "no such section", "data"]);
    said("[data]\ndri = \"x\"", &["data.dri", "no such key", "dir"]);
    said("[web]\nlisten = 8080", &["web.listen", "samovar.toml"]);
    said("[web]\nlisten = \"here\"", &["web.listen"]);
    said("[web]\npublic_url = \"ftp://x\"", &["web.public_url", "http"]);
    said("[log]\nformat = \"xml\"", &["log.format", "text", "json"]);
    said("[data\ndir", &["samovar.toml"]);
    said("[access]\ncreate_community = [\"ana\"]", &["access.create_community", "ana"]);
    said("[methods]\ndir = \"/nowhere/at/all\"", &["methods.dir", "not a folder"]);
    said("[database]\nurl = \"mysql://x\"", &["database.url", "postgres://"]);
    said("[discord]\nca_file = \"x\"", &["discord.token_file", "is missing"]);
    said("[discord]\ntoken = \"x\"\nca_file = \"x\"", &["discord.ca_file", "connect_to"]);
    said("[discord]\ntoken = \"x\"\nconnect_to = \"here\"", &["discord.connect_to", "port"]);
    said(
        "[discord]\ntoken = \"x\"\napi_url = \"http://a\"\nconnect_to = \"127.0.0.1:1\"",
        &["discord.api_url", "keep one"],
    );
    said("[discord]\ntoken = \"x\"\ncommand_servers = [\"kitchen\"]", &["kitchen", "long numbers"]);
    said("[matrix]\nuser = \"@a:b\"", &["matrix.homeserver", "is missing"]);
    said(
        "[matrix]\nhomeserver = \"http://localhost\"\nuser = \"@a:b\"",
        &["matrix.password_file", "access_token_file"],
    );
    said("[web]\nlisten = \"0.0.0.0:80\"", &["practice.key_file", "other machines"]);
}

#[test]
fn faults_from_the_environment_name_the_variable() {
    let fault = fault("", &[("SAMOVAR_WEB__PORT", "80")]);
    assert!(fault.contains("environment") && fault.contains("web.port"), "{fault}");
}

#[test]
fn a_file_with_a_secret_is_read_only_if_nobody_else_can() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samovar.toml");
    let text =
        "[matrix]\nhomeserver = \"http://localhost\"\nuser = \"@a:b\"\npassword = \"canary\"";
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let fault = config::load(Some(&path), std::iter::empty()).unwrap_err().to_string();
    assert!(fault.contains("chmod 600") && !fault.contains("canary"), "{fault}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    config::load(Some(&path), std::iter::empty()).unwrap();
}
