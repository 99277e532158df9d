//! Rows as JSON lines in the order of their text, which begins with their id, however many there
//! are: what doesn't fit in memory is sorted in runs on the disk, which are merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use super::write::{Folder, private_file, private_folder};

/// How much is held in memory, in bytes.
const IN_MEMORY: usize = 16 * 1024 * 1024;

/// A file of rows to be.
pub(super) struct Sorted {
    name: &'static str,
    lines: Vec<String>,
    bytes: usize,
    runs: Vec<PathBuf>,
    rows: u64,
    most: usize,
}

impl Sorted {
    pub(super) fn new(name: &'static str) -> Self {
        Self::holding(name, IN_MEMORY)
    }

    fn holding(name: &'static str, most: usize) -> Self {
        Self { name, lines: Vec::new(), bytes: 0, runs: Vec::new(), rows: 0, most }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, folder: &Folder, row: &impl Serialize) -> anyhow::Result<()> {
        let line = serde_json::to_string(row)?;
        self.bytes += line.len();
        self.rows += 1;
        self.lines.push(line);
        if self.bytes > self.most { self.spill(folder) } else { Ok(()) }
    }

    fn spill(&mut self, folder: &Folder) -> anyhow::Result<()> {
        let path = folder.path(&format!(".{}.{}.run", self.name, self.runs.len()));
        if let Some(parent) = path.parent() {
            private_folder(parent)?;
        }
        self.lines.sort();
        let mut file =
            BufWriter::new(private_file(&path).with_context(|| path.display().to_string())?);
        self.runs.push(path);
        for line in self.lines.drain(..) {
            writeln!(file, "{line}")?;
        }
        self.bytes = 0;
        Ok(file.flush()?)
    }

    /// Writes the file and says how many rows it has.
    pub(super) fn finish(mut self, folder: &mut Folder) -> anyhow::Result<u64> {
        self.lines.sort();
        let (lines, runs) = (std::mem::take(&mut self.lines), &self.runs);
        folder.stream(self.name, |to| merge(lines, runs, to))?;
        Ok(self.rows)
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        for run in &self.runs {
            let _ = fs::remove_file(run);
        }
    }
}

fn merge(lines: Vec<String>, runs: &[PathBuf], to: &mut dyn Write) -> anyhow::Result<()> {
    let mut sources: Vec<Box<dyn Iterator<Item = std::io::Result<String>>>> =
        vec![Box::new(lines.into_iter().map(Ok))];
    for run in runs {
        let lines: Lines<BufReader<File>> = BufReader::new(File::open(run)?).lines();
        sources.push(Box::new(lines));
    }
    let mut heads = BinaryHeap::new();
    for (at, source) in sources.iter_mut().enumerate() {
        if let Some(line) = source.next() {
            heads.push(Reverse((line?, at)));
        }
    }
    while let Some(Reverse((line, at))) = heads.pop() {
        writeln!(to, "{line}")?;
        if let Some(next) = sources.get_mut(at).and_then(Iterator::next) {
            heads.push(Reverse((next?, at)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_sorted_in_runs_that_leave_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut folder = Folder::at(dir.path().to_owned());
        let mut sorted = Sorted::holding("rows.jsonl", 50);
        let ids: Vec<u32> = (0..100).map(|n| (n * 37) % 100).collect();
        for id in &ids {
            sorted.push(&folder, &format!("{id:03}")).unwrap();
        }
        assert!(sorted.runs.len() > 3);
        assert_eq!(sorted.finish(&mut folder).unwrap(), 100);
        let text = fs::read_to_string(dir.path().join("rows.jsonl")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.is_sorted() && lines.len() == 100);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
