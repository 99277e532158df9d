//! What lets an operator sleep: backups that come back without saying anything twice, trouble of
//! the database that mends itself, files that nobody else can read, and what `check` says of an
//! install.

mod away;
mod backup;
mod check;
mod epoch;
mod faults;
mod private;
mod weather;
