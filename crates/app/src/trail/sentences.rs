//! Each event as a sentence. One arm per event and no wildcard: nothing happens without words for it.

use firstmove_domain::event::Event;
use firstmove_domain::form::long_day;
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::results::cards::counted;
use crate::trail::afterwards;
use crate::trail::meetings;
use crate::trail::names::Names;
use crate::trail::seats;
use crate::trail::telling;
use crate::trail::training;
use crate::trail::words::{capital, figure_word, standing_word, weekday_word};

/// What a sentence is told with.
pub struct Teller<'a> {
    /// Who is called what.
    pub names: &'a Names,
    /// Who did it, as they are called; none for what happens by itself and for a signed link.
    pub by: Option<String>,
    /// When it happened.
    pub when: Timestamp,
    /// The zone in which days are told.
    pub zone: &'a TimeZone,
    /// The weeks of its group, where it is about one.
    pub calendar: Option<&'a Calendar>,
    /// Whether names and reasons are left out.
    pub hidden: bool,
}

impl Teller<'_> {
    pub(super) fn by(&self) -> String {
        match &self.by {
            Some(who) => format!(" by {who}"),
            None => String::new(),
        }
    }

    pub(super) fn day(&self, at: Timestamp) -> String {
        long_day(self.zone.to_datetime(at).date())
    }

    /// The reason behind a deed, where the reader may know it.
    fn why(&self, label: &str) -> String {
        match self.hidden {
            true => String::new(),
            false => format!(": {}", label.to_lowercase()),
        }
    }

    /// The event in a sentence.
    pub fn sentence(&self, event: &Event) -> String {
        let (names, by) = (self.names, self.by());
        let mover = |id| names.mover(id);
        let said = match event {
            Event::AccountMade { person } => {
                format!("An account was made for {}{by}", names.person(person))
            }
            Event::SignedIn { person } => format!("{} signed in", names.person(person)),
            Event::RoleGiven {
                person,
                role,
                sprint,
            } => format!(
                "{} was made {}{}{by}",
                names.person(person),
                role.name().to_lowercase(),
                names.in_sprint(*sprint)
            ),
            Event::RoleTaken {
                person,
                role,
                sprint,
            } => format!(
                "{} is no longer {}{}; it was taken back{by}",
                names.person(person),
                role.name().to_lowercase(),
                names.in_sprint(*sprint)
            ),
            Event::SprintSetUp { sprint } => {
                format!("{} was set up{by}", names.sprint(sprint))
            }
            Event::SkillAimed { sprint, skill } => {
                let skill = firstmove_domain::skill::skill(skill)
                    .map_or(skill.as_str(), |skill| skill.name);
                let sprint = names.sprint(sprint);
                format!("What {skill} serves in {sprint} was changed{by}")
            }
            Event::CohortFormed { people, .. } => {
                format!("The group was formed with {people} people{by}")
            }
            Event::Joined { .. }
            | Event::Left { .. }
            | Event::Withdrew { .. }
            | Event::JoiningTakenBack { .. }
            | Event::LeavingTakenBack { .. }
            | Event::StoppingTakenBack { .. }
            | Event::DetailsCorrected { .. } => seats::sentence(self, event),
            Event::WeekExcused {
                seat,
                week,
                category,
                ..
            } => format!(
                "Week {week} of {} was excused{by}{}",
                names.seat(seat),
                self.why(category.label())
            ),
            Event::ExcuseTakenBack { seat, week, .. } => {
                let who = names.seat(seat);
                format!("The excuse of {who} for week {week} was taken back{by}")
            }
            Event::InvitationsSent { people, .. } => match people {
                1 => format!("An invitation was sent{by}"),
                people => format!("{people} invitations were sent{by}"),
            },
            Event::InvitationAnswered {
                seat,
                takes_part,
                told,
            } => {
                let (who, what) = (names.seat(seat), if *takes_part { "yes" } else { "no" });
                match told {
                    true => format!("{who} said {what} to the invitation in person, noted{by}"),
                    false => format!("{who} said {what} to the invitation"),
                }
            }
            Event::CommitmentSaid { seat } => {
                format!("{} said how committed they are", names.seat(seat))
            }
            Event::LeaderReminded { seat, .. } => {
                format!("{} was reminded of the invitation{by}", names.seat(seat))
            }
            Event::SignInLinkMade { person } => {
                format!("A link that signs in {} was made{by}", names.person(person))
            }
            Event::AddressChanged { person } => {
                format!(
                    "Mails to {} go to another address{by}",
                    names.person(person)
                )
            }
            Event::WeekPaused { before, .. } => {
                format!("A pause was put before week {before}{by}")
            }
            Event::PauseTakenBack { before, .. } => {
                format!("The pause before week {before} was taken back{by}")
            }
            Event::WeeklyTimeChanged {
                from,
                weekday,
                time,
                ..
            } => format!(
                "The group meets on {} at {} from week {from} on, set{by}",
                weekday_word(*weekday),
                time.strftime("%H:%M")
            ),
            Event::WeeklyTimeTakenBack { from, .. } => {
                format!("The other weekly time from week {from} on was taken back{by}")
            }
            Event::MovePlanned {
                experiment,
                week,
                repeat_of,
                ..
            } => {
                let again = match repeat_of {
                    Some(_) => ", another try",
                    None => "",
                };
                format!(
                    "{} planned a move for week {week}{again}",
                    mover(experiment)
                )
            }
            Event::MoveQueued { experiment, .. } => {
                format!("{} put a move aside for later", mover(experiment))
            }
            Event::PlanChanged { experiment, .. } => format!(
                "{} changed the plan of {}",
                mover(experiment),
                names.the_move(experiment)
            ),
            Event::CriteriaChanged {
                experiment, times, ..
            } => format!(
                "{} changed the mark of {}, {}",
                mover(experiment),
                names.the_move(experiment),
                match times {
                    1 => "for the first time".to_owned(),
                    times => format!("{times} times by now"),
                }
            ),
            Event::MoveCarriedOver {
                experiment,
                from,
                to,
                ..
            } => format!(
                "A move of {} went from week {from} to week {to}",
                mover(experiment)
            ),
            Event::MoveDropped { experiment } => format!(
                "{} dropped {}",
                mover(experiment),
                names.the_move(experiment)
            ),
            Event::MoveReported {
                experiment,
                performed_on,
                outcome,
                again,
                ..
            } => format!(
                "{} {} a move tried on {}: {}",
                mover(experiment),
                if *again {
                    "changed the report of"
                } else {
                    "reported"
                },
                long_day(*performed_on),
                outcome.told()
            ),
            Event::NotThisWeek {
                experiment,
                week,
                barrier,
                ..
            } => format!(
                "{} said \u{201c}not this week\u{201d} about week {week}{}",
                mover(experiment),
                self.why(barrier.label())
            ),
            Event::AttemptTakenBack { experiment, .. } => format!(
                "{} took back the report of {}",
                mover(experiment),
                names.the_move(experiment)
            ),
            Event::ConfirmationAsked {
                experiment,
                standing,
                ..
            } => format!(
                "{} of {} came after the close and waits for a peer",
                capital(standing_word(*standing)),
                mover(experiment)
            ),
            Event::ReportConfirmed { experiment, .. } => format!(
                "A report of {} from after the close was confirmed{by}",
                mover(experiment)
            ),
            Event::ReportAccepted { experiment, .. } => format!(
                "A report of {} from after the close was accepted{by}",
                mover(experiment)
            ),
            Event::FoundUseful { experiment } => {
                format!("A move of {} was found useful{by}", mover(experiment))
            }
            Event::UsefulTakenBack { experiment } => format!(
                "\u{201c}Useful to me\u{201d} about a move of {} was taken back{by}",
                mover(experiment)
            ),
            Event::QuestionAsked { experiment } => format!(
                "A question about a move of {} was asked{by}",
                mover(experiment)
            ),
            // blind: nobody is named, whoever reads
            Event::FeedbackRated { week, .. } => {
                format!("Somebody rated the session of week {week}")
            }
            Event::MeetingBegan { .. }
            | Event::MeetingEnded { .. }
            | Event::MeetingTold { .. }
            | Event::MeetingMoved { .. }
            | Event::MeetingCalledOff { .. }
            | Event::MeetingBack { .. }
            | Event::TurnHandedOver { .. }
            | Event::TurnTaken { .. }
            | Event::TurnGivenBack { .. }
            | Event::CommitmentMade { .. }
            | Event::CommitmentKept { .. }
            | Event::CommitmentOpenAgain { .. }
            | Event::DecisionMade { .. }
            | Event::DecisionDropped { .. } => meetings::sentence(self, event),
            Event::ScenarioPractised { .. }
            | Event::MentorTrained { .. }
            | Event::WorkshopNoted { .. }
            | Event::WorkshopTakenBack { .. } => training::sentence(self, event),
            Event::MoveJudged { .. }
            | Event::MoveWitnessed { .. }
            | Event::HelpUsed { .. }
            | Event::SafetySaid { .. } => afterwards::sentence(self, event),
            Event::StoryTold { .. }
            | Event::StoryChanged { .. }
            | Event::StoryConsent { .. }
            | Event::StoryDeleted { .. }
            | Event::Recognised { .. }
            | Event::RecognitionTakenBack { .. }
            | Event::RecognitionShared { .. }
            | Event::SponsorWasThere { .. }
            | Event::SponsorThanked { .. }
            | Event::ThanksShared { .. } => telling::sentence(self, event),
            Event::WeekEnded { week, .. } => format!("Week {week} ended"),
            Event::WeekClosed { week, .. } if *week == Week::LAST => {
                "The numbers of the group became final".to_owned()
            }
            Event::WeekClosed { week, .. } => {
                format!("Week {week} closed, and its numbers stay")
            }
            Event::SheetImported { people, weeks, .. } => {
                let (weeks, people) = (
                    counted(weeks.len(), "week", "weeks"),
                    counted(*people, "person", "people"),
                );
                format!("A sheet with {weeks} of {people} moved in{by}")
            }
            Event::ImportTakenBack { .. } => {
                format!("A sheet that had moved in was taken back{by}")
            }
            Event::AlertOpened { alert } => format!("An alert opened{}", names.alert(alert)),
            Event::AlertAcknowledged { alert } => {
                format!("An alert was dealt with{by}{}", names.alert(alert))
            }
            Event::AlertSnoozed { alert, until } => format!(
                "An alert was put off until {}{by}{}",
                self.day(*until),
                names.alert(alert)
            ),
            Event::AlertResolved { alert } => {
                format!("An alert is over{}", names.alert(alert))
            }
            Event::Shared { .. } => format!("The numbers were handed to the sponsor{by}"),
            Event::Corrected { seat, change, .. } => format!(
                "The row of {} was corrected{by}: {}",
                names.seat(seat),
                change.told(self.zone)
            ),
            Event::ErratumSigned { figure, .. } => {
                let word = figure_word(*figure);
                format!("An erratum beside the {word} was signed{by}")
            }
            Event::ExportMade { person } => format!(
                "A file with everything about {} was made{by}",
                names.person(person)
            ),
            Event::ErasureAsked { person } => {
                format!("{} asked to be taken out", names.person(person))
            }
            Event::ErasureTakenBack { person } => {
                format!("{} no longer asks to be taken out", names.person(person))
            }
            Event::PersonErased {} => format!("A person was taken out{by}"),
            Event::KeepingChanged {} => format!("How long things are kept was changed{by}"),
            Event::Forgotten {
                texts,
                messages,
                sign_ins,
                events,
            } => format!(
                "What was kept long enough was deleted: {texts} moves' words, {messages} messages, \
                 {sign_ins} traces of signing in, {events} entries here"
            ),
            Event::TimeTravelled { to } => format!("The example went to {}", self.day(*to)),
        };
        format!("{said}.")
    }
}
