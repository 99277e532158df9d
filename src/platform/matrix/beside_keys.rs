//! What the server shows of the bot's own keys, asked by hand beside the process that serves.

use serde_json::{Map, Value};

use super::beside::{Beside, Entered};

/// What the server shows of the bot's own keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Whether the account has an identity.
    pub identity: bool,
    /// Whether the bot's device is signed by it.
    pub signed: bool,
    /// How many keys of rooms the backup holds, where there is one.
    pub backed_up: Option<u64>,
    /// Whether there is something that a recovery key opens.
    pub recoverable: bool,
    /// How many other devices the account has.
    pub others: usize,
}

impl Beside {
    /// What others see of the account's keys.
    ///
    /// # Errors
    /// When the homeserver doesn't say, in words.
    pub async fn keys(&self, entered: &Entered) -> Result<Shown, String> {
        let said = self.device_keys(entered).await?;
        let signing = said["self_signing_keys"][&entered.user]["keys"].as_object();
        let devices = said["device_keys"][&entered.user].as_object();
        let device = devices.and_then(|devices| devices.get(&entered.device));
        let backup = self.asked(&["v3", "room_keys", "version"], entered).await;
        let store = ["v3", "user", &entered.user, "account_data", "m.secret_storage.default_key"];
        let store = self.asked(&store, entered).await;
        Ok(Shown {
            identity: signing.is_some_and(|keys| !keys.is_empty()),
            signed: is_signed(device, &entered.user, signing),
            backed_up: backup.ok().map(|backup| backup["count"].as_u64().unwrap_or_default()),
            recoverable: store.is_ok_and(|store| store["key"].is_string()),
            others: devices.map_or(0, Map::len).saturating_sub(1),
        })
    }
}

/// Whether a device bears a signature of one of these keys. The signature itself is not checked:
/// this is a look at what is there, not a proof.
fn is_signed(device: Option<&Value>, user: &str, keys: Option<&Map<String, Value>>) -> bool {
    let (Some(device), Some(keys)) = (device, keys) else { return false };
    keys.keys().any(|key| device["signatures"][user].get(key).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_device_is_signed_where_it_bears_the_right_name() {
        let keys = json!({"ed25519:abc": "abc"});
        let device = |key: &str| json!({"signatures": {"@bot:s": {key: "signature"}}});
        let signed = |key: &str| is_signed(Some(&device(key)), "@bot:s", keys.as_object());
        assert!(signed("ed25519:abc") && !signed("ed25519:DEVICE"));
        assert!(!is_signed(None, "@bot:s", keys.as_object()));
        assert!(!is_signed(Some(&device("ed25519:abc")), "@bot:s", None));
    }
}
