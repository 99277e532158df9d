//! What comes of a command: a reply, or trouble that is told in plain words.

use serde_json::{Value, json};

use crate::domain::body::{Body, Form};
use crate::store::StoreError;

/// What came of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Whether it was done; `false` where effects stay although it was refused.
    pub ok: bool,
    /// What came of it, in one word for scripts; never changes its meaning.
    pub code: &'static str,
    /// Who sees it.
    pub show: Show,
    /// What is said.
    pub says: Says,
    /// What scripts read.
    pub data: Value,
    /// What it was done to: it is noted in the audit then.
    pub subject: Option<String>,
}

/// What a reply says.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// Words.
    Body(Body),
    /// A form to fill in.
    Form(Form),
}

/// Who sees a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Only the person who asked, wherever that is.
    Private,
    /// Only the person where the platform can do that in the room; else it may be said there.
    Quiet,
}

/// Why a command did nothing.
#[derive(Debug)]
pub enum Trouble {
    /// Something the person can mend, in plain words.
    Say {
        /// What it is, in one word for scripts.
        code: &'static str,
        /// What the person is told.
        body: Body,
    },
    /// Something they can't: it is logged, and they hear one kind line.
    Fault(anyhow::Error),
}

/// What handlers return.
pub type Done = Result<Reply, Trouble>;

impl Reply {
    /// A reply that may be said in the room.
    #[must_use]
    pub fn quiet(code: &'static str, body: Body) -> Self {
        Self {
            ok: true,
            code,
            show: Show::Quiet,
            says: Says::Body(body),
            data: json!({}),
            subject: None,
        }
    }

    /// A reply for the person alone.
    #[must_use]
    pub fn private(code: &'static str, body: Body) -> Self {
        Self { show: Show::Private, ..Self::quiet(code, body) }
    }

    /// A form; only its sender sees it.
    #[must_use]
    pub fn form(code: &'static str, form: Form) -> Self {
        Self { says: Says::Form(form), ..Self::private(code, Body::default()) }
    }

    /// The same with what scripts read.
    #[must_use]
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// The same, noted in the audit as done to this.
    #[must_use]
    pub fn about(mut self, subject: impl ToString) -> Self {
        self.subject = Some(subject.to_string());
        self
    }

    /// The same as a refusal whose effects stay.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.ok = false;
        self
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
