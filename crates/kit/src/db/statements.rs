//! What is known of a statement once it was seen: its text as SQLite numbers parameters, and its columns. Each thread of
//! the database remembers its own, so that asking the same again costs a look.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rusqlite::Statement;

/// More statements than a program has; then all are forgotten.
const MOST: usize = 1024;

struct Known {
    numbered: Rc<str>,
    columns: Option<Arc<[String]>>,
}

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, Known, RandomState>> = RefCell::default();
}

/// The text with `?1` for each `$1`.
pub(super) fn numbered(sql: &str) -> Rc<str> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(one) = known.get(sql) {
            return Rc::clone(&one.numbered);
        }
        if known.len() >= MOST {
            known.clear();
        }
        let numbered: Rc<str> = rewritten(sql).into();
        let one = Known {
            numbered: Rc::clone(&numbered),
            columns: None,
        };
        known.insert(sql.into(), one);
        numbered
    })
}

/// The names of the columns of this statement, prepared from `sql`.
pub(super) fn columns(sql: &str, statement: &Statement<'_>) -> Arc<[String]> {
    let count = statement.column_count();
    KNOWN.with_borrow_mut(|known| {
        let names = known.get(sql).and_then(|one| one.columns.clone());
        // `select *` has other columns once the tables have changed
        if let Some(names) = names.filter(|names| names.len() == count) {
            return names;
        }
        let names = statement.column_names().into_iter().map(str::to_owned);
        let names: Arc<[String]> = names.collect();
        if let Some(one) = known.get_mut(sql) {
            one.columns = Some(Arc::clone(&names));
        }
        names
    })
}

/// `$1` as SQLite's `?1`: its own `$1` would be a name, numbered by where it first stands.
fn rewritten(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return Cow::Borrowed(sql);
    }
    let mut out = Vec::with_capacity(sql.len());
    let mut quote = None;
    let bytes = sql.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1);
        match quote {
            Some(end) if byte == end => quote = None,
            Some(_) => {}
            None if byte == b'\'' || byte == b'"' => quote = Some(byte),
            None if byte == b'-' && next == Some(&b'-') => quote = Some(b'\n'),
            None => {}
        }
        let placeholder = byte == b'$' && quote.is_none() && next.is_some_and(u8::is_ascii_digit);
        out.push(if placeholder { b'?' } else { byte });
    }
    // Only single ASCII bytes were exchanged.
    String::from_utf8(out).map_or(Cow::Borrowed(sql), Cow::Owned)
}
