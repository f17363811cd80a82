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
            // That printing keeps the meaning is held by the property tests, for lines as files have them.
            assert!(parse(print(template).as_bytes()).templates().next().is_some());
            assert!(parse(template.raw().as_bytes()).templates().next().is_some());
        }
    }
});
