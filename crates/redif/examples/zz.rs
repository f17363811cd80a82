use redif::*;
fn main() {
    let b = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    for options in [Options::default(), Options { max_line: 100, max_template: 1000, ..Options::default() }] {
        let mut r = Reader::new(&b[..], options);
        while let Some(p) = r.next().unwrap() {
            let Some(t) = p.template else { continue };
            let s = print(&t);
            let a = parse(s.as_bytes());
            if a.templates().count() != 1 {
                println!("---- RAW\n{}\n---- PRINT\n{s}\n----", t.raw());
                for t in a.templates() {
                    println!("{:?}", t.fields())
                }
                return;
            }
        }
    }
}
