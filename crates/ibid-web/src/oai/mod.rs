//! The OAI-PMH 2.0 provider at `/oai`: the works of the catalogue for harvesters, all of them or what
//! is new since a moment, withdrawn ones told as deleted.
//!
//! Items are works: they are what harvesters collect. Series and archives are the sets they are in;
//! persons and institutions have addresses of their own. Here: what is answered to which verb. Reading
//! a request is in `asked.rs`, lists in `list.rs`, what stands around a record in `entries.rs`, names
//! and moments as the protocol has them in `names.rs` and `time.rs`. Deliberately not here: the formats
//! (`ibid_core::export`), and how often anyone may ask (`limit.rs`).

mod asked;
mod entries;
mod fault;
mod list;
mod names;
mod redif;
mod sets;
mod time;
mod token;

#[cfg(test)]
mod tests;

use std::fmt::Write;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use ibid_core::Handle;
use ibid_core::date::moment;
use ibid_core::xml::{escape_into, escaped};
use ibid_store::{DatedList, Scope, State as Standing, Stored};

use crate::page::Page;
use crate::problem::Answer;
use crate::{Settings, Site, urls};
use asked::{Asked, Prefix, Wanted};
use entries::Entries;
use fault::{Code, Fault};
pub use names::is_domain;
pub(crate) use redif::schema;

/// Done, or told why not in the protocol's own way.
type Told = Result<(), Fault>;

const MEDIA: &str = "text/xml; charset=utf-8";
const OPEN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"",
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
    " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/",
    " http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\n"
);

/// Answers any request, by either method.
pub(crate) async fn show(State(site): State<Site>, uri: Uri, body: Bytes) -> Answer {
    let asked = Asked::read(uri.query().unwrap_or(""), &body);
    let mut out = String::from(OPEN);
    let _ = write!(out, "<responseDate>{}</responseDate>\n<request", moment(site.now()));
    for (name, value) in asked.repeated() {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    }
    let _ = writeln!(out, ">{}</request>", escaped(&urls::oai(&site.settings().base_url)));
    let told = match asked.wanted {
        Ok(wanted) => {
            let start = out.len();
            let told = answer(&site, &wanted, &mut out).await?;
            if told.is_err() {
                out.truncate(start);
            }
            told
        }
        Err(fault) => Err(fault),
    };
    if let Err(fault) = told {
        fault.write(&mut out);
    }
    out.push_str("</OAI-PMH>\n");
    Ok(Page::new(MEDIA, out).not_kept())
}

async fn answer(site: &Site, wanted: &Wanted, out: &mut String) -> Answer<Told> {
    match wanted {
        Wanted::Identify => identify(site, out).await,
        Wanted::Formats(None) => Ok(formats(site.settings(), out)),
        Wanted::Formats(Some(identifier)) => match found(site, identifier).await? {
            Some(stored) if stored.state == Standing::Live => Ok(formats(site.settings(), out)),
            Some(_) => Ok(Err(Fault::new(Code::NoMetadataFormats, "the record was withdrawn"))),
            None => Ok(Err(unknown(identifier))),
        },
        Wanted::Sets(from) => sets::write(site, from.as_ref(), out).await,
        Wanted::List(list) => list.write(site, out).await,
        Wanted::Record { identifier, prefix } => record(site, identifier, *prefix, out).await,
    }
}

/// The work an identifier of ours means.
async fn found(site: &Site, identifier: &str) -> Answer<Option<Stored>> {
    let Some(handle) = names::handle(site.settings(), identifier) else { return Ok(None) };
    Ok(site.reader().record(&handle).await?.filter(|stored| stored.kind.is_work()))
}

fn unknown(identifier: &str) -> Fault {
    Fault::new(Code::IdDoesNotExist, format!("no work here has the identifier {identifier:?}"))
}

async fn record(site: &Site, identifier: &str, prefix: Prefix, out: &mut String) -> Answer<Told> {
    let Some(stored) = found(site, identifier).await? else { return Ok(Err(unknown(identifier))) };
    out.push_str("<GetRecord>\n");
    let mut entries = Entries::of(site, Some(prefix), std::iter::once(&stored.handle)).await?;
    entries.write(&stored.handle, stored.at, stored.state, &stored.text, out);
    out.push_str("</GetRecord>\n");
    Ok(Ok(()))
}

async fn identify(site: &Site, out: &mut String) -> Answer<Told> {
    let settings = site.settings();
    let all = DatedList { scope: Scope::All, from: i64::MIN, until: i64::MAX, texts: false };
    let first = site.reader().dated(&all, None, 1).await?.pop();
    let earliest = first.map_or_else(|| site.now(), |work| time::datestamp(work.at));
    let repository = names::repository(settings);
    let email = match settings.email.as_str() {
        "" => format!("postmaster@{repository}"),
        email => email.to_owned(),
    };
    out.push_str("<Identify>\n");
    for (name, value) in [
        ("repositoryName", settings.name.as_str()),
        ("baseURL", &urls::oai(&settings.base_url)),
        ("protocolVersion", "2.0"),
        ("adminEmail", &email),
        ("earliestDatestamp", &moment(earliest)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ("compression", "gzip"),
    ] {
        let _ = writeln!(out, "<{name}>{}</{name}>", escaped(value));
    }
    let example = Handle::parse("RePEc:hst:ghsdps:gd11-190");
    let example = example.map_or_else(String::new, |handle| names::identifier(settings, &handle));
    out.push_str(
        "<description><oai-identifier xmlns=\"http://www.openarchives.org/OAI/2.0/oai-identifier\" \
         xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai-identifier \
         http://www.openarchives.org/OAI/2.0/oai-identifier.xsd\"><scheme>oai</scheme><repositoryIdentifier>",
    );
    escape_into(&repository, out);
    out.push_str("</repositoryIdentifier><delimiter>:</delimiter><sampleIdentifier>");
    escape_into(&example, out);
    out.push_str("</sampleIdentifier></oai-identifier></description>\n</Identify>\n");
    Ok(Ok(()))
}

fn formats(settings: &Settings, out: &mut String) -> Told {
    out.push_str("<ListMetadataFormats>\n");
    for prefix in Prefix::ALL {
        let (schema, namespace) = prefix.schema(settings);
        let _ = writeln!(
            out,
            "<metadataFormat><metadataPrefix>{}</metadataPrefix><schema>{}</schema>\
             <metadataNamespace>{namespace}</metadataNamespace></metadataFormat>",
            prefix.word(),
            escaped(&schema),
        );
    }
    out.push_str("</ListMetadataFormats>\n");
    Ok(())
}
