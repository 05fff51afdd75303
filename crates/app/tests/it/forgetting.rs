//! One person is taken out, or everybody's words go after their time; no number notices.

use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;

use crate::browser::Browser;
use crate::setup::{GROUPS, send};
use crate::sponsor::after_week_one;
use crate::world::{Person, World};

/// Everything that any table holds as text.
fn all_text(world: &World) -> String {
    let read = |conn: &mut Conn<'_>| -> Result<String, DbError> {
        let mut text = String::new();
        for table in firstmove::demo::travel::WIPED
            .iter()
            .chain(&["people", "settings", "events", "sign_ins"])
        {
            for row in conn.query(&format!("select * from {table}"), &[])? {
                text += &format!("{table} {row:?}\n");
            }
        }
        Ok(text)
    };
    world.app.db.read_now(read).unwrap()
}

fn figures(owner: &Browser) -> (String, Vec<u8>) {
    let page = owner.get("/data").shown();
    let text = page.text();
    let from = text.find("Both readings").unwrap();
    let to = text.find("Errata").unwrap();
    (
        text[from..to].to_owned(),
        owner.bytes(&page.link("/data.csv").unwrap()),
    )
}

#[test]
fn a_person_is_taken_out_and_no_number_changes() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let leader = &cohort.leaders[0];
    let (name, mail) = (leader.person.name.clone(), leader.person.mail.clone());
    let phone = world.sign_in(&leader.person);
    phone.post("/settings/take-me-out", &[]).location();
    phone
        .get("/settings")
        .shown()
        .must_say("You asked on Monday 6 April to be taken out.");
    let row = format!("/data/rows/{}/erase", leader.seat);
    let page = owner.get("/data").shown();
    page.must_say("asked to be taken out");
    let pseudonym = page.link_to_text(&format!("/data/rows/{}", leader.seat));
    let refused = owner.post(&row, &[("who", pseudonym.as_str())]).came_back();
    refused.must_say("They still take part.");
    phone
        .post(
            "/withdraw",
            &[
                ("reason", "personal"),
                ("note", "My mother is ill in Lisbon."),
            ],
        )
        .location();
    let before = figures(&owner);
    owner
        .post(&row, &[("who", "P999")])
        .came_back()
        .must_say("to say that you mean it.");
    assert!(all_text(&world).contains("Lisbon"));
    let place = owner.post(&row, &[("who", pseudonym.as_str())]).location();
    owner
        .get(&place)
        .shown()
        .must_say("The person is taken out. No number has changed.");
    assert_eq!(figures(&owner), before);
    let text = all_text(&world);
    for gone in [name.as_str(), mail.as_str(), "Lisbon"] {
        assert!(!text.contains(gone), "{gone} is still there");
    }
    // they are signed out, cannot sign in again, and pages that show the group still stand
    assert_eq!(phone.get("/home").status, 303);
    world.nobody().post("/sign-in", &[("mail", &mail)]).shown();
    assert_eq!(world.number("select count(*) as n from sign_in_links"), 0);
    let coordinator = world.sign_in(&sprint.coordinator);
    for path in ["/", "/people", "/moves", "/results", "/sheet", "/trail"] {
        coordinator.get(path).shown();
    }
    coordinator
        .get(&format!("/people/{}", leader.seat))
        .shown()
        .must_say("Taken out");
    let peer = world.sign_in(&cohort.leaders[1].person);
    for path in ["/home", "/peers", "/moves"] {
        peer.get(path).shown();
    }
    owner
        .post(&row, &[("who", pseudonym.as_str())])
        .came_back()
        .must_say("They have been taken out already.");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'person_erased'"),
        1
    );
}

/// A mail to somebody, written to leave in ten days or gone already; gives its id.
fn mail(world: &World, to: &Person, state: &'static str, body: &'static str) -> String {
    let (id, person, now) = (world.id(), to.id.clone(), world.app.now());
    let (key, due) = (id.clone(), now + jiff::SignedDuration::from_hours(240));
    world.write(move |conn| {
        let envelope = format!("{{\"html\":\"<p>{body}</p>\"}}");
        conn.execute(
            "insert into notices (id, kind, about, person_id, day, subject, body, link, state, due_at, lease_until,
                                  tries, created_at, envelope, give_up_at)
             values ($1, 'session_soon', $1, $2, '2026-04-06', 'The session', $3, '', $4, $5, 0, 0, $6, $7, $5)",
            &params![&key, &person, body, state, due.as_millisecond(), now.as_millisecond(), envelope],
        )
    });
    id
}

/// What is kept of a mail: subject, text and HTML.
fn says(world: &World, mail: &str) -> String {
    let id = mail.to_owned();
    world.write(move |conn| {
        let sql = "select subject, body, envelope from notices where id = $1";
        let row = conn
            .one(sql, &params![&id])?
            .expect("they were told, and not once more");
        let part = |name| row.get::<String>(name);
        Ok([part("subject")?, part("body")?, part("envelope")?].join(" | "))
    })
}

#[test]
fn mails_that_name_a_person_go_with_them_and_nobody_is_told_twice() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let other = world.sprint("Sales");
    let sales = world.cohort(&other, "Sales A", "2026-03-23", &["Eva Lang"]);
    let [hannah, maya, dev, tom, luis] = [0, 1, 2, 3, 4].map(|one: usize| &cohort.leaders[one]);
    let first = "Hello Maya, Hannah presents second.";
    let told = mail(&world, &maya.person, "kept", first);
    let whole = mail(
        &world,
        &luis.person,
        "failed",
        "Hannah Weiss reported a move.",
    );
    let queued = mail(
        &world,
        &dev.person,
        "queued",
        "Hannah runs it. You present.",
    );
    let of_nobody = mail(&world, &tom.person, "kept", "You write the notes.");
    let namesake = mail(&world, &sales.leaders[0].person, "kept", "Hannah presents.");
    let phone = world.sign_in(&hannah.person);
    phone
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}", hannah.seat);
    let pseudonym = owner.get("/data").shown().link_to_text(&row);
    let sure = [("who", pseudonym.as_str())];
    owner.post(&format!("{row}/erase"), &sure).location();
    for gone in [&told, &whole] {
        let left = says(&world, gone);
        assert_eq!(left, "It named somebody who was taken out |  | ");
    }
    let left = says(&world, &queued);
    assert!(
        left.contains("| Somebody runs it. You present. |"),
        "{left}"
    );
    assert!(
        left.contains("<p>Somebody runs it. You present.</p>"),
        "{left}"
    );
    assert!(says(&world, &of_nobody).contains("You write the notes."));
    assert!(says(&world, &namesake).contains("Hannah presents."));
}

#[test]
fn whoever_is_taken_out_stands_in_nobodys_draft_and_in_no_list_that_waits() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let hannah = &cohort.leaders[0];
    let (name, mail) = (&hannah.person.name, &hannah.person.mail);
    let priya = world.sign_in(&sprint.coordinator);
    let people = format!("{name}, {mail}, Returns\nTom Brandt, tom@riverbank.example");
    let typed = [("go", "look"), ("name", "Group A"), ("people", &people)];
    send(&priya, GROUPS, &typed).location();
    let file = "/sprints/new/people/file?group=0";
    let mut lists = Vec::new();
    for (who, list) in [
        (
            &sprint.coordinator,
            "Nachname;Vorname;Mail\nWeiss;Hannah;hannah@home.example\n",
        ),
        (
            &world.administrator("Ada Root"),
            "Name,Mail\nAna Reis,ana@riverbank.example\n",
        ),
    ] {
        let browser = world.sign_in(who);
        let list = browser.upload(file, "list.csv", list.as_bytes()).location();
        lists.push((browser, list));
    }
    world
        .sign_in(&hannah.person)
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}", hannah.seat);
    let pseudonym = owner.get("/data").shown().link_to_text(&row);
    let sure = [("who", pseudonym.as_str())];
    owner.post(&format!("{row}/erase"), &sure).location();
    let draft = priya.get(GROUPS).shown();
    assert!(draft.html.contains("Tom Brandt, tom@riverbank.example"));
    let text = all_text(&world);
    for gone in [name.as_str(), mail, "hannah@home.example"] {
        assert!(!text.contains(gone), "{gone} is still there");
    }
    assert_eq!(lists[0].0.get(&lists[0].1).status, 404);
    lists[1].0.get(&lists[1].1).shown().must_say("Ana Reis");
}

#[test]
fn somebody_changes_their_mind_before_it_is_done() {
    let world = World::new();
    let (_, cohort) = after_week_one(&world);
    let phone = world.sign_in(&cohort.leaders[2].person);
    for _ in 0..2 {
        phone.post("/settings/take-me-out", &[]).location();
    }
    for _ in 0..2 {
        phone
            .post("/settings/take-me-out", &[("stay", "1")])
            .location();
    }
    phone.get("/settings").shown().must_say("Be taken out");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'erasure_asked'"),
        1
    );
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'erasure_taken_back'"),
        1
    );
}

#[test]
fn who_holds_a_role_hands_it_over_before_being_taken_out() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let leader = &cohort.leaders[0];
    let id = leader.person.id.clone();
    world.write(move |conn| {
        let sql = "insert into administrators (person_id, since) values ($1, 0)";
        conn.execute(sql, &firstmove_kit::params![&id])
    });
    world
        .sign_in(&leader.person)
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}/erase", leader.seat);
    owner
        .get(&row)
        .shown()
        .must_say("They hold a role. It is handed over first.");
}

#[test]
fn a_leader_takes_a_file_with_everything_about_them_and_of_nobody_else() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let phone = world.sign_in(&cohort.leaders[0].person);
    let link = phone.post("/settings/my-data", &[]).location();
    let file = phone.get(&link).shown();
    let data: serde_json::Value = serde_json::from_str(&file.html).unwrap();
    assert_eq!(
        data["account"][0]["name"],
        cohort.leaders[0].person.name.as_str()
    );
    assert_eq!(data["moves"].as_array().unwrap().len(), 1);
    assert_eq!(data["reports"][0]["outcome"], "succeeded");
    assert_eq!(data["reports"][0]["reported_at"], "2026-03-24T17:00:00Z");
    for other in &cohort.leaders[1..] {
        assert!(!file.html.contains(&other.person.mail));
    }
    for somebody in [
        &cohort.leaders[1].person,
        &sprint.data_owner,
        &sprint.coordinator,
    ] {
        assert_eq!(world.sign_in(somebody).get(&link).status, 404);
    }
    world.later(jiff::SignedDuration::from_mins(61));
    assert_eq!(phone.get(&link).status, 404, "it works for an hour");
}

#[test]
fn words_mails_and_trails_go_by_themselves_after_their_time() {
    let world = World::new();
    let (sprint, _) = after_week_one(&world);
    let ingrid = world.administrator("Ingrid Halvorsen");
    let admin = world.sign_in(&ingrid);
    let keeping = "/installation/keeping";
    admin.get(keeping).shown().must_say("One year at least");
    let times = [
        ("texts", "30"),
        ("messages", "30"),
        ("sign_ins", "30"),
        ("trail", "365"),
    ];
    for (field, wrong) in [("texts", "17"), ("trail", "90"), ("messages", "")] {
        let mut sent = times.to_vec();
        sent.retain(|(name, _)| *name != field);
        sent.push((field, wrong));
        admin
            .post(keeping, &sent)
            .came_back()
            .must_say("Choose one of the times.");
    }
    admin.post(keeping, &times).location();
    let words = "select count(*) as n from experiments where action <> ''";
    let before = world.number(words);
    assert!(before > 0);
    // the final close is on Monday 29 June at midnight; thirty days later the words have had their time
    world.at("2026-07-28 12:00");
    let owner = world.sign_in(&sprint.data_owner);
    let numbers = figures(&owner);
    assert_eq!(world.number(words), before);
    world.at("2026-07-30 12:00");
    assert_eq!(world.number(words), 0);
    assert_eq!(
        world.number("select count(*) as n from reports where line <> ''"),
        0
    );
    assert_eq!(figures(&owner), numbers, "no number notices");
    let old =
        "select count(*) as n from notices where created_at < 1782000000000 and state <> 'queued'";
    assert_eq!(world.number(old), 0);
    let told = "select count(*) as n from events where kind = 'forgotten'";
    assert!(world.number(told) > 0);
    world.at("2027-04-01 12:00");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'move_planned'"),
        0
    );
    admin
        .post(
            keeping,
            &[
                ("texts", "ever"),
                ("messages", "ever"),
                ("sign_ins", "ever"),
                ("trail", "ever"),
            ],
        )
        .location();
    admin.get(keeping).shown();
}
