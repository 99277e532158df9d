//! How a section is declared: its keys, types, defaults, doc comments and examples in one place.

/// What the sample file and the environment's reading know of a section.
pub(crate) struct Section {
    /// Its name in the file.
    pub path: &'static str,
    /// Whether it stands by itself; the others are switched on by being there.
    pub always: bool,
    /// Its doc comment, line by line.
    pub about: &'static [&'static str],
    /// Its keys, in order.
    pub keys: &'static [Key],
}

/// One key of a section.
pub(crate) struct Key {
    /// Its name.
    pub name: &'static str,
    /// Its doc comment, line by line.
    pub about: &'static [&'static str],
    /// Its default or an example, as TOML.
    pub shown: &'static str,
}

/// Declares a section: a struct with defaults that refuses unknown keys, and its [`Section`].
macro_rules! section {
    (
        $(#[doc = $about:literal])*
        $name:ident at $path:literal, always $always:literal {
            $(
                $(#[doc = $doc:literal])*
                $field:ident: $type:ty = $default:expr => $shown:literal
            ),* $(,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $( $(#[doc = $doc])* pub $field: $type, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )* }
            }
        }

        impl $name {
            pub(crate) const SECTION: $crate::config::section::Section =
                $crate::config::section::Section {
                    path: $path,
                    always: $always,
                    about: &[$($about),*],
                    keys: &[$(
                        $crate::config::section::Key {
                            name: stringify!($field),
                            about: &[$($doc),*],
                            shown: $shown,
                        }
                    ),*],
                };
        }
    };
}

/// Every section, in the order of the sample file.
pub(crate) const SECTIONS: [Section; 9] = [
    super::Data::SECTION,
    super::Database::SECTION,
    super::Web::SECTION,
    super::Practice::SECTION,
    super::Access::SECTION,
    super::Discord::SECTION,
    super::Matrix::SECTION,
    super::Methods::SECTION,
    super::Log::SECTION,
];
