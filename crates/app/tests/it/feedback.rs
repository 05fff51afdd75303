//! After a session: which prompt helped, and a week later whether it was used; in counts, never with a name.

use crate::moves::week_one;
use crate::world::World;

#[test]
fn a_leader_says_which_prompt_helped_and_a_week_later_whether_they_used_it() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    world.at("2026-03-23 11:00");
    let phones: Vec<_> = cohort
        .leaders
        .iter()
        .map(|one| world.sign_in(&one.person))
        .collect();
    phones[0]
        .get("/home")
        .shown()
        .must_say("Which prompt helped most?");
    let wrong = phones[0].post("/feedback/1", &[("rating", "4"), ("prompt", "advice")]);
    wrong.came_back().must_say("Choose one of the five prompts");
    for (phone, prompt) in phones
        .iter()
        .zip(["success", "success", "question", "intent", ""])
    {
        let form = [("rating", "4"), ("prompt", prompt)];
        assert_eq!(
            phone.post("/feedback/1", &form).location(),
            "/home?done=rated"
        );
    }
    // who was not there was helped by nothing
    let away = [("rating", "not_there"), ("prompt", "success")];
    phones[5].post("/feedback/1", &away).location();
    assert!(!phones[0].get("/home").says("Did you use it?"));
    assert!(
        !phones[0].get("/peers").says("What helped in the sessions"),
        "it can still change"
    );
    assert_eq!(
        phones[0]
            .post("/feedback/1/used", &[("used", "yes")])
            .status,
        409
    );
    world.at("2026-03-30 11:00");
    let peers = phones[4].get("/peers").shown();
    peers.must_say("What success looks like: 2");
    peers.must_say("A question on my assumption: 1");
    assert!(!peers.says("Used a week later"));
    let home = phones[0].get("/home").shown();
    home.must_say("In the session of week 1 this helped you most: What success looks like");
    assert!(
        !phones[4].get("/home").says("Did you use it?"),
        "named none"
    );
    phones[0]
        .post("/feedback/1/used", &[("used", "often")])
        .came_back()
        .must_say("Tap one of the three");
    for (phone, used) in phones.iter().zip(["yes", "partly", "no"]) {
        assert_eq!(
            phone.post("/feedback/1/used", &[("used", used)]).location(),
            "/home?done=used"
        );
    }
    assert!(
        !phones[0].get("/home").says("Did you use it?"),
        "asked once"
    );
    assert_eq!(
        phones[4]
            .post("/feedback/1/used", &[("used", "yes")])
            .status,
        409
    );
    world.at("2026-04-06 11:00");
    let told = "Used a week later: yes 1, partly 1 and no 1";
    phones[4].get("/peers").shown().must_say(told);
    assert_eq!(
        phones[3]
            .post("/feedback/1/used", &[("used", "yes")])
            .status,
        409,
        "too late"
    );
    for phone in &phones {
        for week in ["2", "3"] {
            phone.post(&format!("/feedback/{week}"), &[("rating", "4")]);
        }
    }
    // the trail knows the week, and neither who nor what
    let named = "select count(*) as n from events where kind = 'help_used' and (actor_id is not null or payload like '%partly%')";
    assert_eq!(world.number(named), 0);
    let page = world.sign_in(&sprint.coordinator).get("/results").shown();
    for leader in &cohort.leaders {
        assert!(!page.html.contains(&leader.person.name), "nobody is named");
    }
}

#[test]
fn two_answers_are_too_few_to_show_what_helped() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.at("2026-03-23 11:00");
    for leader in &cohort.leaders[..2] {
        let form = [("rating", "4"), ("prompt", "success")];
        assert_eq!(
            world
                .sign_in(&leader.person)
                .post("/feedback/1", &form)
                .status,
            303
        );
    }
    world.at("2026-03-30 11:00");
    let peers = world
        .sign_in(&cohort.leaders[0].person)
        .get("/peers")
        .shown();
    assert!(!peers.says("What helped in the sessions"));
}

#[test]
fn the_session_stands_before_what_else_is_asked_and_a_given_rating_is_one_line() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.at("2026-03-23 11:00");
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let unrated = "<details class=\"opt\" open><summary><h3>The session of week 1";
    let home = hannah.get("/home").shown();
    assert!(home.html.contains(unrated), "one tap while it waits");
    let of = |words: &str| home.html.find(words).expect(words);
    assert!(of("Peer session, ") < of("Waiting for you"));
    assert!(of("Waiting for you") < of("From your group"));
    let wrong = hannah.post("/feedback/1", &[("rating", "9")]).came_back();
    assert!(wrong.html.contains(unrated), "what is wrong is seen");
    hannah.post("/feedback/1", &[("rating", "4")]).location();
    let home = hannah.get("/home").shown();
    home.must_say("You said 4: very useful.");
    assert!(!home.html.contains(unrated));
    assert!(home.html.contains("id=\"rate\""), "it can still change");
}
