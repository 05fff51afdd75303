//! What a signed link opens: the report of one move, without signing in, and nothing that leads further.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::person::Mail;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::acts::{self, Teller, note};
use crate::check_ins::form::{ReportForm, Said};
use crate::check_ins::pages::ReportSent;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::acts::in_cohort;
use crate::experiments::cards::session;
use crate::experiments::kept::Kept;
use crate::frame::{Frame, Kind, Person};
use crate::link::{self, Link, Purpose};
use crate::notices::acts::{new_link, report_link, stop_link};
use crate::problem::Problem;
use crate::roles;
use crate::witnesses;

/// The page that a good link opens.
#[derive(Template)]
#[template(path = "check_ins/link.html")]
pub struct LinkPage {
    frame: Frame,
    first: String,
    group: String,
    /// Who coordinates the group; empty where that is nobody else.
    coordinator: String,
    /// Whether something was said before: closing the page no longer leaves it unsaid.
    kept: bool,
    /// Where the mails that come of themselves are ended.
    stop: String,
    form: Option<ReportForm>,
    said: Option<Said>,
    thanks: bool,
    next: String,
    note: String,
}

/// The page that a link opens which has run out. It shows no move and no name.
#[derive(Template)]
#[template(path = "check_ins/link_expired.html")]
pub struct ExpiredPage {
    frame: Frame,
    ended: String,
    mail: String,
    token: String,
    sent: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Anything: the report was just sent.
    sent: String,
    /// Anything: the report is to be changed.
    change: String,
}

/// What a link leads to.
struct Opened {
    link: Link<ExperimentId>,
    cohort: Cohort,
    kept: Kept,
    me: Seated,
    peers: usize,
}

impl Opened {
    fn is_good(&self, scene: &Scene<'_, '_>) -> bool {
        self.link
            .is_good(&self.cohort.calendar, self.kept.experiment.week, scene.now)
    }
}

/// The move behind a token; not found for anything that was not signed here, and for a leader who has left.
fn opened(scene: &mut Scene<'_, '_>, token: &str) -> Result<Opened, Problem> {
    let link = link::read::<ExperimentId>(&scene.app.signing_key, Purpose::Report, token)
        .ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &link.cohort)?.ok_or(Problem::NotFound)?;
    let kept = in_cohort(scene, &cohort, &link.about)?.ok_or(Problem::NotFound)?;
    let (me, peers) = acts::seated(scene, &cohort, &kept)?;
    let week = kept.experiment.week;
    if !me.reports_of(&cohort.calendar, week, scene.now) {
        return Err(Problem::NotFound);
    }
    Ok(Opened {
        link,
        cohort,
        kept,
        me,
        peers,
    })
}

/// `GET /m/{token}`
pub async fn open(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.open_page(move |scene| {
        let opened = opened(scene, &token)?;
        if !opened.is_good(scene) {
            return show(&expired(&opened, &token, !asked.sent.is_empty()));
        }
        show(&page(scene, &opened, &token, &asked)?)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    opened: &Opened,
    token: &str,
    asked: &Asked,
) -> Result<LinkPage, Problem> {
    let (cohort, kept) = (&opened.cohort, &opened.kept);
    let said = Said::of(cohort, kept, format!("/m/{token}?change=1"), scene.now);
    let wants_form = said.is_none() || !asked.change.is_empty();
    let is_final = scene.now >= cohort.calendar.final_close();
    let named = witnesses::acts::of_move(scene, &cohort.id, &kept.experiment.id)?;
    let mut form = ReportForm::new(cohort, kept, opened.peers, scene.now).with_witness(named);
    form.action = format!("/m/{token}");
    form.keep_within(&opened.me, scene.now);
    form.sent_key = scene.app.secrets.token();
    let name = Person::new(opened.me.name.as_str());
    let next = session(scene.now, cohort);
    Ok(LinkPage {
        first: name.first().to_owned(),
        frame: Frame::new("Your move", Kind::Link).read_by(name, ""),
        group: cohort.name.clone(),
        coordinator: roles::acts::whom_to_tell(scene, &cohort.sprint, &opened.me.person)?,
        kept: said.is_some(),
        stop: stop_link(scene, &opened.me.person),
        form: (wants_form && !is_final).then_some(form),
        thanks: !asked.sent.is_empty() && said.is_some() && !wants_form,
        said: said.filter(|_| !wants_form || is_final),
        next: next
            .map(|next| format!("Next is the session on {}.", next.words))
            .unwrap_or_default(),
        note: note(scene, cohort, kept)?.unwrap_or_default().to_owned(),
    })
}

fn expired(opened: &Opened, token: &str, sent: bool) -> ExpiredPage {
    let calendar = &opened.cohort.calendar;
    let ends = opened.link.ends(calendar, opened.kept.experiment.week);
    // one that ended at midnight worked until the day before
    let worked = ends
        .checked_sub(SignedDuration::from_millis(1))
        .unwrap_or(ends);
    ExpiredPage {
        frame: Frame::new("This link has run out", Kind::Link),
        ended: long_day(calendar.local_date(worked)),
        mail: Mail::parse(&opened.me.mail)
            .map(|mail| mail.masked())
            .unwrap_or_default(),
        token: token.to_owned(),
        sent,
    }
}

/// `POST /m/{token}`
pub async fn report(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(sent): Form<ReportSent>,
) -> Answer {
    let kept_token = token.clone();
    app.open_act(move |scene| take(scene, &kept_token, &sent))
        .await?;
    Ok(see_other(&format!("/m/{token}?sent=1")))
}

fn take(scene: &mut Scene<'_, '_>, token: &str, sent: &ReportSent) -> Result<(), Problem> {
    let opened = opened(scene, token)?;
    if !opened.is_good(scene) {
        return Err(ask_again(&expired(&opened, token, false)));
    }
    let whose = (&opened.cohort, &opened.me);
    match sent.read(scene, whose, &opened.kept)? {
        Ok((check_in, named)) => {
            let (cohort, id) = (&opened.cohort.id, &opened.kept.experiment.id);
            witnesses::acts::name(scene, cohort, id, named.as_ref())?;
            let teller = Teller {
                actor: None,
                cohort: &opened.cohort,
                me: &opened.me,
            };
            acts::report(
                scene,
                &teller,
                &opened.kept,
                &check_in,
                Some(&sent.sent_key),
            )?;
            Ok(())
        }
        Err(problems) => {
            let asked = Asked {
                change: "1".into(),
                ..Asked::default()
            };
            let mut page = page(scene, &opened, token, &asked)?;
            page.form = page
                .form
                .map(|form| form.again(sent.input.clone(), problems));
            Err(ask_again(&page))
        }
    }
}

/// `POST /m/{token}/new`: a new link goes to the address that the leader has here, and nowhere else.
pub async fn send_new(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Answer {
    let kept_token = token.clone();
    app.open_act(move |scene| {
        crate::people::acts::count_sender(scene, visitor.sender(scene.app))?;
        let opened = opened(scene, &kept_token)?;
        if !acts::count_new_link(scene, &opened.link.about)? {
            return Ok(());
        }
        let experiment = &opened.kept.experiment;
        let link = report_link(scene, &opened.cohort, &experiment.id, experiment.week);
        new_link(
            scene,
            (opened.me.person, &opened.me.name),
            "report your move",
            link,
        )
    })
    .await?;
    Ok(see_other(&format!("/m/{token}?sent=1")))
}
