//! The text of a CSV file as UTF-8, however it was saved: UTF-8, UTF-16 with or without its mark, or
//! Windows-1252, which Excel writes on a Western machine. Read as a stream.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What is looked at to find out how the text was saved.
const HEAD: u64 = 64 * 1024;
/// How much is translated at once.
const PIECE: usize = 8 * 1024;
/// Bytes that mean nothing in Windows-1252.
const NO_LETTER: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// A file that gives UTF-8.
pub struct Text<R> {
    file: Chain<Cursor<Vec<u8>>, R>,
    /// None where nothing has to be translated.
    decoder: Option<Decoder>,
    translated: Vec<u8>,
    /// How much of it was given.
    given: usize,
}

impl<R: Read> Text<R> {
    /// Looks at the beginning of a file. Error: it cannot be read.
    pub fn open(mut file: R) -> io::Result<Text<R>> {
        let mut head = Vec::new();
        (&mut file).take(HEAD).read_to_end(&mut head)?;
        Ok(Text {
            decoder: encoding(&head).map(Encoding::new_decoder),
            file: Cursor::new(head).chain(file),
            translated: Vec::new(),
            given: 0,
        })
    }

    /// Translates the next piece; whether there was one.
    fn translate(&mut self) -> io::Result<bool> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(false);
        };
        let mut piece = [0; PIECE];
        let count = self.file.read(&mut piece)?;
        let room = decoder.max_utf8_buffer_length(count).unwrap_or(4 * PIECE);
        self.translated.resize(room, 0);
        self.given = 0;
        let (result, _, written, damaged) =
            decoder.decode_to_utf8(&piece[..count], &mut self.translated, count == 0);
        if damaged || result == CoderResult::OutputFull {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "its text is damaged",
            ));
        }
        self.translated.truncate(written);
        if count == 0 {
            // a decoder that was told of the end is not asked again
            self.decoder = None;
        }
        Ok(count > 0 || written > 0)
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.translated.len() {
            if !self.translate()? {
                // nothing to translate, or all of it is: then the file is at its end
                return self.file.read(buffer);
            }
        }
        let rest = &self.translated[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// What a file that begins so is translated from; none for UTF-8, and for what is no text.
fn encoding(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"\xff\xfe") {
        Some(UTF_16LE)
    } else if head.starts_with(b"\xfe\xff") {
        Some(UTF_16BE)
    } else if let Some(unmarked) = unmarked(head) {
        Some(unmarked)
    } else if !is_utf8(head) && head.iter().all(|byte| is_written(*byte)) {
        Some(WINDOWS_1252)
    } else {
        None
    }
}

/// UTF-16 without its mark: separators, digits and Latin letters have a NUL for one of their two bytes, which hardly
/// stands at the other place. A picture or an archive has NULs too, and much besides that nobody writes.
fn unmarked(head: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = head.as_chunks::<2>();
    let nuls = |place: usize| pairs.iter().filter(|pair| pair[place] == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    if 8 * first.max(second) < pairs.len() {
        return None;
    }
    let (encoding, number): (_, fn([u8; 2]) -> u16) = if second > 4 * first {
        (UTF_16LE, u16::from_le_bytes)
    } else if first > 4 * second {
        (UTF_16BE, u16::from_be_bytes)
    } else {
        return None;
    };
    let mut letters = char::decode_utf16(pairs.iter().map(|pair| number(*pair))).peekable();
    while let Some(letter) = letters.next() {
        // the end may have cut the last letter
        let cut = letter.is_err() && letters.peek().is_none() && head.len() as u64 == HEAD;
        let written = letter.is_ok_and(|c| !c.is_control() || c.is_whitespace());
        if !cut && !written {
            return None;
        }
    }
    Some(encoding)
}

/// Whether it is UTF-8, but for a letter that the end may have cut.
fn is_utf8(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(
        |error| error.error_len().is_none() && head.len() as u64 == HEAD,
        |_| true,
    )
}

/// Whether a byte stands in text of Windows-1252: a letter, a sign, or a white space.
fn is_written(byte: u8) -> bool {
    let control = byte < 0x20 && !byte.is_ascii_whitespace();
    !control && byte != 0x7f && !NO_LETTER.contains(&byte)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

    use super::*;

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Text::open(bytes)?.read_to_end(&mut text)?;
        Ok(text)
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_name_is_the_same_however_the_file_was_saved() {
        let text = "Name;Mail\nJörg Ångström – „Łukasz“ 😀;j@riverbank.example\n".repeat(2_000);
        assert_eq!(read(text.as_bytes()).unwrap(), text.as_bytes());
        assert_eq!(
            read(&utf_16(&text, u16::to_le_bytes)).unwrap(),
            text.as_bytes()
        );
        assert_eq!(
            read(&utf_16(&text, u16::to_be_bytes)).unwrap(),
            text.as_bytes()
        );
        let western = b"J\xf6rg \x96 \x80 5\n".repeat(10_000);
        assert_eq!(
            read(&western).unwrap(),
            "Jörg – € 5\n".repeat(10_000).as_bytes()
        );
    }

    #[test]
    fn a_name_is_the_same_without_the_mark_of_its_encoding() {
        let short = "姓名,邮件,一\n李娜,li@riverbank.example,一\n";
        let long = format!("{short}Ångström 😀,a@riverbank.example,x\n").repeat(2_000);
        // the end of what is looked at cuts this one in the middle of a letter
        let cut = format!("a{}", "😁,".repeat(20_000));
        for text in [short, &long, &cut] {
            for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let file = utf_16(text, bytes).split_off(2);
                assert_eq!(read(&file).unwrap(), text.as_bytes());
            }
        }
        let odd = utf_16("Name,Mail", u16::to_le_bytes).split_off(2);
        let cut = read(&odd[..odd.len() - 1]).unwrap_err();
        assert!(cut.to_string().contains("damaged"));
    }

    #[test]
    fn what_is_no_text_is_not_translated_and_a_cut_file_is_damaged() {
        let picture = b"\x89PNG\r\n\x1a\n\x00\x00";
        assert_eq!(read(picture).unwrap(), picture);
        let stray = b"Name,Mail\nMaya\x00,maya@riverbank.example\n";
        assert_eq!(read(stray).unwrap(), stray);
        let mut cut = utf_16("Jörg", u16::to_le_bytes);
        cut.pop();
        assert!(read(&cut).unwrap_err().to_string().contains("damaged"));
        assert_eq!(read(b"").unwrap(), b"");
    }
}
