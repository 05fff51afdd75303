//! The frame and its parts, rendered with samples.

use super::*;
use askama::Template;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "frame/base.html" %}{% import "frame/parts.html" as p %}{% block main %}<h1>{{ frame.title }}</h1>
{{ p::rail(weeks) }}{{ p::weeks(cells) }}{{ p::legend(marks) }}<table>{% for cell in cells %}{{ p::cell(cell, "Maya") }}{% endfor %}</table>
{{ p::summary(errors) }}{{ p::line("mail", "Mail", "a\"b", errors, hint="We send a link.", kind="email") }}{{ p::text("action", "What?", "<i>", errors) }}
{{ p::choices("tried", "Did you try it?", choices, errors) }}{{ p::select("zone", "Zone", choices, errors) }}
{{ p::tile("Move rate", "34", " of 39", "<svg></svg>", "Tried.") }}{{ p::toofew("Not shown", "Too few.") }}{{ p::calm("coffee", "Nobody needs you", "Next is Thursday.") }}
{% call p::inset("lightbulb", tone="soft") %}<p>Smaller.</p>{% endcall %}{% endblock %}"#
)]
struct Sample {
    frame: Frame,
    weeks: Vec<Week>,
    cells: Vec<Cell>,
    marks: Vec<Mark>,
    errors: Errors,
    choices: Vec<Choice>,
}

fn page(frame: Frame) -> String {
    let cell = |mark, href| Cell {
        week: 2,
        mark,
        now: false,
        href,
    };
    let sample = Sample {
        frame,
        weeks: rail(2, 12),
        cells: vec![
            cell(Mark::Met, Some("/moves/1".to_owned())),
            cell(Mark::Later, None),
        ],
        marks: vec![Mark::NoReport, Mark::Away],
        errors: Errors::one("mail", "This address has no @."),
        choices: vec![
            Choice::new("yes", "Yes", "yes").icon("check"),
            Choice::new("no", "No", "yes").hint("Later"),
        ],
    };
    sample.render().expect("renders")
}

fn coordinator() -> Frame {
    Frame::new("Today <b>", Kind::Coordinator)
        .at(Place::Today)
        .read_by(Person::new("Priya Nair"), "Coordinator")
}

#[test]
fn a_field_with_an_error_is_wired_to_its_sentence() {
    let html = page(coordinator());
    assert!(html.contains(r#"aria-invalid="true" aria-describedby="mail-hint mail-error""#));
    assert!(html.contains(r#"id="mail-error""#));
    assert!(html.contains(r##"<a href="#mail">This address has no @.</a>"##));
    assert!(
        html.contains(r#"value="a&#34;b""#),
        "what was typed comes back"
    );
    assert!(!html.contains("<i>"), "and cannot become markup");
}

#[test]
fn no_page_carries_a_script_or_a_style_of_its_own() {
    let html = page(coordinator());
    assert!(!html.contains(" style="));
    assert!(!html.contains(" onclick="));
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("<title>Today &#60;b&#62; · Firstmove</title>"));
}

#[test]
fn the_navigation_marks_where_one_is_and_what_waits() {
    let mut frame = coordinator();
    frame.needs = 3;
    let html = page(frame);
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
    assert!(html.contains("3<span class=\"vh\"> need you</span>"));
    assert!(html.contains("/people"));
}

#[test]
fn a_signed_link_leads_nowhere_further_in() {
    let mut frame = Frame::new("Your move", Kind::Link);
    frame.person = Some(Person::new("Hannah Weiss"));
    let html = page(frame);
    assert!(html.contains("Hannah Weiss"));
    assert!(!html.contains("<nav class=\"nav\""));
    assert!(
        !html.contains("/settings") && !html.contains("/sign-out") && !html.contains("href=\"/\"")
    );
    assert!(html.contains("/who-sees-what"));
}

#[test]
fn the_switcher_shows_only_where_there_is_a_choice() {
    let group = |name: &str, current| Group {
        name: name.into(),
        hint: "Week 6 of 12".into(),
        href: "/?group=1".into(),
        current,
    };
    let mut frame = coordinator();
    frame.groups = vec![group("Operations A", false)];
    assert!(!page(frame.clone()).contains("<details class=\"drop\">"));
    frame.groups.push(group("Operations B", true));
    let html = page(frame);
    assert!(html.contains("<details class=\"drop\">"));
    assert!(html.contains("<b>Operations B</b>"));
}

#[test]
fn the_example_says_that_it_is_one_on_every_kind_of_page() {
    let example = Example {
        date: "Tuesday 13 October".into(),
        week: "week 6 of 12".into(),
        moments: vec![Moment {
            key: "silent".into(),
            when: "Week 5".into(),
            what: "Luis falls silent".into(),
        }],
        back: "/moves?week=6&x=1".into(),
        notice: None,
    };
    let bar = Bar { example }.render().expect("a bar");
    for kind in [
        Kind::Coordinator,
        Kind::Leader,
        Kind::DataOwner,
        Kind::Sponsor,
        Kind::Link,
        Kind::Plain,
    ] {
        let html = crate::demo::bar::put_above(&page(Frame::new("Page", kind)), &bar);
        assert!(html.contains("These people are made up."), "{kind:?}");
        assert!(
            html.contains(r#"name="back" value="/moves?week=6&#38;x=1""#),
            "{kind:?}"
        );
        assert_eq!(html.matches("<main").count(), 1, "{kind:?}");
        assert_eq!(
            html.matches("<div").count(),
            html.matches("</div>").count(),
            "{kind:?}"
        );
    }
}

#[test]
fn the_readers_theme_is_on_the_page_from_the_first_byte() {
    let mut frame = coordinator();
    assert!(!page(frame.clone()).contains("data-theme"));
    frame.theme = Theme::Dark;
    assert!(page(frame).contains("<html lang=\"en\" data-theme=\"dark\">"));
}
