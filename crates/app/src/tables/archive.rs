//! Workbooks that unpack to more than a sheet ever holds, told before anything of them is kept in memory.
//!
//! A workbook is a zip. What its parts claim to hold is not believed: each is unpacked once, counted and thrown
//! away, up to a limit. Text without a tag inside is held whole by whoever reads it, so its length is limited too.

use std::io::{Read, Seek};

use zip::ZipArchive;

/// How much a workbook may unpack to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// All parts together.
    pub all: u64,
    /// Parts that are read whole: shared texts, styles and the like.
    pub part: u64,
}

/// For a file that somebody names on the command line: a million rows fit.
pub const GENEROUS: Limits = Limits {
    all: 2 << 30,
    part: 512 << 20,
};

/// For a file that is sent to a server.
pub const CAREFUL: Limits = Limits {
    all: 192 << 20,
    part: 48 << 20,
};

/// A cell holds 32 767 letters; written with escapes they are a few times as many bytes.
const LONGEST_TEXT: u64 = 1 << 20;
/// A workbook has a few parts for each worksheet.
const MOST_PARTS: usize = 10_000;

/// Looks through the workbook. Error: why it is not read.
pub fn check(file: impl Read + Seek, limits: Limits) -> Result<(), String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        format!(
            "the file is no readable Excel workbook ({error}); open it in a spreadsheet and save it as .xlsx or CSV"
        )
    };
    let mut archive = ZipArchive::new(file).map_err(|error| unreadable(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = limits.all;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|error| unreadable(&error))?;
        let sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if sheet { left } else { left.min(limits.part) };
        left -= unpacked(part, most).map_err(|error| match error {
            Fault::TooLarge => too_large(),
            Fault::Broken(error) => unreadable(&error),
        })?;
    }
    Ok(())
}

enum Fault {
    TooLarge,
    Broken(std::io::Error),
}

/// How many bytes a part unpacks to.
fn unpacked(mut part: impl Read, most: u64) -> Result<u64, Fault> {
    let mut piece = vec![0; 64 * 1024];
    let (mut all, mut text) = (0, 0);
    loop {
        let count = part.read(&mut piece).map_err(Fault::Broken)?;
        if count == 0 {
            return Ok(all);
        }
        all += count as u64;
        // the longest stretch between two tags
        let mut pieces = piece[..count].split(|byte| *byte == b'<');
        text += pieces.next().map_or(0, <[u8]>::len) as u64;
        for stretch in pieces {
            if text > LONGEST_TEXT {
                return Err(Fault::TooLarge);
            }
            text = stretch.len() as u64;
        }
        if all > most || text > LONGEST_TEXT {
            return Err(Fault::TooLarge);
        }
    }
}

fn too_large() -> String {
    "the workbook unpacks to far more than a sheet holds, so it was not opened; copy the rows into a new workbook, or \
     save them as CSV"
        .to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        zip.finish().unwrap().into_inner()
    }

    const SMALL: Limits = Limits {
        all: 4 << 20,
        part: 1 << 19,
    };

    #[test]
    fn what_unpacks_to_more_than_a_sheet_holds_is_not_opened() {
        let rows = "<c/>".repeat(1 << 19);
        let good = packed("xl/worksheets/sheet1.xml", rows.as_bytes());
        assert_eq!(check(Cursor::new(&good), SMALL), Ok(()));
        assert!(good.len() < 100_000, "it looks small");
        let more = packed("xl/worksheets/sheet1.xml", rows.repeat(3).as_bytes());
        assert!(
            check(Cursor::new(more), SMALL)
                .unwrap_err()
                .contains("unpacks to far more")
        );
        let shared = packed("xl/sharedStrings.xml", rows.as_bytes());
        assert!(
            check(Cursor::new(shared), SMALL).is_err(),
            "what is read whole is smaller"
        );
    }

    #[test]
    fn a_text_without_end_is_not_opened() {
        let long = format!("<t>{}</t>", "a".repeat(2 << 20));
        let file = packed("xl/worksheets/sheet1.xml", long.as_bytes());
        assert!(check(Cursor::new(file), SMALL).is_err());
    }

    #[test]
    fn what_a_part_claims_to_hold_is_not_believed() {
        let mut file = packed(
            "xl/worksheets/sheet1.xml",
            "<c/>".repeat(3 << 20).as_bytes(),
        );
        let claim = (12u32 << 20).to_le_bytes();
        let places: Vec<usize> = (0..file.len() - 4)
            .filter(|at| file[*at..at + 4] == claim)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            file[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
        }
        assert!(check(Cursor::new(file), SMALL).is_err());
    }
}
