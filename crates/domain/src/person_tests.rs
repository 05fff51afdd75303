use super::*;

#[test]
fn a_coordinator_pastes_people_as_every_tool_writes_them() {
    let pasted = parse_lines(
        "Maya Okafor, maya@riverbank.example, Fulfilment\r\n\r\n\"Brandt, Tom\";Tom@Riverbank.example\n\
         Aisha Rahman\taisha@riverbank.example\nDev Patel <dev@riverbank.example>",
    );
    assert_eq!(pasted.problems, []);
    let found: Vec<(&str, &str)> = pasted
        .people
        .iter()
        .map(|p| (p.name.as_str(), p.mail.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("Maya Okafor", "maya@riverbank.example"),
            ("Brandt, Tom", "tom@riverbank.example"),
            ("Aisha Rahman", "aisha@riverbank.example"),
            ("Dev Patel", "dev@riverbank.example"),
        ]
    );
    assert_eq!(pasted.people[0].squad.as_deref(), Some("Fulfilment"));
}

#[test]
fn a_line_may_hold_what_serves_to_form_groups() {
    let pasted = parse_lines(
        "maya@a.example\tMaya\tFulfilment\tLogistics\tL3\tHamburg\tUte Lang\tEurope/Berlin\n\
         Tom; tom@a.example; ; ; 12b4\nIda; ida@a.example; x; x; x; x; x; Middle/Earth",
    );
    let maya = &pasted.people[0];
    assert_eq!((maya.name.as_str(), maya.further.step()), ("Maya", Some(3)));
    assert_eq!(maya.further.zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(
        pasted.people[1].further.step(),
        None,
        "two numbers are no step"
    );
    assert!(pasted.problems[0].sentence.contains("Middle/Earth"));
}

#[test]
fn each_bad_line_is_named_with_its_number_and_reason() {
    let pasted = parse_lines(
        "Maya, maya@a.example\nTom, tom.a.example\njust a name\nMaya O, MAYA@a.example",
    );
    assert_eq!(pasted.people.len(), 1);
    let lines: Vec<usize> = pasted.problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [2, 3, 4]);
    assert!(pasted.problems[0].sentence.contains("no @"));
    assert!(
        pasted.problems[1]
            .sentence
            .contains("mail address is missing")
    );
    assert!(pasted.problems[2].sentence.contains("line 1"));
}

#[test]
fn an_address_that_no_mail_can_reach_is_refused() {
    for bad in [
        "",
        "maya",
        "@a.example",
        "maya@",
        "maya@example",
        "ma ya@a.example",
        "a@b..example",
        "a@-b.example",
        "a,b@c.example",
    ] {
        assert!(Mail::parse(bad).is_err(), "{bad}");
    }
    for good in [
        "maya@a.example",
        "m.o+test@sub.a-b.example",
        "dev@localhost",
        "o'neil@a.example",
    ] {
        assert!(Mail::parse(good).is_ok(), "{good}");
    }
}

#[test]
fn a_stranger_sees_only_the_first_letter_of_an_address() {
    let mail = Mail::parse("maya@riverbank.example").expect("a good address");
    assert_eq!(mail.masked(), "m***@riverbank.example");
}

#[test]
fn a_person_is_known_by_two_letters() {
    assert_eq!(initials("Maya Okafor"), "MO");
    assert_eq!(initials("Ana Luisa de Souza"), "AS");
    assert_eq!(initials("Émile"), "É");
    assert_eq!(initials("  "), "");
}

#[test]
fn a_form_without_name_and_with_a_bad_address_gets_two_sentences() {
    let problems = NewPerson::from_form(" ", "maya").expect_err("refused");
    assert_eq!(
        problems.iter().map(|p| p.field).collect::<Vec<_>>(),
        ["name", "mail"]
    );
}
