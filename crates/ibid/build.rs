//! Puts the toy world inside the binary: one table of names and bytes, for `ibid demo`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let world = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../testdata/toy");
    println!("cargo:rerun-if-changed={}", world.display());
    let mut files = Vec::new();
    collect(&world.join("RePEc"), &mut files);
    collect(&world.join("lists"), &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&world).unwrap().to_str().unwrap().replace('\\', "/");
        let path = file.canonicalize().unwrap();
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").unwrap();
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("toy.rs"), table).unwrap();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        println!("cargo:rerun-if-changed={}", path.display());
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
