//! `ibid check`: reads files or folders and says what is wrong with them.

use std::path::PathBuf;

use anyhow::Result;
use ibid_app::archives::check::{Check, Summary};
use ibid_app::archives::reading::{Problem, severity_word};
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};

pub(crate) fn run(paths: &[PathBuf], out: &mut Output) -> Result<Answer> {
    let mut failed: Result<()> = Ok(());
    let mut printing = Ok(());
    let summary = {
        let mut say = |file: &str, problem: &Problem| {
            if printing.is_ok() {
                printing = print(out, file, problem);
            }
        };
        let mut check = Check::new(&mut say);
        for path in paths {
            if let Err(error) = check.path(path) {
                eprintln!("ibid: {error}");
                failed = Err(crate::Said.into());
            }
        }
        check.summary
    };
    printing?;
    summarise(out, &summary)?;
    failed?;
    Ok(if summary.errors > 0 { Answer::No } else { Answer::Yes })
}

fn print(out: &mut Output, file: &str, problem: &Problem) -> std::io::Result<()> {
    if out.is_json() {
        let mut object = json!({
            "file": file,
            "line": problem.line,
            "column": problem.column,
            "severity": severity_word(problem.severity),
            "code": problem.code,
            "message": problem.message,
        });
        if let Some(handle) = &problem.handle {
            object["handle"] = json!(handle);
        }
        if let Some(fix) = &problem.fix {
            object["fix"] = json!(fix);
        }
        return out.json(&object);
    }
    let place = match problem.line {
        0 => file.to_owned(),
        line => format!("{file}:{line}"),
    };
    let word = severity_word(problem.severity);
    let (message, code) = (&problem.message, problem.code);
    out.line(&plain(&format!("{place}: {word}: {message} [{code}]")).replace('\n', " "))?;
    match &problem.fix {
        Some(fix) => out.line(&format!("    try: {}", plain(fix).replace('\n', "\n    "))),
        None => Ok(()),
    }
}

fn summarise(out: &mut Output, summary: &Summary) -> std::io::Result<()> {
    let Summary { files, templates, good, errors, warnings, by_type } = summary;
    let bad = templates - good;
    if out.is_json() {
        return out.json(&json!({ "summary": {
            "files": files, "templates": templates, "good": good, "bad": bad,
            "errors": errors, "warnings": warnings, "by_type": by_type,
        }}));
    }
    let types: Vec<_> = by_type.iter().map(|(word, count)| format!("{count} {word}")).collect();
    out.line(&format!(
        "{files} files, {templates} templates ({}): {good} good, {bad} bad; {errors} errors, {warnings} warnings",
        types.join(", ")
    ))
}
