//! `ibid parse`: the templates of a file as they are read, one JSON object a template.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use ibid_app::archives::reading::type_word;
use serde_json::json;

use crate::Answer;
use crate::output::Output;

pub(crate) fn run(path: &Path, out: &mut Output) -> Result<Answer> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| name.clone())?;
    let mut reader = redif::Reader::new(file, redif::Options::default());
    let mut found = false;
    while let Some(parsed) = reader.next().with_context(|| name.clone())? {
        let good = parsed.is_good();
        let Some(template) = &parsed.template else { continue };
        found = true;
        let fields: Vec<_> =
            template.fields().iter().map(|field| json!([field.name(), field.value()])).collect();
        let handle = template.fields().iter().find(|field| field.name() == "handle");
        out.json(&json!({
            "type": type_word(template.kind()),
            "handle": handle.map(|field| field.value()),
            "file": name,
            "line": template.line(),
            "good": good,
            "fields": fields,
        }))?;
    }
    Ok(if found { Answer::Yes } else { Answer::No })
}
