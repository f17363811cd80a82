//! Prints what the reader says about files: `cargo run -p redif --example remarks -- FILE…`

use redif::{Options, Reader};

fn main() {
    for path in std::env::args().skip(1) {
        let file = match std::fs::File::open(&path) {
            Ok(file) => file,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        let mut reader = Reader::new(file, Options::default());
        loop {
            match reader.next() {
                Ok(Some(parsed)) => {
                    for diagnostic in &parsed.diagnostics {
                        let (code, word) = (diagnostic.code, diagnostic.severity.word());
                        println!("{} [{word} {code}]", diagnostic.at(&path));
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    eprintln!("{path}: {error}");
                    break;
                }
            }
        }
    }
}
