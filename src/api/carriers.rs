//! Carriers that those who check code add to the tables.

use super::apis::Apis;
use super::model::{Carrier, CredentialId, OtherCarrier};
use crate::near::nearest;

impl Apis {
    /// Takes a carrier for as good as those of the schemes that carry this credential: something between the code and
    /// the API translates it.
    ///
    /// # Errors
    /// A sentence, if no table knows a credential of this id.
    pub fn translate(&mut self, carrier: &Carrier, credential: &str) -> Result<(), String> {
        let mut known = false;
        for api in &mut self.tables {
            let ids = (0u16..).map(CredentialId).zip(&api.credentials);
            for (id, _) in ids.filter(|(_, one)| one.id == credential) {
                known = true;
                api.overlay.translated.push(OtherCarrier { carrier: carrier.clone(), credential: id });
            }
        }
        if known {
            return Ok(());
        }
        let ids = || self.tables.iter().flat_map(|api| &api.credentials).map(|one| &*one.id);
        let hint = match nearest(credential, ids()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the tables know {}", ids().collect::<Vec<_>>().join(", ")),
        };
        Err(format!("unknown credential \"{credential}\"; {hint}"))
    }
}
