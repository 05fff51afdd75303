//! A sheet as an Excel workbook: every worksheet whose first non-empty row has the headings.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use indicatif::ProgressBar;

use super::cohort_column::CohortColumn;
use super::headings::Headings;
use super::line::{Column, Each, Remark, Remarks};
use super::workbook::OWN_PAGES;
use crate::tables::archive::Limits;
use crate::tables::workbook::Workbook;

/// Hands every row that holds anything to `each`. Error: the workbook cannot be read, or no worksheet has the
/// headings.
pub fn rows<R: Read + Seek>(
    file: R,
    limits: Limits,
    progress: &ProgressBar,
    remarks: &mut Remarks,
    each: Each<'_>,
) -> Result<(), Vec<Remark>> {
    let mut workbook = Workbook::open(file, limits).map_err(unreadable)?;
    let tabs = workbook.tabs();
    let ours = OWN_PAGES
        .iter()
        .all(|own| tabs.iter().any(|tab| tab == own));
    let mut passed_over = Vec::new();
    let mut read = 0_usize;
    for tab in &tabs {
        match worksheet(&mut workbook, (tab, ours), progress, remarks, each)? {
            Found::Table => read += 1,
            Found::Empty => {}
            Found::Other {
                recognised,
                missing,
            } => passed_over.push((recognised, tab, missing)),
        }
    }
    if read == 0 {
        let nearest = passed_over
            .into_iter()
            .max_by_key(|(recognised, ..)| *recognised);
        return Err(match nearest {
            Some((_, tab, missing)) => missing.into_iter().map(|it| in_tab(it, tab)).collect(),
            None => vec![Remark::whole_file(
                "the workbook is empty; the first row of a worksheet needs the headings Week, Participant, \
                 Attempted, Outcome, Feedback quality and Metric delta",
            )],
        });
    }
    // A worksheet that is a sheet but for one heading is rather a slip than a page of notes.
    let slips = passed_over
        .into_iter()
        .filter(|(recognised, ..)| recognised + 1 >= Column::REQUIRED.len());
    for (_, tab, missing) in slips {
        remarks
            .warnings
            .extend(missing.into_iter().map(|remark| Remark {
                message: format!("the worksheet \"{tab}\" is not counted: {}", remark.message),
                ..remark
            }));
    }
    Ok(())
}

enum Found {
    Table,
    Empty,
    Other {
        recognised: usize,
        missing: Vec<Remark>,
    },
}

fn worksheet<R: Read + Seek>(
    workbook: &mut Workbook<R>,
    (tab, ours): (&str, bool),
    progress: &ProgressBar,
    remarks: &mut Remarks,
    each: Each<'_>,
) -> Result<Found, Vec<Remark>> {
    let mut found = Found::Empty;
    let mut headings: Option<Headings> = None;
    let mut looked_at = 0;
    let mut cohorts = CohortColumn::of_a_workbook(ours);
    let read = workbook.rows(
        tab,
        |length| progress.set_length(length),
        |row| {
            if let Some(headings) = &headings {
                let number = row.number();
                progress.set_position(number);
                if let Some(cells) = headings.pick(number, Some(tab), |at| row.text(at)) {
                    each(&cohorts.settled(cells), remarks);
                }
                return ControlFlow::Continue(());
            }
            match Headings::read(row.texts()) {
                Ok(read) if matches!(found, Found::Empty) => {
                    headings = Some(read);
                    found = Found::Table;
                    ControlFlow::Continue(())
                }
                Err(missing) if matches!(found, Found::Empty) => {
                    let recognised = Headings::recognised(row.texts());
                    found = Found::Other {
                        recognised,
                        missing,
                    };
                    match Headings::below(1, row.texts()) {
                        Some(_) => ControlFlow::Break(()),
                        None => ControlFlow::Continue(()),
                    }
                }
                _ => {
                    looked_at += 1;
                    match Headings::below(row.number(), row.texts()) {
                        Some(remark) => {
                            found = Found::Other {
                                recognised: Headings::recognised(row.texts()),
                                missing: vec![remark],
                            };
                            ControlFlow::Break(())
                        }
                        None if looked_at < Headings::DEEPEST => ControlFlow::Continue(()),
                        None => ControlFlow::Break(()),
                    }
                }
            }
        },
    );
    read.map_err(unreadable)?;
    cohorts.finish(Some(tab), remarks);
    Ok(found)
}

fn in_tab(remark: Remark, tab: &str) -> Remark {
    Remark {
        message: format!("in the worksheet \"{tab}\": {}", remark.message),
        ..remark
    }
}

fn unreadable(sentence: String) -> Vec<Remark> {
    vec![Remark::whole_file(sentence)]
}
