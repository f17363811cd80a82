//! Everything that is kept of somebody, as one file they can take along.
//!
//! What is random and proves something (digests, secrets, what passkeys consist of) is left out: it says
//! nothing of its owner. Times are written as ISO 8601 in UTC.

use ibid_core::Handle;
use ibid_core::date::moment;
use ibid_core::policy::Action;
use ibid_store::{AccountState, Deed, Deeds, account_name};
use serde_json::{Value, json};

use super::{Accounts, Result, Who};
use crate::mail::Topic;

/// More deeds than anybody does by hand.
const MOST_DEEDS: usize = 100_000;

impl Accounts {
    /// All of it, as JSON for people to read.
    pub async fn export(&self, who: &Who, now: i64) -> Result<String> {
        who.may(&Action::KeepAccount(who.account.id))?;
        let (reader, id) = (self.reader(), who.account.id);
        let it = &who.account;
        let letters: Vec<_> =
            Topic::ALL.into_iter().filter(|topic| !topic.is_muted(it)).map(Topic::word).collect();
        let sessions = reader.sessions(id, now).await?;
        let passkeys = reader.passkeys(id).await?;
        let orcid = reader.orcid_of(id).await?;
        let roles = reader.roles(id).await?;
        let name = account_name(id);
        let by = reader.deeds(&Deeds { by: Some(id), ..Deeds::default() }, None, MOST_DEEDS).await?;
        let of = reader.deeds(&Deeds { whom: Some(&name), ..Deeds::default() }, None, MOST_DEEDS).await?;
        let petitions = reader.petitions_of(id, MOST_DEEDS).await?;
        let others = of.into_iter().filter(|deed| deed.by != id);
        let all = json!({
            "exported": moment(now),
            "account": {
                "number": id,
                "email": it.email,
                "language": it.lang,
                "letters": letters,
                "since": moment(it.since),
                "seen": moment(it.seen),
                "erased_on": (it.state == AccountState::Leaving).then(|| moment(it.leaves)),
            },
            "sessions": sessions.iter().map(|it| json!({
                "by": it.means, "browser": it.agent, "opened": moment(it.made), "seen": moment(it.seen), "ends": moment(it.ends),
            })).collect::<Vec<_>>(),
            "passkeys": passkeys.iter().map(|it| json!({
                "name": it.name, "made": moment(it.made), "used": (it.used > 0).then(|| moment(it.used)),
            })).collect::<Vec<_>>(),
            "orcid": orcid.map(|(orcid, at)| json!({ "id": orcid, "proved": moment(at) })),
            "roles": roles.iter().map(|it| json!({
                "role": it.role, "of": it.target, "since": moment(it.at),
            })).collect::<Vec<_>>(),
            "asked_of_curators": petitions.iter().map(|it| json!({
                "about": it.about, "text": it.text, "at": moment(it.at), "granted": it.granted, "answer": it.answer,
            })).collect::<Vec<_>>(),
            "profile": self.profile(&it.person).await?,
            "done_by_you": by.iter().map(deed).collect::<Vec<_>>(),
            "done_to_you": others.map(|it| deed(&it)).collect::<Vec<_>>(),
        });
        Ok(format!("{all:#}\n"))
    }

    /// The profile with all its versions as they are kept, and every claim with what spoke for it.
    async fn profile(&self, person: &str) -> Result<Value> {
        let reader = self.reader();
        let Some(handle) = Handle::parse(person) else { return Ok(Value::Null) };
        let Some(stored) = reader.record(&handle).await? else { return Ok(Value::Null) };
        let history = reader.history(&handle).await?;
        let versions = history.iter().map(|it| {
            json!({
                "version": it.version, "at": moment(it.at), "redif": it.text,
            })
        });
        let claims = reader.claims_of(stored.id).await?;
        let works = reader.by_id(&claims.iter().map(|it| it.work).collect::<Vec<_>>()).await?;
        let named = |id: i64| works.iter().find(|it| it.id == id).map_or("", |it| it.handle.as_str());
        let disputes = reader.disputes_of(stored.id).await?;
        Ok(json!({
            "handle": person,
            "not_shown": reader.profile(stored.id).await?.map(|it| it.hidden),
            "versions": versions.collect::<Vec<_>>(),
            "claims": claims.iter().map(|it| json!({
                "work": named(it.work), "answer": format!("{:?}", it.answer), "role": format!("{:?}", it.role),
                "evidence": it.evidence, "at": moment(it.at),
            })).collect::<Vec<_>>(),
            "disputes": disputes.iter().map(|it| json!({
                "reason": it.reason, "at": moment(it.at), "answer": it.answer,
            })).collect::<Vec<_>>(),
        }))
    }
}

fn deed(it: &Deed) -> Value {
    json!({ "at": moment(it.at), "what": it.what, "whom": it.whom, "for": it.behalf, "why": it.why })
}
