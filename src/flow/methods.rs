//! The methods there are: those inside the binary, and those of a folder of the operator's.
//!
//! The folder is read again at each look-up, so that a convenor's new file is there at once. A
//! method of the folder replaces a shipped one with its name. What cannot be read is told with its
//! faults, and the other methods go on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::ritual::script::{Fault, Script};

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
    #[error("{}", lines(.0))]
    Faulty(Vec<Fault>),
}

/// All methods that can be run now.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The methods, by name.
    pub methods: BTreeMap<String, Method>,
    /// The faults of files that could not be read, by the name their file suggests.
    pub faulty: BTreeMap<String, Vec<Fault>>,
}

/// Where methods come from. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Methods {
    dir: Option<PathBuf>,
}

impl Methods {
    /// The shipped methods, and those of this folder (`[methods] dir`) if there is one.
    #[must_use]
    pub fn new(dir: Option<PathBuf>) -> Self {
        Self { dir }
    }

    /// The method with this name.
    ///
    /// # Errors
    /// When there is none, or its file has faults.
    pub fn get(&self, name: &str) -> Result<Method, MethodError> {
        let mut shelf = self.shelf();
        if let Some(faults) = shelf.faulty.remove(name) {
            return Err(MethodError::Faulty(faults));
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
                shelf.put(&file.path().to_string_lossy(), file.path(), source);
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
            Err(error) => {
                tracing::warn!(dir = %dir.display(), %error, "the folder of methods cannot be read");
                return;
            }
        };
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        for path in paths {
            match std::fs::read(&path) {
                Ok(bytes) => {
                    self.put(&path.display().to_string(), &path, &String::from_utf8_lossy(&bytes));
                }
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a method cannot be read");
                }
            }
        }
    }

    fn put(&mut self, file: &str, path: &Path, source: &str) {
        match Script::parse(file, source) {
            Ok(script) => {
                self.faulty.remove(&script.name);
                let method = Method { source: source.to_owned(), script };
                self.methods.insert(method.script.name.clone(), method);
            }
            Err(faults) => {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                self.faulty.insert(stem, faults);
            }
        }
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}
