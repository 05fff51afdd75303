//! Every mail, written with samples: what its readers see in text and in HTML.

use super::*;

const URL: &str = "https://firstmove.example.org";

fn all() -> Vec<(&'static str, Written)> {
    let link = || format!("{URL}/m/token");
    let first = || "Maya".to_owned();
    let report = ReportLink {
        first: first(),
        week: 3,
        action: "Hand the <Monday> count to Ines & stay out".into(),
        questions: "A peer has asked you a question. It stands under your move.".into(),
        promised: "You said you would: post the script, by Thursday 2 April.".into(),
        link: link(),
    };
    let late = LateReport {
        first: first(),
        leader: "Luis Ortega".into(),
        whose: "Luis".into(),
        link: link(),
    };
    let story = StoryAsked {
        first: first(),
        when: "Thursday 16 April, 10:30".into(),
        link: link(),
    };
    let needs = NeedsYou {
        first: first(),
        count: "2 things need you".into(),
        waiting: "1 open alert and 1 late report to accept".into(),
        link: link(),
    };
    let unwatched = Unwatched {
        first: first(),
        group: "Operations A".into(),
        link: link(),
    };
    let sign_in = SignIn {
        name: "Maya Okafor".into(),
        link: link(),
    };
    let new_link = NewLink {
        first: first(),
        purpose: "report your move".into(),
        link: link(),
    };
    let role = RoleGiven {
        first: first(),
        giver: "Priya Nair".into(),
        what: "sponsor of \u{201c}Operations\u{201d}".into(),
        link: link(),
    };
    let changed = MeetingChanged {
        first: first(),
        group: "Operations A".into(),
        what: "Session 3 is on Friday 10 April, 14:00 now".into(),
        before: "It was to be on Thursday 9 April, 10:00.".into(),
        next: "Take the date in this mail into your calendar.".into(),
        link: link(),
    };
    let soon = SessionSoon {
        first: first(),
        group: "Operations A".into(),
        what: "Session 3 begins at 10:00".into(),
        noun: "session",
        turns: "You present. Aisha runs it. Dev writes the notes.".into(),
        word: true,
        promised: "You said you would: post the script, by Thursday 2 April.".into(),
        link: link(),
    };
    let said = Commitments {
        first: first(),
        group: "Operations A".into(),
        subject: "The 2 things you said you would do".into(),
        lines: vec![
            "post the script, by Thursday 2 April".into(),
            "ask <Ines> & listen, by Friday 3 April".into(),
        ],
        link: link(),
    };
    let shows = Showcases {
        first: first(),
        sprint: "Spring".into(),
        subject: "A showcase on Thursday 16 April".into(),
        lead: "leaders of Spring show what they tried:".into(),
        lines: vec!["Operations A: Thursday 16 April, 10:30".into()],
        held: true,
        link: link(),
    };
    let thanked = Thanked {
        first: first(),
        giver: "Elena Marchetti".into(),
        group: "Operations A".into(),
        words: "I read the 10:40 out in the site meeting.".into(),
        link: link(),
    };
    let asked = AddressAsked {
        name: "Maya Okafor".into(),
        mail: "maya@riverbank.example".into(),
        link: link(),
    };
    let address = AddressChanged {
        name: "Maya Okafor".into(),
        mail: "m***@riverbank.example".into(),
        link: link(),
    };
    let stop = "https://firstmove.example.org/stop/token";
    [
        ("report", report.write(URL, stop)),
        ("late", late.write(URL, stop)),
        ("story", story.write(URL, stop)),
        ("needs", needs.write(URL, stop)),
        ("unwatched", unwatched.write(URL, "")),
        ("sign in", sign_in.write(URL, "")),
        ("new link", new_link.write(URL, "")),
        ("thanked", thanked.write(URL, "")),
        ("address asked", asked.write(URL, "")),
        ("address changed", address.write(URL, "")),
        ("role", role.write(URL, "")),
        ("meeting", changed.write(URL, "")),
        ("soon", soon.write(URL, stop)),
        ("commitments", said.write(URL, stop)),
        ("showcases", shows.write(URL, stop)),
    ]
    .into_iter()
    .map(|(name, written)| (name, written.expect("it is written")))
    .collect()
}

#[test]
fn every_mail_says_the_same_in_text_and_in_html_and_has_one_button() {
    for (name, written) in all() {
        let html = &written.envelope.html;
        assert!(
            !written.subject.is_empty() && !written.subject.contains('\n'),
            "{name}"
        );
        assert!(
            written.text.starts_with("Hello Maya"),
            "{name}: {}",
            written.text
        );
        assert!(
            written
                .text
                .contains("\n\nhttps://firstmove.example.org/m/token\n\n"),
            "{name}: {}",
            written.text
        );
        assert!(written.text.contains("You get this "), "{name}");
        assert!(html.contains("You get this "), "{name}");
        assert_eq!(html.matches("/m/token").count(), 1, "{name}: one button");
        assert!(
            written.text.contains("/who-sees-what") && html.contains("/who-sees-what"),
            "{name}"
        );
        assert!(!written.text.contains("\n\n\n"), "{name}: {}", written.text);
        assert!(
            !html.contains("<img") && !html.contains("<script"),
            "{name}"
        );
        assert!(!written.text.contains('!'), "{name} does not shout");
        let stops = !written.envelope.stop.is_empty();
        assert_eq!(html.contains("/stop/token"), stops, "{name}");
        assert_eq!(written.text.contains("/stop/token"), stops, "{name}");
    }
}

#[test]
fn what_people_typed_is_text_in_both() {
    let (_, written) = all().swap_remove(0);
    assert!(
        written
            .text
            .contains("Hand the <Monday> count to Ines & stay out")
    );
    assert!(
        written
            .envelope
            .html
            .contains("Hand the &#60;Monday&#62; count to Ines &#38; stay out")
    );
    assert_eq!(written.subject, "Your move of week 3");
}
