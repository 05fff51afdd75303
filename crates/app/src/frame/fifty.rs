//! A long table, fifty rows at a time. A plain link leads on, and a phone is not given a page of twenty metres.

use askama::Template;

/// So many rows stand on a page.
const MOST: usize = 50;

/// Where a page of a long table stands in it, and the links to what comes before and after.
#[derive(Template)]
#[template(path = "frame/part_fifty.html")]
pub struct Fifty {
    first: usize,
    last: usize,
    all: usize,
    before: Option<String>,
    more: Option<String>,
}

impl Fifty {
    /// Leaves those rows that stand on the page `after` so many; `href` is the address of the page after a number of rows.
    pub fn of<T>(rows: &mut Vec<T>, after: &str, href: impl Fn(&str) -> String) -> Fifty {
        let all = rows.len();
        let after = after
            .parse()
            .ok()
            .filter(|after| *after < all)
            .unwrap_or(0usize);
        rows.drain(..after);
        rows.truncate(MOST);
        let last = after + rows.len();
        let number = |rows: usize| match rows {
            0 => href(""),
            rows => href(&rows.to_string()),
        };
        Fifty {
            first: (after + 1).min(all),
            last,
            all,
            before: (after > 0).then(|| number(after.saturating_sub(MOST))),
            more: (last < all).then(|| number(last)),
        }
    }

    /// "Rows 51 to 100 of 306", "12 rows".
    pub fn words(&self) -> String {
        match (
            self.last - self.first.min(self.last) + 1 < self.all,
            self.all,
        ) {
            (true, all) => format!("Rows {} to {} of {all}", self.first, self.last),
            (false, 1) => "1 row".into(),
            (false, all) => format!("{all} rows"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(all: usize, after: &str) -> (Vec<usize>, String, [Option<String>; 2]) {
        let mut rows: Vec<usize> = (1..=all).collect();
        let fifty = Fifty::of(&mut rows, after, |after| format!("?after={after}"));
        (rows, fifty.words(), [fifty.before, fifty.more])
    }

    #[test]
    fn every_row_of_a_long_table_is_on_one_page_and_the_links_lead_through_them() {
        let link = |after: &str| Some(format!("?after={after}"));
        let (rows, words, links) = page(120, "");
        assert_eq!((rows[0], rows[49], rows.len()), (1, 50, 50));
        assert_eq!(words, "Rows 1 to 50 of 120");
        assert_eq!(links, [None, link("50")]);
        let (rows, words, links) = page(120, "50");
        assert_eq!((rows[0], rows.len()), (51, 50));
        assert_eq!(words, "Rows 51 to 100 of 120");
        assert_eq!(links, [link(""), link("100")]);
        let (rows, words, links) = page(120, "100");
        assert_eq!((rows[0], rows.len()), (101, 20));
        assert_eq!(words, "Rows 101 to 120 of 120");
        assert_eq!(links, [link("50"), None]);
    }

    #[test]
    fn a_short_table_has_no_links_and_a_wrong_number_gives_the_first_page() {
        assert_eq!(page(1, ""), (vec![1], "1 row".into(), [None, None]));
        assert_eq!(page(50, "").1, "50 rows");
        assert_eq!(page(0, ""), (vec![], "0 rows".into(), [None, None]));
        for wrong in ["120", "9999", "-1", "x"] {
            assert_eq!(page(120, wrong).0[0], 1, "{wrong}");
        }
    }
}
