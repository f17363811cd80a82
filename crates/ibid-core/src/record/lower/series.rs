//! Series and journals.

use redif::{Field, Group};

use super::{Lowering, agents, lists, slot, value};
use crate::Handle;
use crate::record::{Kind, Series, series_kind};

/// Lowers a series.
pub(super) fn series(handle: Handle, group: &Group<'_, '_>, lowering: &mut Lowering) -> Series {
    let mut series = Series::new(handle);
    let mut holds = None;
    let mut lone = Vec::new();
    for (name, field) in &group.fields {
        let placed = match *name {
            "type" => slot::parsed(&mut holds, field, series_kind),
            "provider-institution" => slot::handles(&mut lone, field),
            _ => series_field(&mut series, name, field),
        };
        lowering.place(field, placed);
    }
    for (prefix, cluster) in &group.clusters {
        match *prefix {
            "provider" | "publisher" => agents::organization(&mut series.providers, cluster, lowering),
            "editor" => agents::people(&mut series.editors, cluster, lowering),
            _ => lowering.keep_all(cluster),
        }
    }
    lists::unique(&mut series.keywords);
    series.holds = holds.unwrap_or(Kind::Paper);
    series.other = std::mem::take(&mut lowering.other);
    attach(&mut series, lone);
    series
}

fn series_field(series: &mut Series, name: &str, field: &Field<'_>) -> bool {
    match name {
        "name" => slot::text(&mut series.name, field),
        "description" => slot::prose(&mut series.description, field),
        "issn" => slot::texts(&mut series.issn, field),
        "maintainer-name" => slot::text(&mut series.maintainer_name, field),
        "maintainer-email" => slot::read(&mut series.maintainer_email, field, value::email),
        "maintainer-phone" => slot::text(&mut series.maintainer_phone, field),
        "maintainer-fax" => slot::text(&mut series.maintainer_fax, field),
        "order-email" => slot::read(&mut series.order_email, field, value::email),
        "order-homepage" => slot::url(&mut series.order_homepage, field),
        "order-postal" => slot::text(&mut series.order_postal, field),
        "price" => slot::text(&mut series.price, field),
        "restriction" => slot::text(&mut series.restriction, field),
        "notification" => slot::text(&mut series.notification, field),
        "keywords" | "keywords-attent" => slot::keywords(&mut series.keywords, field),
        "classification-jel" => slot::jel(&mut series.jel, field),
        "followup" => slot::handles(&mut series.followups, field),
        "predecessor" => slot::handles(&mut series.predecessors, field),
        _ => false,
    }
}

/// A `Provider-Institution` that stood outside its cluster belongs to the first provider without one.
fn attach(series: &mut Series, lone: Vec<Handle>) {
    for handle in lone {
        match series.providers.iter_mut().find(|provider| provider.institution.is_none()) {
            Some(provider) => provider.institution = Some(handle),
            None => series.other.push(("provider-institution".to_owned(), handle.to_string())),
        }
    }
}
