//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Hosts a community of practice where its members already talk.
#[derive(Debug, Parser)]
#[command(name = "samovar", version, max_term_width = 100)]
pub(super) struct Typed {
    /// The configuration file [default: config/samovar.toml, if it is there].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Runs until SIGTERM; this is what happens without a verb.
    Serve(Serve),
    /// Writes a configuration file with every key, its meaning and its default.
    Init,
    /// Says what is well and what is missing, with the mend.
    Check(Check),
    /// Brings the database to this version's schema, after a backup.
    Migrate,
    /// Copies the database and the practice rooms into a folder, beside a running `serve`.
    Backup(Backup),
    /// Brings a backup back, to a fresh machine or an emptied one.
    Restore(Restore),
    /// Writes rounds, answers, messages and posts as Markdown and JSONL.
    Export(Export),
    /// Reads an export into an empty database.
    Import(Import),
    /// Gives one command in somebody's name, beside a running `serve`.
    Exec(Exec),
}

#[derive(Debug, Default, Args)]
pub(super) struct Serve {
    /// The clock stands still and is moved by this socket; only for tests on this machine alone.
    #[arg(long, value_name = "SOCKET")]
    pub test_clock: Option<PathBuf>,
    /// Aborts at the Nth passing of a point, such as deliver.before_send:2; needs --test-clock.
    #[arg(long, value_name = "POINT[:N]")]
    pub crash_at: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Checks this method file and nothing else.
    #[arg(long, value_name = "FILE")]
    pub method: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The folder to make [default: one in the data folder, where the newest few are kept].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup: a folder that `samovar backup` made, or a migration.
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    /// The list of who asked to be forgotten (`erasures.jsonl` of the old data folder), where it
    /// isn't in the data folder already.
    #[arg(long, value_name = "FILE")]
    pub erasures: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The folder to write into; it is made if it isn't there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Only this community.
    #[arg(long, value_name = "NAME")]
    pub community: Option<String>,
    /// Moods and private words too; without it they are left out.
    #[arg(long)]
    pub with_private: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The folder that an export was written into.
    #[arg(long = "in", value_name = "DIR")]
    pub from: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Exec {
    /// In which community, where the words don't say it.
    #[arg(long, value_name = "NAME")]
    pub community: Option<String>,
    /// In whose name: discord:ID, matrix:@user:server or practice:NAME.
    #[arg(long = "as", value_name = "ACCOUNT")]
    pub account: String,
    /// As if said in this room: discord:ID, matrix:!id or practice:NAME.
    #[arg(long, value_name = "ROOM")]
    pub room: Option<String>,
    /// Answers questions with yes beforehand.
    #[arg(long)]
    pub yes: bool,
    /// Answers with {"ok","code","text","data"}.
    #[arg(long)]
    pub json: bool,
    /// The command, as in a direct message: "ritual list".
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
}
