//! Profiles as records: a person written here is a template that ibid prints itself, with versions,
//! journal and history like any other record.
//!
//! Here: a new one, a new version, the taking over of a harvested one, all within a transaction somebody
//! else holds. Not here: who may do so, and what is noted of it (the verbs).

use std::collections::HashMap;

use ibid_core::date::Date;
use ibid_core::record::{Person, print};
use ibid_core::{Handle, Kind, Record, change, record};
use ibid_store::{Head, NewRecord, NewVersion, Packed, Profile, State, Tx};
use xxhash_rust::xxh3::xxh3_64;

/// The person a record says, `None` when it says none.
pub async fn person(tx: &mut Tx, id: i64) -> ibid_store::Result<Option<Person>> {
    Ok(match record::read(&tx.texts(&[id]).await?.concat()) {
        Some(Record::Person(person)) => Some(*person),
        _ => None,
    })
}

/// Gives a person, of whom all but handle and short-id is known, a record of their own here, and answers
/// them with its id.
pub async fn register(tx: &mut Tx, mut person: Person, at: i64) -> ibid_store::Result<(i64, Person)> {
    person.short_id = tx.free_short_id(&person.short_id_letters()).await?;
    let handle = format!("RePEc:per:{}:{}", Date::from_epoch(at), person.short_id);
    person.handle = Handle::parse(&handle)
        .ok_or_else(|| ibid_store::Error::Conflict(format!("{handle}: cannot be a handle")))?;
    Ok((save(tx, &person, at).await?, person))
}

/// Writes what is now known of a person: a new version of the record with this handle, or its first.
/// Answers the record's id. Nothing new, nothing written. What a harvest brought becomes ours, and the
/// template it brought stays known beside it; no harvest puts it back.
pub async fn save(tx: &mut Tx, person: &Person, at: i64) -> ibid_store::Result<i64> {
    let file = tx.own_file(at).await?;
    let handle = &person.handle;
    let head = tx.heads(std::slice::from_ref(handle)).await?.pop().flatten();
    let written = Written::of(tx, person).await?;
    let id = match head {
        None => {
            let Written { text, digest, .. } = written;
            let (handle, kind, year, shelf, line) = (handle.clone(), Kind::Person, None, 0, 1);
            tx.insert(&[NewRecord { handle, kind, year, shelf, digest, file, line, text }], at).await?.start
        }
        Some(head) => renew(tx, head, file, written, at).await?,
    };
    if tx.profile(id).await?.is_none() {
        tx.put_profile(&Profile { record: id, ..Profile::default() }).await?;
    }
    if !person.short_id.is_empty() {
        tx.put_short_ids(&[(person.short_id.clone(), id)]).await?;
    }
    Ok(id)
}

async fn renew(tx: &mut Tx, head: Head, file: i64, new: Written, at: i64) -> ibid_store::Result<i64> {
    let Head { id, .. } = head;
    let old = record::read(&tx.texts(&[id]).await?.concat());
    let what = match &old {
        Some(old) => change::diff(old, &new.record).map(|it| it.fields()),
        None => Some(String::new()),
    };
    if what.is_none() && head.state == State::Live && head.file == file {
        return Ok(id);
    }
    if head.file != file {
        tx.add_repeat(id, head.file, head.line).await?;
    }
    let (kind, year, shelf, line, what) = (Kind::Person, None, 0, 1, what.unwrap_or_default());
    let Written { text, digest, .. } = new;
    tx.supersede(&[NewVersion { id, kind, year, shelf, digest, file, line, text, what }], at).await?;
    Ok(id)
}

/// A person as the ledger keeps them.
struct Written {
    record: Record,
    text: Packed,
    digest: i64,
}

impl Written {
    /// Addresses at which people are reached stay with their account.
    async fn of(tx: &mut Tx, person: &Person) -> ibid_store::Result<Written> {
        let named: Vec<Handle> = [person.author_of.as_slice(), &person.editor_of].concat();
        let mut kinds = HashMap::with_capacity(named.len());
        for head in tx.heads(&named).await?.into_iter().flatten() {
            kinds.insert(head.handle, head.kind);
        }
        let open = Person { email: String::new(), ..person.clone() };
        let text = print::person(&open, |it| kinds.get(it).copied());
        let record = record::read(&text).unwrap_or_else(|| Record::Person(Box::new(open.clone())));
        // What was typed into one field must not be read as another, whatever readers forgive.
        if !says_no_more(&record, &open) {
            return Err(ibid_store::Error::Conflict(format!("{}: a value reads as a field", open.handle)));
        }
        let digest = xxh3_64(text.as_bytes()).cast_signed();
        Ok(Written { record, text: Packed::new(&text), digest })
    }
}

/// Whether a record says of itself, and claims, no more than it was to.
fn says_no_more(record: &Record, meant: &Person) -> bool {
    let Record::Person(it) = record else { return false };
    let within = |list: &[Handle], meant: &[Handle]| list.iter().all(|one| meant.contains(one));
    (&it.handle, &it.short_id, &it.email, it.deceased, it.lost)
        == (&meant.handle, &meant.short_id, &meant.email, meant.deceased, meant.lost)
        && within(&it.author_of, &meant.author_of)
        && within(&it.editor_of, &meant.editor_of)
}
