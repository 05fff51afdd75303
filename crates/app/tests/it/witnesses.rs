//! Whoever was there is asked once whether a move happened; what they say is for its leader, and their address for
//! nobody else.

use firstmove::cohorts::{histories, store};
use firstmove::trail::agreement::{self, Agreement};
use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::moves::{plan, planned, plans, reports, send, skips, week_one};
use crate::post::world_with;
use crate::post_office::PostOffice;
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

pub const KARIM: &str = "karim@warehouse.example";

/// Reports a move as tried, with Karim as who was there.
pub fn reports_with_karim(leader: &Browser, one: &str) -> Answer {
    let fields = [
        ("tried", "yes"),
        ("outcome", "failed"),
        ("line", "They waited for me to speak, and I did."),
        ("number", "47"),
        ("witness", "Karim Haddad"),
        ("witness_mail", "Karim@Warehouse.example"),
    ];
    leader.post(&format!("{one}/report"), &fields)
}

/// Hannah's move of week 1, tried on Tuesday in the presence of Karim, who has been asked: the move and his link.
pub struct Asked {
    pub world: World,
    pub office: PostOffice,
    pub sprint: Sprint,
    pub cohort: Cohort,
    pub hannah: Browser,
    pub one: String,
    pub link: String,
}

pub fn asked() -> Asked {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (sprint, cohort) = week_one(&world);
    world.remember(&cohort);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    world.at("2026-03-24 12:00");
    assert_eq!(reports_with_karim(&hannah, &one).status, 303);
    world.later(SignedDuration::from_mins(20));
    let mails = office.arrived_for(KARIM);
    assert_eq!(mails.len(), 1);
    let link = mails[0].link("/w/");
    Asked {
        world,
        office,
        sprint,
        cohort,
        hannah,
        one,
        link,
    }
}

impl Asked {
    pub fn says(&self, answer: &str) -> Answer {
        self.world.nobody().post(&self.link, &[("answer", answer)])
    }

    /// The tiers of what supports Hannah's move, and whether the trail tells the same.
    pub fn tiers(&self) -> Vec<u8> {
        let id = self.cohort.id.parse().unwrap();
        let experiment = self.one.trim_start_matches("/moves/").to_owned();
        self.world.write(move |conn| {
            let cohort = store::get(conn, &id)?.unwrap();
            assert_eq!(agreement::of(conn, &cohort)?, Agreement::Same);
            let all = histories::load(conn, &id)?;
            let mut attempts = all.into_iter().flat_map(|seat| seat.attempts);
            let attempt = attempts.find(|one| one.experiment.to_string() == experiment);
            Ok(attempt
                .unwrap()
                .evidence
                .iter()
                .map(|one| one.tier)
                .collect())
        })
    }
}

#[test]
fn whoever_was_there_is_asked_once_and_learns_neither_outcome_nor_number() {
    let it = asked();
    let mail = &it.office.arrived_for(KARIM)[0];
    assert_eq!(
        mail.header("to"),
        "\"Karim Haddad\" <karim@warehouse.example>"
    );
    assert_eq!(mail.header("reply-to"), it.cohort.leaders[0].person.mail);
    let page = it.world.nobody().get(&it.link).shown();
    page.must_say("Did this happen?");
    page.must_say("Hannah Weiss says that you were there on Tuesday 24 March");
    page.must_say("On Tuesday I say: the brief is yours.");
    for told in [page.text(), mail.words()] {
        for never in [
            "Not met",
            "Met it",
            "47",
            "They waited for me",
            "Three briefs",
        ] {
            assert!(!told.contains(never), "{never} in {told}");
        }
    }
    assert!(
        !page.html.contains("aria-label=\"Main\""),
        "it leads nowhere"
    );
    it.world.nobody().get(&it.link).shown();
    let said = "select count(*) as n from witnesses where answer is not null";
    assert_eq!(it.world.number(said), 0, "looking says nothing");
    // the report is set right, and days go by
    reports(&it.hannah, &it.one, "partially");
    for time in ["2026-03-25 09:00", "2026-03-26 09:00", "2026-03-30 09:00"] {
        it.world.at(time);
    }
    assert_eq!(it.office.arrived_for(KARIM).len(), 1, "once for each move");
}

#[test]
fn a_yes_supports_the_move_and_a_no_is_read_by_its_leader_alone() {
    let it = asked();
    let page = it.hannah.get(&it.one).shown();
    page.must_say("Karim Haddad was asked on Tuesday 24 March. There is no answer yet.");
    assert_eq!(it.says("yes").location(), it.link);
    it.world
        .nobody()
        .get(&it.link)
        .shown()
        .must_say("Thank you");
    assert_eq!(it.tiers(), [2]);
    it.hannah
        .get(&it.one)
        .shown()
        .must_say("Yes, this happened.");
    it.world.later(SignedDuration::from_hours(1));
    assert_eq!(it.says("no").status, 303);
    assert!(it.tiers().is_empty());
    let page = it.hannah.get(&it.one).shown();
    page.must_say("Karim Haddad answered on Tuesday 24 March: No.");
    let peer = it.world.sign_in(&it.cohort.leaders[1].person);
    let coordinator = it.world.sign_in(&it.sprint.coordinator);
    let owner = it.world.sign_in(&it.sprint.data_owner);
    for reader in [&peer, &coordinator] {
        let page = reader.get(&it.one).shown();
        for never in ["answered on", "was asked", KARIM] {
            assert!(!page.says(never), "{never} in {}", page.text());
        }
    }
    for reader in [&coordinator, &owner] {
        let trail = reader.get("/trail").shown();
        assert!(
            !trail.says("changed what they had said"),
            "who took it back is for the leader alone: {}",
            trail.text()
        );
    }
}

#[test]
fn a_first_no_leaves_no_trace_but_its_row() {
    let it = asked();
    let before = it.world.number("select count(*) as n from events");
    assert_eq!(it.says("no").status, 303);
    assert_eq!(it.says("not_sure").status, 303);
    assert_eq!(it.world.number("select count(*) as n from events"), before);
    assert!(it.tiers().is_empty());
}

#[test]
fn an_answer_sent_twice_is_one_and_can_be_changed_until_the_week_closes() {
    let it = asked();
    for _ in 0..3 {
        assert_eq!(it.says("yes").status, 303);
    }
    let witnessed = "select count(*) as n from events where kind = 'move_witnessed'";
    assert_eq!(it.world.number(witnessed), 1);
    it.world.at("2026-04-01 23:00");
    let page = it.world.nobody().get(&it.link).shown();
    page.must_say("You can until Wednesday 1 April, midnight.");
    assert_eq!(it.says("not_sure").status, 303);
    assert_eq!(it.says("yes").status, 303);
    it.world.at("2026-04-02 00:00");
    // the one move of the week is drawn for a check, so that its link stays good
    let late = it.says("no");
    assert_eq!(late.status, 409, "{}", late.text());
    late.must_say("The week has closed, so your answer stays as you gave it first.");
    assert_eq!(it.tiers(), [2]);
}

#[test]
fn a_button_that_is_none_comes_back_and_too_many_are_stopped() {
    let it = asked();
    it.says("maybe")
        .came_back()
        .must_say("Tap one of the three");
    it.says("").came_back();
    let mut statuses = (0..30).map(|n| it.says(if n % 2 == 0 { "yes" } else { "no" }).status);
    assert!(statuses.any(|status| status == 429));
}

#[test]
fn a_link_that_was_not_made_here_opens_nothing_and_an_old_one_names_nobody() {
    let it = asked();
    let nobody = it.world.nobody();
    let swapped = it.link.replace("/w/", "/m/");
    let broken = format!("{}x", it.link);
    for path in ["/w/guessed", "/w/", broken.as_str(), swapped.as_str()] {
        assert_eq!(nobody.get(path).status, 404, "{path}");
    }
    assert_eq!(nobody.post(&broken, &[("answer", "yes")]).status, 404);
    // a report that is taken back leaves nothing to answer
    it.world.later(SignedDuration::from_mins(1));
    skips(&it.hannah, &it.one, "");
    assert_eq!(nobody.get(&it.link).status, 404);
    it.world.later(SignedDuration::from_mins(1));
    reports_with_karim(&it.hannah, &it.one);
    nobody.get(&it.link).shown();
    // its move is drawn when the week closes: two weeks more
    it.world.at("2026-04-15 23:59");
    nobody.get(&it.link).shown();
    it.world.at("2026-04-16 00:00");
    let page = nobody.get(&it.link).shown();
    page.must_say("This link has run out");
    for never in ["Hannah", "brief", "Karim"] {
        assert!(!page.says(never), "{never}");
    }
    it.says("yes").came_back().must_say("This link has run out");
    assert!(it.tiers().is_empty());
}

#[test]
fn nobody_is_their_own_witness_and_a_bad_address_comes_back_with_what_was_typed() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let own = cohort.leaders[0]
        .person
        .mail
        .replace('@', "+moves@")
        .to_uppercase();
    let mut fields = plan("2026-03-24");
    fields.push(("witness", "Hannah herself".into()));
    fields.push(("witness_mail", own.clone()));
    let back = send(&hannah, "/moves/new", &fields).came_back();
    back.must_say("This is your own address.");
    assert!(
        back.html.contains("Hannah herself"),
        "what was typed is there"
    );
    let one = plans(&hannah, "2026-03-24");
    let report = |mail: &str, name: &str| {
        let fields = [
            ("tried", "yes"),
            ("outcome", "succeeded"),
            ("line", "Done by 10:40. She found a faster order."),
            ("witness", name),
            ("witness_mail", mail),
        ];
        hannah.post(&format!("{one}/report"), &fields)
    };
    report(&own, "Hannah")
        .came_back()
        .must_say("This is your own address.");
    report("karim at home", "Karim")
        .came_back()
        .must_say("The address has no @");
    report(KARIM, "").came_back().must_say("Write the name too");
    assert_eq!(world.number("select count(*) as n from reports"), 0);
    // somebody of the same group may be asked
    assert_eq!(
        report(&cohort.leaders[1].person.mail, "Maya Okafor").status,
        303
    );
    let named = "select count(*) as n from witnesses where asked_at is null";
    assert_eq!(world.number(named), 1);
}

#[test]
fn a_name_from_the_plan_is_asked_after_the_report_and_can_be_put_right_until_then() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let mut fields = plan("2026-03-24");
    fields.push(("witness", "Karim Haddad".into()));
    fields.push(("witness_mail", "wrong@warehouse.example".into()));
    let one = planned(&send(&hannah, "/moves/new", &fields));
    world.at("2026-03-24 12:00");
    assert!(office.arrived().is_empty(), "a plan asks nobody");
    let form = hannah.get("/home").shown();
    assert!(
        form.html.contains("wrong@warehouse.example"),
        "it stands in the report form"
    );
    reports(&hannah, &one, "succeeded");
    world.later(SignedDuration::from_mins(5));
    let path = format!("{one}/witness");
    let right = [("witness", "Karim Haddad"), ("witness_mail", KARIM)];
    for _ in 0..2 {
        assert_eq!(hannah.post(&path, &right).status, 303);
    }
    world.later(SignedDuration::from_mins(20));
    assert_eq!(office.arrived_for(KARIM).len(), 1);
    assert!(office.arrived_for("wrong@warehouse.example").is_empty());
    // one person is asked for each move
    assert_eq!(
        hannah.post(&path, &right).status,
        303,
        "the same once more is the same"
    );
    let other = [
        ("witness", "Ines"),
        ("witness_mail", "ines@warehouse.example"),
    ];
    let refused = hannah.post(&path, &other).came_back();
    refused.must_say("one person is asked for each move.");
    world.later(SignedDuration::from_hours(1));
    assert_eq!(office.arrived().len(), 1);
    // nobody else names anybody
    let peer = world.sign_in(&cohort.leaders[1].person);
    assert_eq!(peer.post(&path, &other).status, 404);
    assert_eq!(
        world.nobody().post(&path, &other).status,
        303,
        "to the sign-in page"
    );
}

#[test]
fn one_address_gets_three_questions_a_day_and_the_others_the_day_after() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (_, cohort) = week_one(&world);
    for leader in &cohort.leaders[..5] {
        let phone = world.sign_in(&leader.person);
        let one = plans(&phone, "2026-03-23");
        assert_eq!(reports_with_karim(&phone, &one).status, 303);
    }
    world.at("2026-03-24 12:00");
    assert_eq!(office.arrived_for(KARIM).len(), 3);
    world.at("2026-03-25 12:01");
    assert_eq!(office.arrived_for(KARIM).len(), 5);
}

#[test]
fn where_no_mail_leaves_the_leader_hands_the_question_on() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    world.at("2026-03-24 12:00");
    reports_with_karim(&hannah, &one);
    world.later(SignedDuration::from_hours(1));
    let mails = "select count(*) as n from notices where kind = 'witness'";
    assert_eq!(world.number(mails), 0);
    let page = hannah.get(&one).shown();
    page.must_say("This installation sends no mail. Copy the question and hand it on.");
    let text = page.text();
    let at = text.find("/w/").unwrap();
    let link = text[at..].split_whitespace().next().unwrap();
    assert_eq!(world.nobody().post(link, &[("answer", "yes")]).status, 303);
    hannah.get(&one).shown().must_say("Yes, this happened.");
}
