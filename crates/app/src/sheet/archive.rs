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
