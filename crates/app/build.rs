//! Joins the stylesheet, names every asset by its content and compresses it, so that the binary
//! holds ready answers and a page may be cached for ever.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The sheets in the order in which they are joined. `layers` comes first: it fixes the precedence.
const SHEETS: &[&str] = &[
    "layers",
    "font",
    "reset",
    "tokens",
    "base",
    "layout",
    "page",
    "logo",
    "nav",
    "icon",
    "pop",
    "switch",
    "button",
    "card",
    "avatar",
    "pill",
    "rail",
    "todo",
    "tile",
    "chart",
    "heat",
    "legend",
    "schedule",
    "fold",
    "prose",
    "table",
    "form",
    "choice",
    "messages",
    "chart-card",
    "toofew",
    "trail",
    "inset",
    "checks",
    "tabs",
    "leader",
    "weeks",
    "plan",
    "session",
    "invitation",
    "setup",
    "link-page",
    "sponsor",
    "slides",
    "claims",
    "calm",
    "example-bar",
    "utilities",
    "print",
    "forced-colours",
];

/// The page's five requests are itself and these four.
const FONT: &str = "schibsted-grotesk.woff2";

struct Asset {
    constant: &'static str,
    name: &'static str,
    mime: &'static str,
    body: Vec<u8>,
    /// The font is compressed already.
    compress: bool,
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=build.rs");
    let assets = Path::new("assets");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());

    let font = Asset {
        constant: "FONT",
        name: FONT,
        mime: "font/woff2",
        body: fs::read(assets.join("font").join(FONT))?,
        compress: false,
    };
    let css = stylesheet(&assets.join("css"))?.replace(FONT, &hashed(&font));
    let all = [
        Asset {
            constant: "CSS",
            name: "app.css",
            mime: "text/css; charset=utf-8",
            body: css.into_bytes(),
            compress: true,
        },
        Asset {
            constant: "JS",
            name: "fm.js",
            mime: "text/javascript; charset=utf-8",
            body: without_comments_and_indents(&fs::read_to_string(assets.join("js/fm.js"))?),
            compress: true,
        },
        Asset {
            constant: "ICONS",
            name: "icons.svg",
            mime: "image/svg+xml",
            body: fs::read(assets.join("icons.svg"))?,
            compress: true,
        },
        font,
    ];
    fs::write(out.join("assets.rs"), table(&all, &out)?)
}

/// Writes the bodies next to the table that includes them.
fn table(all: &[Asset], out: &Path) -> io::Result<String> {
    let mut consts = String::new();
    let mut rows = String::new();
    for asset in all {
        let file = hashed(asset);
        let keep = |suffix: &str, body: &[u8]| -> io::Result<String> {
            let path = out.join(format!("{file}{suffix}"));
            fs::write(&path, body)?;
            Ok(format!("include_bytes!({path:?})"))
        };
        let plain = keep("", &asset.body)?;
        let (gzip, brotli) = if asset.compress {
            let gzip = keep(".gz", &gzip(&asset.body)?)?;
            let brotli = keep(".br", &brotli(&asset.body)?)?;
            (format!("Some({gzip})"), format!("Some({brotli})"))
        } else {
            ("None".to_owned(), "None".to_owned())
        };
        consts += &format!(
            "/// Where `{}` is fetched.\npub const {}: &str = \"/assets/{file}\";\n",
            asset.name, asset.constant
        );
        rows += &format!(
            "    Asset {{ file: \"{file}\", mime: \"{}\", plain: {plain}, gzip: {gzip}, brotli: {brotli} }},\n",
            asset.mime
        );
    }
    Ok(format!(
        "{consts}\nstatic ASSETS: &[Asset] = &[\n{rows}];\n"
    ))
}

/// `app.css` becomes `app-0123456789abcdef.css`.
fn hashed(asset: &Asset) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(&asset.body);
    let (stem, ending) = asset.name.rsplit_once('.').unwrap_or((asset.name, "bin"));
    format!("{stem}-{:016x}.{ending}", hasher.finish())
}

/// A sheet that lies in the folder but is not listed would be lost without a word: refuse it.
fn stylesheet(folder: &Path) -> io::Result<String> {
    let files = fs::read_dir(folder)?.count();
    if files != SHEETS.len() {
        return Err(io::Error::other(format!(
            "{files} files in {}, {} listed in build.rs",
            folder.display(),
            SHEETS.len()
        )));
    }
    let mut joined = String::new();
    for sheet in SHEETS {
        joined += &fs::read_to_string(folder.join(format!("{sheet}.css")))?;
    }
    Ok(tightened(&joined))
}

/// Drops comments and the white space that means nothing in our own sheets (no strings with
/// braces, no `;` inside `url()`).
fn tightened(css: &str) -> String {
    let mut rest = css;
    let mut bare = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        bare += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare += rest;
    let mut tight = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    for (loose, close) in [
        (" {", "{"),
        ("{ ", "{"),
        ("; ", ";"),
        (";}", "}"),
        ("} ", "}"),
        (" }", "}"),
        (";}", "}"),
        (", ", ","),
        (": ", ":"),
    ] {
        tight = tight.replace(loose, close);
    }
    tight
}

/// Our script keeps comments on lines of their own.
fn without_comments_and_indents(js: &str) -> Vec<u8> {
    let lines = js.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into_bytes()
}

fn gzip(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body)?;
    encoder.finish()
}

fn brotli(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    encoder.write_all(body)?;
    encoder.flush()?;
    Ok(encoder.into_inner())
}
