//! What lets an operator sleep: backups that come back without saying anything twice, trouble of
//! the database that mends itself, and what `check` says of an install.

mod away;
mod backup;
mod check;
mod epoch;
mod faults;
mod weather;
