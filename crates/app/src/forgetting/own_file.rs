//! The file with everything that is kept about one person, for that person alone: asked for in their settings,
//! taken by a link that works for an hour.

use axum::extract::{Path, State};
use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError, Row, Value};
use firstmove_kit::params;
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::actor::Visitor;
use crate::app::{self, Answer, App, see_other};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::rows::id;

/// How long the link works.
const LASTS: SignedDuration = SignedDuration::from_hours(1);

/// Each part of the file: what it is called, and where it comes from. `$1` is the person.
const PARTS: &[(&str, &str)] = &[
    (
        "account",
        "select name, mail, theme, pseudonym, created_at from people where id = $1",
    ),
    (
        "for_forming_groups",
        "select function, level, location, manager, zone from person_attributes where person_id = $1",
    ),
    (
        "roles",
        "select s.name as sprint, r.role, r.since as since_at from sprint_roles r join sprints s on s.id = r.sprint_id
         where r.person_id = $1 order by r.since",
    ),
    (
        "groups",
        "select c.name as \"group\", p.name as sprint, s.squad, s.joined_at, s.exit_at, s.exit_kind, s.withdrawn_at,
                s.withdrawal_reason, s.withdrawal_note
         from seats s join cohorts c on c.cohort_id = s.cohort_id join sprints p on p.id = c.sprint_id
         where s.person_id = $1 order by s.joined_at",
    ),
    (
        "earlier_stays",
        "select c.name as \"group\", e.joined_at, e.exit_at, e.exit_kind, e.withdrawn_at
         from earlier_stays e join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         join cohorts c on c.cohort_id = s.cohort_id where s.person_id = $1 order by e.joined_at",
    ),
    (
        "invitations",
        "select i.asked_at, i.reminded_at, i.nudged_at, i.answer, i.answered_at, i.answered_by, i.commitment
         from invitations i join seats s on s.cohort_id = i.cohort_id and s.id = i.seat_id
         where s.person_id = $1 order by i.asked_at",
    ),
    (
        "excused_weeks",
        "select e.week, e.category, e.days, e.note, e.recorded_at, e.revoked_at
         from excuses e join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by e.recorded_at, e.id",
    ),
    (
        "moves",
        "select e.id as move, e.week, e.state, e.skill, e.hypothesis, e.action, e.planned_on, e.planned_time, e.with_whom,
                e.criteria, e.criteria_due, e.hours_freed, e.obstacle, e.response, e.fallback, e.confidence, e.stretch,
                e.witness, e.preparation, e.created_at, e.updated_at
         from experiments e join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by e.created_at, e.id",
    ),
    (
        "reports",
        "select r.experiment_id as move, r.revision, r.week, r.reported_at, r.performed_on, r.outcome, r.barrier,
                r.next_step, r.line, r.number, r.evidence, r.witness, r.reason, r.confirmed_at, r.accepted_at
         from reports r join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by r.reported_at, r.id",
    ),
    (
        "witnesses_of_own_moves",
        "select w.experiment_id as move, w.name, w.mail, w.named_at, w.asked_at, w.answer, w.answered_at
         from witnesses w join experiments e on e.cohort_id = w.cohort_id and e.id = w.experiment_id
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by w.named_at, w.experiment_id",
    ),
    (
        "own_moves_drawn_for_a_check",
        "select a.experiment_id as move, a.week, a.drawn_at, a.nobody_at
         from audited a join experiments e on e.cohort_id = a.cohort_id and e.id = a.experiment_id
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by a.week, a.experiment_id",
    ),
    (
        "changed_marks",
        "select h.experiment_id as move, h.changed_at, h.old_text, h.new_text, h.old_due, h.new_due
         from criteria_changes h join experiments e on e.cohort_id = h.cohort_id and e.id = h.experiment_id
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 order by h.changed_at, h.id",
    ),
    (
        "said_about_moves_of_others",
        "select useful_at, question, asked_at from reactions where person_id = $1 order by useful_at, asked_at",
    ),
    (
        "own_ratings",
        "select r.week, r.score, r.rated_at, r.prompt, r.used, r.used_at from ratings r join seats s on s.cohort_id = r.cohort_id and s.id = r.seat_id
         where s.person_id = $1 order by r.rated_at, r.week",
    ),
    (
        "said_how_safe_it_feels_to_speak_in_weeks",
        "select a.week from safety_answered a join seats s on s.cohort_id = a.cohort_id and s.id = a.seat_id
         where s.person_id = $1 order by a.week, a.cohort_id",
    ),
    (
        "own_verdicts_on_moves_of_others",
        "select v.experiment_id as move, v.asked_at, v.verdict, v.verdict_at
         from peer_verdicts v join seats s on s.cohort_id = v.cohort_id and s.id = v.seat_id
         where s.person_id = $1 order by v.asked_at, v.experiment_id",
    ),
    (
        "weeks_from_an_imported_sheet",
        "select r.week, r.told, r.outcome, r.metric_delta from imported_rows r
         join imports i on i.cohort_id = r.cohort_id and i.id = r.import_id and i.undone_at is null
         join seats s on s.cohort_id = r.cohort_id and s.id = r.seat_id
         where s.person_id = $1 order by r.week, r.position",
    ),
    (
        "own_practice",
        "select a.scenario, a.question, a.written_at from practice_answers a
         join seats s on s.cohort_id = a.cohort_id and s.id = a.seat_id
         where s.person_id = $1 order by a.scenario, a.written_at",
    ),
    (
        "at_the_workshop",
        "select w.noted_at from workshop_marks w
         join seats s on s.cohort_id = w.cohort_id and s.id = w.seat_id
         where s.person_id = $1 order by w.noted_at",
    ),
    (
        "own_sessions",
        "select m.meeting_id as session, m.here_at, m.word, m.mood from meeting_people m
         join seats s on s.cohort_id = m.cohort_id and s.id = m.seat_id
         where s.person_id = $1 order by m.cohort_id, m.meeting_id",
    ),
    (
        "as_a_guest",
        "select meeting_id as session, here_at from meeting_guests where person_id = $1 order by here_at, meeting_id",
    ),
    (
        "own_turns",
        "select t.week, t.slot, t.decided_at from turns t join seats s on s.cohort_id = t.cohort_id and s.id = t.seat_id
         where s.person_id = $1 order by t.cohort_id, t.week, t.slot",
    ),
    (
        "said_to_who_presented",
        "select a.meeting_id as session, a.part, a.words, a.written_at, a.useful_at from meeting_answers a
         join seats s on s.cohort_id = a.cohort_id and s.id = a.seat_id
         where s.person_id = $1 order by a.written_at, a.part",
    ),
    (
        "notes_written_last",
        "select meeting_id as session, part, words, written_at from meeting_notes
         where written_by = $1 order by written_at, part",
    ),
    (
        "commitments",
        "select c.meeting_id as session, c.what, c.due, c.made_at, c.done_at from commitments c
         join seats s on s.cohort_id = c.cohort_id and s.id = c.seat_id
         where s.person_id = $1 order by c.made_at, c.id",
    ),
    (
        "stories",
        "select t.kind, t.heading, t.situation, t.action, t.impact, t.consent, t.experiment_id as move, t.showcase,
                t.written_at, t.changed_at
         from stories t join seats s on s.cohort_id = t.cohort_id and s.id = t.seat_id
         where s.person_id = $1 order by t.written_at, t.id",
    ),
    (
        "thanks_from_the_group",
        "select r.words, r.given_at, r.shared_at from recognitions r
         join seats s on s.cohort_id = r.cohort_id and s.id = r.seat_id
         where s.person_id = $1 order by r.given_at, r.id",
    ),
    (
        "thanks_to_the_group",
        "select r.words, r.given_at from recognitions r
         join seats s on s.cohort_id = r.cohort_id and s.id = r.given_by
         where s.person_id = $1 order by r.given_at, r.id",
    ),
    (
        "thanks_from_a_sponsor",
        "select t.words, t.given_at, t.shared_at from thanks t
         join seats s on s.cohort_id = t.cohort_id and s.id = t.seat_id
         where s.person_id = $1 order by t.given_at, t.id",
    ),
    (
        "thanks_as_sponsor",
        "select words, given_at from thanks where person_id = $1 order by given_at, id",
    ),
    (
        "at_showcases_as_sponsor",
        "select c.name as \"group\", p.week, p.said_at from showcase_sponsors p
         join cohorts c on c.cohort_id = p.cohort_id where p.person_id = $1 order by p.said_at, p.week",
    ),
    (
        "corrections_of_own_row",
        "select c.week, c.change, c.reason, c.corrected_at from corrections c
         join seats s on s.cohort_id = c.cohort_id and s.id = c.seat_id
         where s.person_id = $1 order by c.corrected_at, c.id",
    ),
    (
        "mails",
        "select kind, day, subject, body, state, created_at from notices where person_id = $1 order by created_at, id",
    ),
    (
        "trail_of_own_deeds",
        "select at as done_at, kind from events where actor_id = $1 order by at, id",
    ),
];

/// Everything that is kept about this person.
pub fn everything(conn: &mut Conn<'_>, person: &PersonId, now: Timestamp) -> Result<Json, DbError> {
    let mut file = Map::new();
    file.insert("made_at".into(), json!(now.to_string()));
    for (name, sql) in PARTS {
        let rows = conn.query(sql, &params![person.to_string()])?;
        file.insert((*name).into(), rows.iter().map(object).collect());
    }
    Ok(Json::Object(file))
}

fn object(row: &Row) -> Json {
    let field = |(name, value): (&str, &Value)| {
        let value = match value {
            Value::Null => Json::Null,
            Value::Int(at) if name.ends_with("_at") => {
                let at = Timestamp::from_millisecond(*at).ok();
                at.map_or(Json::Null, |at| json!(at.to_string()))
            }
            Value::Int(number) => json!(number),
            Value::Real(number) => json!(number),
            Value::Text(text) => json!(text),
        };
        (name.to_owned(), value)
    };
    Json::Object(row.fields().map(field).collect())
}

/// `POST /settings/my-data`: makes the link and opens it.
pub async fn ask(State(app): State<App>, visitor: Visitor) -> Answer {
    let token = app.secrets.token();
    let kept = token.clone();
    app.act(visitor, move |scene, actor| {
        let (person, now) = (actor.person, scene.now);
        scene.conn.execute(
            "insert into export_links (token_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
            &params![
                Secrets::hash(&kept),
                person.to_string(),
                now.as_millisecond(),
                (now + LASTS).as_millisecond()
            ],
        )?;
        happened(scene, Some(actor), None, Event::ExportMade { person })
    })
    .await?;
    Ok(see_other(&format!("/my-data/{token}")))
}

/// `GET /my-data/{token}`: for who asked for it, signed in as themselves.
pub async fn take(State(app): State<App>, visitor: Visitor, Path(token): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let link = scene.conn.one(
            "select person_id from export_links where token_hash = $1 and expires_at > $2",
            &params![Secrets::hash(&token), scene.now.as_millisecond()],
        )?;
        let person: PersonId = id(&link.ok_or(Problem::NotFound)?, "person_id")?;
        if person != actor.person {
            return Err(Problem::NotFound);
        }
        let file = everything(scene.conn, &person, scene.now)?;
        let text = serde_json::to_string_pretty(&file).map_err(Problem::broken)?;
        app::file(text, "application/json", "firstmove-my-data.json")
    })
    .await
}
