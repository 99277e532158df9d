//! Discord's errors, as the port's.

use std::time::Duration;

use serde_json::Value;
use serenity::Error;
use serenity::http::{ErrorResponse, HttpError};

use crate::platform::Refusal;

/// How long to wait where Discord only says "too fast".
pub(super) const UNTOLD_WAIT: Duration = Duration::from_secs(5);

/// Discord's codes that mean more than their status.
pub(super) mod code {
    /// The channel is not there (any more).
    pub const NO_CHANNEL: isize = 10_003;
    /// The member is not there.
    pub const NO_MEMBER: isize = 10_007;
    /// The message is not there (any more).
    pub const NO_MESSAGE: isize = 10_008;
    /// The person is not there.
    pub const NO_USER: isize = 10_013;
    /// The webhook of an interaction is not there any more.
    pub const NO_WEBHOOK: isize = 10_015;
    /// The interaction is not there (any more).
    pub const NO_INTERACTION: isize = 10_062;
    /// Too many messages of the same webhook or channel.
    pub const WRITES_TOO_FAST: isize = 20_028;
    /// Slow mode.
    pub const SLOW_MODE: isize = 20_016;
    /// So many commands were created today.
    pub const TOO_MANY_COMMANDS: isize = 30_034;
    /// Old messages are edited too often.
    pub const OLD_EDITS: isize = 30_046;
    /// The interaction was acknowledged already.
    pub const ANSWERED: isize = 40_060;
    /// The bot can't see it.
    pub const NO_ACCESS: isize = 50_001;
    /// They take no messages from this bot.
    pub const NO_DIRECT: isize = 50_007;
    /// A permission is missing.
    pub const NO_PERMISSION: isize = 50_013;
    /// The token of an interaction is too old.
    pub const OLD_TOKEN: isize = 50_027;
    /// The thread is archived.
    pub const ARCHIVED: isize = 50_083;
    /// Nobody shares a server with them any more.
    pub const NOTHING_SHARED: isize = 50_278;
    /// There is a thread under that message already.
    pub const THREAD_EXISTS: isize = 160_004;
}

/// What went wrong with a request.
#[derive(Debug)]
pub(super) struct Fault {
    /// Discord's own code; -1 where it gave none.
    pub code: isize,
    /// What it means for the act.
    pub refusal: Refusal,
}

impl Fault {
    /// A fault that Discord did not name.
    pub(super) fn plain(refusal: Refusal) -> Self {
        Self { code: -1, refusal }
    }

    /// Whether nothing is at that address: what stands in Discord's place may have less than
    /// Discord. Every other fault passes, or is not mended by asking elsewhere.
    pub(super) fn is_nowhere(&self) -> bool {
        self.code <= 0 && matches!(self.refusal, Refusal::Gone(_))
    }

    /// Whether the token is not taken any more.
    pub(super) fn is_unauthorised(error: &Error) -> bool {
        matches!(error, Error::Http(HttpError::UnsuccessfulRequest(answer))
            if answer.status_code.as_u16() == 401)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        fault.refusal
    }
}

/// What an error means for the act that met it.
pub(super) fn of(error: &Error) -> Fault {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(answer)) => of_answer(answer),
        Error::Http(HttpError::Request(error)) if error.is_connect() => {
            Fault::plain(Refusal::Down(innermost(error)))
        }
        Error::Http(HttpError::Request(error)) => Fault::plain(Refusal::Doubt(innermost(error))),
        // Headers that don't read come after the effect.
        Error::Http(HttpError::RateLimitI64F64 | HttpError::RateLimitUtf8) | Error::Json(_) => {
            Fault::plain(Refusal::Doubt("an answer that can't be read".into()))
        }
        other => Fault::plain(Refusal::Never(other.to_string())),
    }
}

fn of_answer(answer: &ErrorResponse) -> Fault {
    let status = answer.status_code.as_u16();
    let code = answer.error.code;
    // The address may hold an interaction's token; the message may not.
    let why = match code {
        -1 => format!("status {status}"),
        code => format!("{status} {code}: {}", answer.error.message),
    };
    Fault { code, refusal: meaning(status, code, why) }
}

/// What a status and a body mean; a body that does not read is null.
pub(super) fn of_body(status: u16, said: &Value) -> Fault {
    let code = said["code"].as_i64().and_then(|code| isize::try_from(code).ok()).unwrap_or(-1);
    let why = match code {
        -1 => format!("status {status}"),
        code => format!("{status} {code}: {}", said["message"].as_str().unwrap_or_default()),
    };
    let refusal = match meaning(status, code, why) {
        Refusal::Later(untold) => Refusal::Later(
            said["retry_after"]
                .as_f64()
                .and_then(|wait| Duration::try_from_secs_f64(wait).ok())
                .unwrap_or(untold),
        ),
        other => other,
    };
    Fault { code, refusal }
}

/// What a status and a code mean.
pub(super) fn meaning(status: u16, code: isize, why: String) -> Refusal {
    match code {
        code::NO_DIRECT | code::NOTHING_SHARED => return Refusal::NoDirect(why),
        code::NO_ACCESS | code::NO_PERMISSION | code::NO_CHANNEL => {
            return Refusal::NotAllowed(why);
        }
        code::NO_MESSAGE => return Refusal::Gone(why),
        code::OLD_EDITS | code::ARCHIVED => return Refusal::Frozen(why),
        code::SLOW_MODE | code::WRITES_TOO_FAST => return Refusal::Later(UNTOLD_WAIT),
        _ => {}
    }
    match status {
        401 => Refusal::Down(why),
        403 => Refusal::NotAllowed(why),
        404 => Refusal::Gone(why),
        429 => Refusal::Later(UNTOLD_WAIT),
        408 | 500.. => Refusal::Doubt(why),
        _ => Refusal::Never(why),
    }
}

/// The words of a transport error without the address.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut words = String::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = error.to_string();
        cause = error.source();
    }
    if words.is_empty() { "no answer".into() } else { words }
}

/// Reading leaves nothing in doubt.
pub(super) fn only_read(fault: Fault) -> Fault {
    match fault.refusal {
        Refusal::Doubt(why) => Fault { code: fault.code, refusal: Refusal::Down(why) },
        _ => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_more_than_the_status() {
        let of = |status, code| meaning(status, code, String::new());
        let none = String::new;
        assert_eq!(of(403, code::NO_DIRECT), Refusal::NoDirect(none()));
        assert_eq!(of(403, code::NOTHING_SHARED), Refusal::NoDirect(none()));
        assert_eq!(of(403, code::NO_PERMISSION), Refusal::NotAllowed(none()));
        assert_eq!(of(404, code::NO_CHANNEL), Refusal::NotAllowed(none()));
        assert_eq!(of(404, code::NO_MESSAGE), Refusal::Gone(none()));
        assert_eq!(of(400, code::ARCHIVED), Refusal::Frozen(none()));
        assert_eq!(of(429, code::OLD_EDITS), Refusal::Frozen(none()));
        assert_eq!(of(502, -1), Refusal::Doubt(none()));
        assert_eq!(of(429, -1), Refusal::Later(UNTOLD_WAIT));
        assert_eq!(of(401, 0), Refusal::Down(none()));
    }
}
