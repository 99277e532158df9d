//! The methods there are: those inside the binary, and those of a folder of the operator's.
//!
//! The folder is read again at each look-up, so that a convenor's new file is there at once. A
//! method of the folder replaces a shipped one with its name. What cannot be read is told with its
//! faults, and the other methods go on.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use include_dir::{Dir, include_dir};

use crate::domain::community::Language;
use crate::ritual::script::{self, Fault, Script};
use crate::ritual::words::Words;
use crate::store::KeptScript;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/config/methods");

/// A method with the source it was read from, which rounds keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// What it says.
    pub script: Script,
    /// The text of its file.
    pub source: String,
}

/// Why a method was not found.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    /// No method has this name.
    #[error("there is no method {name:?}; there are {}", .known.join(", "))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// There is a file, and it is not a method.
    #[error("{}", lines(.faults))]
    Faulty {
        /// What was asked for.
        name: String,
        /// What is wrong with its file.
        faults: Vec<Fault>,
    },
}

impl MethodError {
    /// The same in words for a convenor.
    #[must_use]
    pub fn say(&self, words: &Words, language: &Language) -> String {
        match self {
            Self::Unknown { name, known } => {
                let args = [("name", name.as_str().into()), ("known", known.join(", ").into())];
                words.say(language, "method-not-found", &args)
            }
            Self::Faulty { name, faults } => {
                let mut said =
                    vec![words.say(language, "method-faulty", &[("name", name.as_str().into())])];
                said.extend(faults.iter().map(|fault| fault.say(words, language)));
                said.join("\n")
            }
        }
    }
}

/// All methods that can be run now.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The methods, by name.
    pub methods: BTreeMap<String, Method>,
    /// The faults of files that could not be read, by the name they carry, else by their file's.
    pub faulty: BTreeMap<String, Vec<Fault>>,
    /// What of the operator's folder could not be read at all, and why.
    pub unread: Vec<(PathBuf, String)>,
    /// The files of the folder that hold a method, by the method's name.
    own: BTreeMap<String, String>,
}

/// Where methods come from. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Methods {
    dir: Option<PathBuf>,
    /// What rounds keep, by the hash of its text: the same hash is the same script for ever.
    kept: Arc<Mutex<HashMap<String, Arc<Script>>>>,
}

impl Methods {
    /// The shipped methods, and those of this folder (`[methods] dir`) if there is one.
    #[must_use]
    pub fn new(dir: Option<PathBuf>) -> Self {
        Self { dir, kept: Arc::default() }
    }

    /// The script with this hash, if [`Methods::read`] has read it.
    #[must_use]
    pub fn known(&self, hash: &str) -> Option<Arc<Script>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    /// A method as a round kept it.
    ///
    /// # Errors
    /// When this program doesn't read it any more: its faults.
    pub fn read(&self, kept: &KeptScript) -> Result<Arc<Script>, Vec<Fault>> {
        let script = Arc::new(Script::parse(&kept.name, &kept.source)?);
        let mut known = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(kept.hash.clone(), Arc::clone(&script));
        Ok(script)
    }

    /// The method with this name.
    ///
    /// # Errors
    /// When there is none, or its file has faults.
    pub fn get(&self, name: &str) -> Result<Method, MethodError> {
        let mut shelf = self.shelf();
        if let Some(faults) = shelf.faulty.remove(name) {
            return Err(MethodError::Faulty { name: name.to_owned(), faults });
        }
        shelf.methods.remove(name).ok_or_else(|| MethodError::Unknown {
            name: name.to_owned(),
            known: shelf.methods.into_keys().collect(),
        })
    }

    /// All methods, with the faults of those that cannot be read.
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        let mut shelf = Shelf::default();
        for file in SHIPPED.files() {
            if let Some(source) = file.contents_utf8() {
                shelf.put(file.path(), source);
            }
        }
        if let Some(dir) = &self.dir {
            shelf.add_folder(dir);
        }
        shelf
    }
}

impl Shelf {
    fn add_folder(&mut self, dir: &Path) {
        let mut paths: Vec<PathBuf> = match std::fs::read_dir(dir) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(error) => return self.pass_over(dir, &error),
        };
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        for path in paths {
            match std::fs::read(&path) {
                Ok(bytes) => self.put_own(&path, &String::from_utf8_lossy(&bytes)),
                Err(error) => self.pass_over(&path, &error),
            }
        }
    }

    fn pass_over(&mut self, path: &Path, why: &std::io::Error) {
        tracing::warn!(path = %path.display(), %why, "methods can't be read");
        self.unread.push((path.to_owned(), why.to_string()));
    }

    /// Puts a method of the folder, unless another file there has its name: then neither is used.
    fn put_own(&mut self, path: &Path, source: &str) {
        let file = path.display().to_string();
        let Some(name) = self.put(path, source) else { return };
        if let Some(other) = self.own.insert(name.clone(), file.clone()) {
            self.methods.remove(&name);
            let fault = Fault::name_twice(&file, source, &other);
            self.faulty.entry(name).or_default().push(fault);
        }
    }

    /// Puts a method, and gives its name; a source that can't be read is among the faulty.
    fn put(&mut self, path: &Path, source: &str) -> Option<String> {
        match Script::parse(&path.display().to_string(), source) {
            Ok(script) => {
                let (name, source) = (script.name.clone(), source.to_owned());
                self.methods.insert(name.clone(), Method { script, source });
                Some(name)
            }
            Err(faults) => {
                let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                self.faulty.insert(script::name_in(source).unwrap_or_else(stem), faults);
                None
            }
        }
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn methods_with(files: &[(&str, &str)]) -> (tempfile::TempDir, Methods) {
        let dir = tempfile::tempdir().unwrap();
        for (name, source) in files {
            std::fs::write(dir.path().join(name), source).unwrap();
        }
        let methods = Methods::new(Some(dir.path().to_owned()));
        (dir, methods)
    }

    fn shipped(name: &str) -> String {
        Methods::default().get(name).unwrap().source
    }

    #[test]
    fn every_shipped_method_is_read_and_speaks_every_language() {
        let shelf = Methods::default().shelf();
        assert_eq!(shelf.faulty, BTreeMap::new());
        let names: Vec<&str> = shelf.methods.keys().map(String::as_str).collect();
        assert_eq!(names, ["challenge-intake", "check-in", "one-word"]);
        for method in shelf.methods.values() {
            assert!(method.script.origin.is_some());
            for field in method.script.fields() {
                assert_eq!(field.label.iter().count(), 2, "{}", field.key);
            }
        }
    }

    #[test]
    fn a_file_written_later_is_there_at_the_next_look_up() {
        let (dir, methods) = methods_with(&[]);
        let source = shipped("check-in").replace("name = \"check-in\"", "name = \"tea\"");
        assert!(matches!(methods.get("tea"), Err(MethodError::Unknown { .. })));
        std::fs::write(dir.path().join("tea.toml"), &source).unwrap();
        assert_eq!(methods.get("tea").unwrap().source, source);
        std::fs::remove_file(dir.path().join("tea.toml")).unwrap();
        assert!(methods.get("tea").is_err());
    }

    #[test]
    fn a_file_replaces_the_shipped_method_of_its_name() {
        let source = shipped("check-in").replace("\"24h\"", "\"48h\"");
        let (_dir, methods) = methods_with(&[("ours.toml", &source)]);
        let hours = methods.get("check-in").unwrap().script.steps[0].open_for.as_secs() / 3600;
        assert_eq!(hours, 48);
    }

    #[test]
    fn a_faulty_file_is_told_and_stops_no_other() {
        let (dir, methods) = methods_with(&[("tea.toml", "name = 1\n"), ("notes.txt", "hello")]);
        let told = methods.get("tea").unwrap_err().to_string();
        let file = dir.path().join("tea.toml").display().to_string();
        assert!(told.contains(&format!("{file}:1: name: `name` takes words")), "{told}");
        assert!(methods.get("one-word").is_ok());
    }

    #[test]
    fn a_faulty_file_is_found_by_the_name_it_carries() {
        let (_dir, methods) = methods_with(&[("draft 2.toml", "name = \"tea\"\n")]);
        let fault = methods.get("tea").unwrap_err();
        let told = fault.say(&Words::shipped().unwrap(), &"en".into());
        assert!(told.starts_with("The method “tea” cannot be used yet."), "{told}");
        assert!(told.contains("draft 2.toml:1: version: `version` is missing here"), "{told}");
    }

    #[test]
    fn a_faulty_replacement_does_not_fall_back_in_silence() {
        let (_dir, methods) = methods_with(&[("check-in.toml", "version = 1\n")]);
        assert!(matches!(methods.get("check-in"), Err(MethodError::Faulty { .. })));
    }

    #[test]
    fn two_files_of_one_name_are_told_and_neither_is_used() {
        let source = shipped("check-in");
        let tea = source.replace("name = \"check-in\"", "name = \"tea\"");
        let (dir, methods) =
            methods_with(&[("a.toml", &tea), ("b.toml", &tea), ("c.toml", &source)]);
        let told = methods.get("tea").unwrap_err().to_string();
        let file = |name: &str| dir.path().join(name).display().to_string();
        let line = 1 + tea.lines().position(|line| line.starts_with("name")).unwrap();
        let wanted =
            format!("{}:{line}: name: {} has this name too", file("b.toml"), file("a.toml"));
        assert!(told.contains(&wanted), "{told}");
        assert!(methods.get("check-in").is_ok(), "one file may replace a shipped method");
    }

    #[test]
    fn a_missing_folder_leaves_the_shipped_methods() {
        let methods = Methods::new(Some("no/such/folder".into()));
        assert!(methods.get("check-in").is_ok());
        let unread = methods.shelf().unread;
        assert_eq!(unread[0].0, Path::new("no/such/folder"));
        let told = methods.get("chekin").unwrap_err().to_string();
        assert!(told.contains("challenge-intake, check-in, one-word"), "{told}");
    }
}
