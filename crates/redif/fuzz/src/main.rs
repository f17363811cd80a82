//! Feeds the reader whatever may break it, on the stable toolchain. From this folder:
//!
//! ```sh
//! RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
//!   -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
//!   -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
//!   cargo run --release --target x86_64-unknown-linux-gnu -- \
//!   -max_total_time=60 -max_len=4096 -dict=redif.dict corpus ../tests/cases
//! ```
//!
//! `--target` keeps the flags off build scripts; new findings go to `corpus/`, which need not exist in the
//! repository but must on disk.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redif::{Options, Reader, parse, print};

fuzz_target!(|bytes: &[u8]| {
    let small = Options { max_line: 100, max_template: 1000, ..Options::default() };
    for options in [Options::default(), small] {
        let mut reader = Reader::new(bytes, options);
        while let Some(parsed) = reader.next().expect("memory can be read") {
            let Some(template) = &parsed.template else { continue };
            let _ = template.group();
            for field in template.fields() {
                let _ = (field.value(), field.paragraphs());
            }
            // What is printed is one template with the same fields.
            let again = parse(print(template).as_bytes());
            let mut found = again.templates();
            let printed = found.next().expect("a printed template is a template");
            assert!(found.next().is_none(), "one template was printed, more were read");
            let meaning = |template: &redif::Template<'_>| -> Vec<(String, String)> {
                let fields = template.fields().iter().filter(|field| field.name() != "template-type");
                fields.map(|field| (field.name().to_owned(), field.value().into_owned())).collect()
            };
            if bytes.len() < 100 {
                assert_eq!(meaning(printed), meaning(template));
            }
        }
    }
});
