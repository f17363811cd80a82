//! A window that slides over the input and hands out lines. Bounded whatever the input is: it keeps what
//! the current template needs and cuts lines that do not end. UTF-16 is turned into UTF-8 on the way in;
//! every other question of encoding is left to `text.rs`.

use std::io::{self, ErrorKind, Read};

use memchr::memchr2;

/// First size of the window: most files are smaller.
const FIRST: usize = 16 * 1024;

/// What the window grows to when the input has much to give at a time.
const CHUNK: usize = 256 * 1024;

pub(crate) struct Window<R> {
    input: R,
    wide: Option<Wide>,
    buf: Vec<u8>,
    /// Where the part that must not be thrown away begins.
    keep: usize,
    /// Where the next line begins.
    at: usize,
    /// No line end in `at..seen`.
    seen: usize,
    end: usize,
    eof: bool,
    started: bool,
    /// The current line has reached its limit: this many bytes of it are kept, the others dropped until
    /// it ends.
    cutting: Option<usize>,
    number: u32,
    max_line: usize,
}

/// One line in the window: bytes `start..end` without the line end, the next one beginning at `next`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    next: usize,
    /// Counted from 1.
    pub(crate) number: u32,
    /// Longer than allowed; the rest of it is gone.
    pub(crate) cut: bool,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(input: R, max_line: usize) -> Self {
        Window {
            input,
            wide: None,
            buf: Vec::new(),
            keep: 0,
            at: 0,
            seen: 0,
            end: 0,
            eof: false,
            started: false,
            cutting: None,
            number: 1,
            max_line,
        }
    }

    /// The next line, which stays the next one until [`advance`](Self::advance). What lies before the
    /// position given to [`keep_from`](Self::keep_from) may be gone afterwards, so spans handed out
    /// earlier hold only relative to that position.
    pub(crate) fn peek(&mut self) -> io::Result<Option<Span>> {
        loop {
            let found = self.line_end().or((self.eof && self.at < self.end).then_some((self.end, self.end)));
            if let Some((mut end, mut next)) = found {
                if self.cutting.is_some() || end - self.at > self.max_line {
                    let kept = self.at + self.cut();
                    self.buf.copy_within(end..self.end, kept);
                    self.end -= end - kept;
                    next -= end - kept;
                    end = kept;
                    self.seen = end;
                }
                let cut = self.cutting.is_some();
                return Ok(Some(Span { start: self.at, end, next, number: self.number, cut }));
            }
            if self.eof {
                return Ok(None);
            }
            self.seen = self.end.saturating_sub(self.waiting()).max(self.at);
            if self.end - self.at > self.max_line + 2 {
                let waiting = self.waiting();
                let kept = self.at + self.cut();
                self.buf.copy_within(self.end - waiting..self.end, kept);
                self.seen = kept;
                self.end = kept + waiting;
            }
            self.fill()?;
        }
    }

    /// Passes over the line that was peeked at.
    pub(crate) fn advance(&mut self, span: Span) {
        self.at = span.next;
        self.seen = span.next;
        self.cutting = None;
        self.number = self.number.saturating_add(1);
    }

    /// Lets go of everything before `position`.
    pub(crate) fn keep_from(&mut self, position: usize) {
        self.keep = position;
    }

    pub(crate) fn kept(&self) -> usize {
        self.keep
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buf[..self.end]
    }

    /// Whether the input is UTF-16, and if so whether some of it could not be decoded.
    pub(crate) fn utf16(&self) -> Option<bool> {
        self.wide.as_ref().map(|wide| wide.broken)
    }

    /// The end of the line at `at` and the start of the one after. LF, CRLF, CR CRLF and a lone CR end a
    /// line; a CR at the end of what was read waits for what follows.
    fn line_end(&self) -> Option<(usize, usize)> {
        let found = self.seen + memchr2(b'\n', b'\r', &self.buf[self.seen..self.end])?;
        if self.buf[found] == b'\n' {
            return Some((found, found + 1));
        }
        match self.buf[found + 1..self.end] {
            [b'\n', ..] => Some((found, found + 2)),
            [b'\r', b'\n', ..] => Some((found, found + 3)),
            [] if !self.eof => None,
            [b'\r'] if !self.eof => None,
            _ => Some((found, found + 1)),
        }
    }

    /// Bytes at the end that may be a line end in two parts.
    fn waiting(&self) -> usize {
        match self.buf[self.at..self.end] {
            [.., b'\r', b'\r'] => 2,
            [.., b'\r'] => 1,
            _ => 0,
        }
    }

    /// How much is kept of a line that is too long: its limit, or less where that would split a character.
    fn cut(&mut self) -> usize {
        let (at, limit) = (self.at, self.max_line);
        let buf = &self.buf;
        *self.cutting.get_or_insert_with(|| {
            let inside = |cut: &usize| buf[at + cut] & 0xC0 == 0x80;
            (limit.saturating_sub(3)..=limit).rev().find(|cut| !inside(cut)).unwrap_or(limit)
        })
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.buf.len() - self.end < self.buf.len() / 4 || self.buf.is_empty() {
            self.slide();
            let free = self.buf.len() - self.end;
            if free < self.buf.len() / 4 || self.buf.len() < CHUNK {
                self.buf.resize((self.buf.len() * 4).clamp(FIRST, CHUNK.max(self.buf.len() * 2)), 0);
            }
        }
        if !self.started {
            self.started = true;
            self.sniff()?;
            return Ok(());
        }
        let read = match &mut self.wide {
            None => read(&mut self.input, &mut self.buf[self.end..])?,
            Some(wide) => match wide.read(&mut self.input, &mut self.buf[self.end..])? {
                Some(written) => {
                    self.end += written;
                    return Ok(());
                }
                None => 0,
            },
        };
        self.end += read;
        self.eof = read == 0;
        Ok(())
    }

    fn slide(&mut self) {
        let by = self.keep;
        if by == 0 {
            return;
        }
        self.buf.copy_within(by..self.end, 0);
        self.keep = 0;
        self.at -= by;
        self.seen -= by;
        self.end -= by;
    }

    /// Reads the first bytes and looks for a byte order mark, or for the zeros of UTF-16 without one.
    fn sniff(&mut self) -> io::Result<()> {
        while self.end < 4 {
            let read = read(&mut self.input, &mut self.buf[self.end..])?;
            self.end += read;
            if read == 0 {
                self.eof = true;
                break;
            }
        }
        let (encoding, mark) = match self.buf[..self.end] {
            [0xEF, 0xBB, 0xBF, ..] => {
                (self.at, self.seen, self.keep) = (3, 3, 3);
                return Ok(());
            }
            [0xFF, 0xFE, ..] => (encoding_rs::UTF_16LE, 2),
            [0xFE, 0xFF, ..] => (encoding_rs::UTF_16BE, 2),
            [1..=127, 0, 1..=127, 0, ..] => (encoding_rs::UTF_16LE, 0),
            [0, 1..=127, 0, 1..=127, ..] => (encoding_rs::UTF_16BE, 0),
            _ => return Ok(()),
        };
        let raw = self.buf[mark..self.end].to_vec();
        self.end = 0;
        let done = self.eof;
        self.eof = false;
        let decoder = encoding.new_decoder_without_bom_handling();
        self.wide = Some(Wide { decoder, raw, from: 0, done, finished: false, broken: false });
        Ok(())
    }
}

/// UTF-16 on its way to UTF-8.
struct Wide {
    decoder: encoding_rs::Decoder,
    /// Bytes read and, from `from` on, not yet decoded.
    raw: Vec<u8>,
    from: usize,
    done: bool,
    finished: bool,
    broken: bool,
}

impl Wide {
    /// Puts more text into `into`; `None` at the end.
    fn read(&mut self, input: &mut impl Read, into: &mut [u8]) -> io::Result<Option<usize>> {
        if self.finished {
            return Ok(None);
        }
        if self.from == self.raw.len() && !self.done {
            self.raw.resize(CHUNK / 8, 0);
            let count = read(input, &mut self.raw)?;
            self.raw.truncate(count);
            self.from = 0;
            self.done = count == 0;
        }
        let (result, used, written, broken) =
            self.decoder.decode_to_utf8(&self.raw[self.from..], into, self.done);
        self.from += used;
        self.broken |= broken;
        self.finished = self.done && result == encoding_rs::CoderResult::InputEmpty;
        Ok(Some(written))
    }
}

fn read(input: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes one at a time.
    struct Drip<'b>(&'b [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else {
                return Ok(0);
            };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn lines(input: impl Read, max: usize) -> Vec<(u32, String, bool)> {
        let mut window = Window::new(input, max);
        let mut lines = Vec::new();
        while let Some(span) = window.peek().unwrap() {
            let text = String::from_utf8_lossy(&window.bytes()[span.start..span.end]).into_owned();
            lines.push((span.number, text, span.cut));
            window.advance(span);
            window.keep_from(span.next);
        }
        lines
    }

    fn check(bytes: &[u8], max: usize, want: &[&str]) {
        let whole = lines(bytes, max);
        let texts: Vec<&str> = whole.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, want, "{bytes:?}");
        assert!(whole.iter().map(|(n, _, _)| *n).eq(1..=want.len() as u32));
        assert_eq!(lines(Drip(bytes), max), whole, "byte by byte: {bytes:?}");
    }

    #[test]
    fn line_ends() {
        check(b"", 99, &[]);
        check(b"a", 99, &["a"]);
        check(b"a\nb\n", 99, &["a", "b"]);
        check(b"a\r\nb\r\n", 99, &["a", "b"]);
        check(b"a\rb\r", 99, &["a", "b"]);
        check(b"a\r\r\nb", 99, &["a", "b"]);
        check(b"a\r\rb", 99, &["a", "", "b"]);
        check(b"\n\r\n\r", 99, &["", "", ""]);
    }

    #[test]
    fn marks_and_wide_text() {
        check(b"\xEF\xBB\xBFa\nb", 99, &["a", "b"]);
        check(b"\xFF\xFEa\0\n\0\xE9\0", 99, &["a", "é"]);
        check(b"\xFE\xFF\0a\0\n\0\xE9", 99, &["a", "é"]);
        check(b"a\0b\0\n\0c\0", 99, &["ab", "c"]);
        check(b"\0a\0b\0\n\0c", 99, &["ab", "c"]);
        check(b"\xFF\xFE", 99, &[]);
        check(b"\xFF\xFEa", 99, &["\u{FFFD}"]);
        check(b"\xEF\xBB", 99, &["\u{FFFD}"]);
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        check(b"abcdefgh\nij\n", 4, &["abcd", "ij"]);
        check("abcé\nx".as_bytes(), 4, &["abc", "x"]);
        check(b"abcd\nabcde", 4, &["abcd", "abcd"]);
        check(&[b'x'; 100_000], 10, &["xxxxxxxxxx"]);
    }
}
