//! Who may do what: one table of role and deed.
//!
//! Source: the roles of the product page and the access table of the measurement page. Scoped
//! look-ups (only one's own, only one's cohort) are the stores' work; this table says which role
//! may ask at all. Documents and the pages under "Who sees what" are written from it.

use serde::{Deserialize, Serialize};

/// A role that a person holds, in an installation, a sprint or a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sets up and runs a sprint.
    Coordinator,
    /// Practises in a cohort.
    Leader,
    /// Approves the skills and reads the group's numbers.
    Sponsor,
    /// Guards the data.
    DataOwner,
    /// Runs the installation.
    Administrator,
    /// Answers one pulse by a personal link.
    Rater,
}

impl Role {
    /// All roles, in the order of the table.
    pub const ALL: [Role; 6] = [
        Role::Coordinator,
        Role::Leader,
        Role::Sponsor,
        Role::DataOwner,
        Role::Administrator,
        Role::Rater,
    ];

    /// The role's key in the database and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Role::Coordinator => "coordinator",
            Role::Leader => "leader",
            Role::Sponsor => "sponsor",
            Role::DataOwner => "data_owner",
            Role::Administrator => "administrator",
            Role::Rater => "rater",
        }
    }

    /// The role of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The role as pages say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Coordinator => "Coordinator",
            Role::Leader => "Leader",
            Role::Sponsor => "Sponsor",
            Role::DataOwner => "Data owner",
            Role::Administrator => "Administrator",
            Role::Rater => "Rater",
        }
    }

    fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

const C: u8 = 1;
const L: u8 = 2;
const S: u8 = 4;
const D: u8 = 8;
const A: u8 = 16;
const R: u8 = 32;
const NOBODY: u8 = 0;

macro_rules! deeds {
    ($($(#[doc = $doc:literal])* $name:ident, $key:literal, $kind:ident, $who:expr;)*) => {
        /// Everything that can be seen or done, each once.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Deed { $($(#[doc = $doc])* $name,)* }

        impl Deed {
            /// All deeds, in the order of the table.
            pub const ALL: &'static [Deed] = &[$(Deed::$name),*];

            /// The deed's key, stable, for logs and snapshots.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Deed::$name => $key,)* }
            }

            /// The deed in one plain sentence part, as documents print it.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Deed::$name => concat!($($doc),*).trim_ascii(),)* }
            }

            /// Whether this is something seen, or something done.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Deed::$name => Kind::$kind,)* }
            }

            fn who(self) -> u8 {
                match self { $(Deed::$name => $who,)* }
            }
        }
    };
}

/// The two halves of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reading.
    Sees,
    /// Changing something.
    Does,
}

deeds! {
    /// see the group's numbers; a sponsor those of groups of five people or more
    SeeGroupNumbers, "see_group_numbers", Sees, C | L | S | D;
    /// see the status of each leader's weeks: tried, not this week, no report, excused
    SeeStatuses, "see_statuses", Sees, C;
    /// see alerts and what needs somebody today
    SeeAlerts, "see_alerts", Sees, C;
    /// read the plans and check-ins of the cohort
    ReadMoves, "read_moves", Sees, C | L;
    /// read one's own moves, reports and past weeks
    ReadOwnMoves, "read_own_moves", Sees, L;
    /// see the library of moves
    ReadLibrary, "read_library", Sees, C | L;
    /// read stories and thanks; a sponsor those that were shared with them
    ReadStories, "read_stories", Sees, C | L | S;
    /// see the six-column sheet with names
    SeeNamedSheet, "see_named_sheet", Sees, C;
    /// see the six-column sheet with pseudonyms and no free text
    SeePseudonymousRows, "see_pseudonymous_rows", Sees, D;
    /// see who gave which rating
    SeeIndividualRatings, "see_individual_ratings", Sees, NOBODY;
    /// see the people of a sprint, their mail addresses and who has signed in
    SeePeople, "see_people", Sees, C;
    /// see who has been trained as a peer mentor
    SeeTraining, "see_training", Sees, C;
    /// see who said that they take part, and how committed they say they are
    SeeCommitment, "see_commitment", Sees, C;
    /// see the names of the cohort
    SeePeers, "see_peers", Sees, C | L;
    /// read the record of changes of a sprint
    ReadChanges, "read_changes", Sees, C | D;
    /// read the audit log of the installation
    ReadAuditLog, "read_audit_log", Sees, A;
    /// ask the leaders of a cohort to take part, remind them, note what they say in person
    Invite, "invite", Does, C;
    /// note who was at the workshop of the peer mentors
    NoteWorkshop, "note_workshop", Does, C;
    /// say whether one takes part, and how committed one is
    AnswerInvitation, "answer_invitation", Does, L;
    /// make a sign-in link to hand over by hand, where no mail server is set up
    HandOverLink, "hand_over_link", Does, C | A;
    /// plan an own move, change the plan, drop it
    PlanMove, "plan_move", Does, L;
    /// report an own move and change the report
    ReportMove, "report_move", Does, L;
    /// say "useful to me" or ask one question about a peer's move
    React, "react", Does, L;
    /// judge a peer's move against its mark, without knowing how the leader judged it
    Judge, "judge", Does, L;
    /// rate the feedback of an own session, blind
    RateFeedback, "rate_feedback", Does, L;
    /// say how safe it feels to speak in the group, blind
    SaySafety, "say_safety", Does, L;
    /// practise the prompts of peer mentors alone
    Practise, "practise", Does, L;
    /// tell a story, say how far it may go, take it back
    TellStory, "tell_story", Does, L;
    /// thank a leader by name, in one line
    Thank, "thank", Does, L | S;
    /// say that one was at a showcase
    SayThere, "say_there", Does, S;
    /// excuse an own week
    ExcuseOwnWeek, "excuse_own_week", Does, L;
    /// leave the sprint with a reason
    Withdraw, "withdraw", Does, C | L;
    /// confirm a peer's late report or upward correction
    ConfirmLateReport, "confirm_late_report", Does, L;
    /// accept a late report or upward correction that a peer confirmed
    AcceptLateReport, "accept_late_report", Does, C;
    /// excuse a leader's week
    ExcuseWeek, "excuse_week", Does, C;
    /// pause a week before it begins, or let the group meet at another time
    ChangeCalendar, "change_calendar", Does, C;
    /// let somebody join a cohort
    Join, "join", Does, C;
    /// move in the weeks that a sheet kept, and take that back
    ImportSheet, "import_sheet", Does, C;
    /// record that somebody left the company or was transferred
    Leave, "leave", Does, C;
    /// let somebody go on in another group, and take back that somebody joined, left or stopped; set name and team right
    ChangeSeat, "change_seat", Does, C;
    /// act on an alert: offer a call, mark away, not now
    ActOnAlert, "act_on_alert", Does, C;
    /// correct a row with a reason
    Correct, "correct", Does, D;
    /// sign a sentence beside a number that is final
    SignErratum, "sign_erratum", Does, D;
    /// take a person out who has left, so that no number changes; an administrator whoever never sat in a group
    TakeOut, "take_out", Does, D | A;
    /// take a file with everything about oneself, ask to be taken out
    OwnData, "own_data", Does, C | L | S | D | A;
    /// take the data out as files
    Export, "export", Does, C | D;
    /// hand the sponsor a page or a sheet of group numbers
    Share, "share", Does, C;
    /// approve the skills of a sprint
    ApproveSkills, "approve_skills", Does, S;
    /// set up a sprint, its cohorts, times and people
    SetUp, "set_up", Does, C | A;
    /// give, take and hand over roles
    GiveRoles, "give_roles", Does, C | A;
    /// change the settings of the installation, and how long things are kept
    ChangeSettings, "change_settings", Does, A;
    /// answer the pulse that the personal link opens
    AnswerPulse, "answer_pulse", Does, R;
    /// travel in time, in the demo only
    TravelInTime, "travel_in_time", Does, C | L | S | D | A;
}

/// Whether a role may do a deed at all. The caller still looks only in what is the person's own.
#[must_use]
pub fn may(role: Role, deed: Deed) -> bool {
    deed.who() & role.bit() != 0
}

/// Whether any of a person's roles may do a deed.
#[must_use]
pub fn may_any(roles: &[Role], deed: Deed) -> bool {
    roles.iter().any(|role| may(*role, deed))
}

/// The roles that count for one cohort. Who holds a seat there sees it as a leader and not as its
/// coordinator: nobody watches over their own group.
#[must_use]
pub fn roles_in_cohort(held: &[Role], has_seat: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = held
        .iter()
        .copied()
        .filter(|role| *role != Role::Leader && !(has_seat && *role == Role::Coordinator))
        .collect();
    if has_seat {
        roles.push(Role::Leader);
    }
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// The table as Markdown: a row for each deed, a column for each role, "yes" or a dash.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::new();
    for (title, kind) in [("Sees", Kind::Sees), ("Does", Kind::Does)] {
        out.push_str(&format!("### {title}\n\n| |"));
        for role in Role::ALL {
            out.push_str(&format!(" {} |", role.name()));
        }
        out.push_str("\n| --- |");
        out.push_str(&" --- |".repeat(Role::ALL.len()));
        out.push('\n');
        for deed in Deed::ALL.iter().filter(|deed| deed.kind() == kind) {
            out.push_str(&format!("| {} |", deed.description()));
            for role in Role::ALL {
                out.push_str(if may(role, *deed) { " yes |" } else { " - |" });
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_who_gave_which_rating() {
        assert!(!may_any(&Role::ALL, Deed::SeeIndividualRatings));
    }

    #[test]
    fn a_sponsor_sees_group_numbers_and_no_row_of_one_leader() {
        let seen: Vec<Deed> = Deed::ALL
            .iter()
            .copied()
            .filter(|deed| deed.kind() == Kind::Sees && may(Role::Sponsor, *deed))
            .collect();
        assert_eq!(seen, [Deed::SeeGroupNumbers, Deed::ReadStories]);
    }

    #[test]
    fn a_data_owner_reads_no_free_text_and_a_rater_only_answers() {
        assert!(!may(Role::DataOwner, Deed::ReadMoves));
        assert!(may(Role::DataOwner, Deed::SeePseudonymousRows));
        assert!(!may(Role::DataOwner, Deed::SeeNamedSheet));
        let rater: Vec<Deed> = Deed::ALL
            .iter()
            .copied()
            .filter(|deed| may(Role::Rater, *deed))
            .collect();
        assert_eq!(rater, [Deed::AnswerPulse]);
    }

    #[test]
    fn an_administrator_reaches_content_only_through_another_role() {
        for deed in [
            Deed::ReadMoves,
            Deed::SeeStatuses,
            Deed::SeeGroupNumbers,
            Deed::SeePeople,
        ] {
            assert!(!may(Role::Administrator, deed), "{}", deed.key());
        }
    }

    #[test]
    fn a_coordinator_who_sits_in_a_cohort_sees_it_as_a_leader() {
        let own = roles_in_cohort(&[Role::Coordinator, Role::Leader], true);
        assert_eq!(own, [Role::Leader]);
        assert!(!may_any(&own, Deed::SeeStatuses));
        let other = roles_in_cohort(&[Role::Coordinator, Role::Leader], false);
        assert_eq!(other, [Role::Coordinator]);
        assert!(may_any(&other, Deed::SeeStatuses));
        assert!(!may_any(&other, Deed::PlanMove));
    }

    #[test]
    fn every_deed_is_described_once_and_printed_in_the_table() {
        let table = markdown();
        for deed in Deed::ALL {
            assert_eq!(
                table
                    .matches(&format!("| {} |", deed.description()))
                    .count(),
                1
            );
            assert_eq!(
                Deed::ALL.iter().filter(|d| d.key() == deed.key()).count(),
                1
            );
        }
        assert!(table.contains("| see who gave which rating | - | - | - | - | - | - |"));
        assert!(table.contains("| plan an own move, change the plan, drop it | - | yes | - |"));
    }

    #[test]
    fn each_role_is_found_by_its_key() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
        assert_eq!(Role::from_key("manager"), None);
    }
}
