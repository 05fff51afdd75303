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

/// Name, team and function of everybody in a text that is brought into lines.
fn told(text: &str) -> Vec<(String, String, String)> {
    let pasted = parse_lines(&arranged(text));
    assert_eq!(pasted.problems, [], "{text}");
    let word = |it: Option<String>| it.unwrap_or_default();
    let people = pasted.people.into_iter();
    people
        .map(|one| (one.name, word(one.squad), word(one.further.function)))
        .collect()
}

fn names(text: &str) -> Vec<String> {
    told(text).into_iter().map(|(name, ..)| name).collect()
}

#[test]
fn everybody_whom_a_mail_names_in_one_line_is_kept() {
    let line = "Maya Lopez <maya@ex.org>; Jo Kim <jo@ex.org>, \"Smith, Ann\" <ann@ex.org>";
    assert_eq!(names(line), ["Maya Lopez", "Jo Kim", "Smith, Ann"]);
    assert_eq!(
        arranged(line),
        "Maya Lopez <maya@ex.org>\nJo Kim <jo@ex.org>\n\"Smith, Ann\" <ann@ex.org>"
    );
    assert_eq!(arranged(&arranged(line)), arranged(line), "twice is once");
    let outlook = "Smith, Ann <ann@ex.org>; Lopez, Maya <maya@ex.org>;";
    assert_eq!(names(outlook), ["Smith, Ann", "Lopez, Maya"]);
}

#[test]
fn what_follows_an_address_in_brackets_is_kept() {
    let kim =
        |team: &str, function: &str| ("Kim Lee".to_owned(), team.to_owned(), function.to_owned());
    for line in [
        "Kim Lee <kim@ex.org>, Sales, Engineer",
        "Kim Lee <kim@ex.org>; Sales; Engineer",
        "Kim Lee\t<kim@ex.org>\tSales\tEngineer",
        "Kim Lee, kim@ex.org, Sales, Engineer, , , Ute Lang <ute@ex.org>",
        "Kim Lee <kim@ex.org>, Sales, Engineer, , , ute@ex.org",
    ] {
        assert_eq!(told(line), [kim("Sales", "Engineer")], "{line}");
    }
    let both = "Kim Lee <kim@ex.org>, Sales; Jo <jo@ex.org>, \"Ops, North\"";
    assert_eq!(told(both)[0], kim("Sales", ""));
    assert_eq!(told(both)[1].1, "Ops, North");
}

#[test]
fn a_space_between_a_name_and_an_address_is_enough() {
    for line in ["Aisha Rahman aisha@ex.org", "aisha@ex.org Aisha Rahman"] {
        assert_eq!(names(line), ["Aisha Rahman"], "{line}");
    }
    let none = parse_lines("aisha@ex.org");
    assert!(none.problems[0].sentence.contains("name is missing"));
}

#[test]
fn a_line_with_several_people_that_cannot_be_told_apart_is_named() {
    for line in [
        "Kim <kim@ex.org>, Sales, Jo <jo@ex.org>",
        "Kim, kim@ex.org, Jo, jo@ex.org",
    ] {
        let pasted = parse_lines(&arranged(line));
        assert!(pasted.people.is_empty(), "{line}");
        assert!(pasted.problems[0].sentence.starts_with("Several people"));
    }
    let two = parse_lines("Kim <kim@ex.org>; Jo <jo@ex.org>\nAnn, ann@ex");
    assert_eq!((two.people.len(), two.problems[0].line), (2, 2), "as typed");
    let bare = parse_lines(&arranged("Kim <kim@ex.org>; jo@ex.org"));
    assert_eq!((bare.people.len(), bare.problems[0].line), (1, 2));
    assert!(bare.problems[0].sentence.contains("name is missing"));
    let wrong = parse_lines(&arranged("Kim <kim@ex.org>; Jo <jo@ex>"));
    assert_eq!((wrong.people.len(), wrong.problems[0].line), (1, 2));
    let after = parse_lines("Kim <kim@ex.org> (Sales)");
    assert!(after.problems[0].sentence.contains("(Sales)"));
}

#[test]
fn what_stands_in_quotation_marks_is_one_part() {
    let ann = (
        "Smith, Ann".to_owned(),
        "Ops, North".to_owned(),
        String::new(),
    );
    for line in [
        "\"Smith, Ann\",ann@ex.org,\"Ops, North\"",
        "\"Smith, Ann\";ann@ex.org;\"Ops, North\"",
        "\"Smith, Ann\"\tann@ex.org\t\"Ops, North\"",
        "ann@ex.org, \"Smith, Ann\", \"Ops, North\"",
    ] {
        assert_eq!(told(line), std::slice::from_ref(&ann), "{line}");
    }
    let marks = "\"Ann \"\"Annie\"\" Smith\",ann@ex.org,\"Ops; North\"";
    assert_eq!(told(marks)[0].0, "Ann \"Annie\" Smith");
    assert_eq!(told(marks)[0].1, "Ops; North");
    assert_eq!(
        names("Ann \"Annie\" Smith, ann@ex.org"),
        ["Ann \"Annie\" Smith"]
    );
    assert_eq!(
        names("\"Ann, ann@ex.org"),
        ["Ann"],
        "a mark that never closes"
    );
}

#[test]
fn a_row_of_headings_is_nobody_and_says_what_stands_below_it() {
    for heading in [
        "Name;Mail;Team",
        "E-Mail\tName\tTeam",
        "Mitarbeiter, E-Mail-Adresse",
    ] {
        let alone = parse_lines(heading);
        assert_eq!(alone, Pasted::default(), "{heading}");
    }
    let ours = "Name;Mail;Team\nMaya;maya@ex.org;Sales";
    assert_eq!(arranged(ours), "Maya;maya@ex.org;Sales");
    let other = "Nachname;Vorname;Nr;Abteilung;E-Mail;Team\nLopez;Maya;7;Legal;maya@ex.org;\"Sales; South\"\n\
                 Jo, jo@ex.org, Ops";
    let found = told(other);
    assert_eq!(
        found[0],
        ("Maya Lopez".into(), "Sales; South".into(), "Legal".into())
    );
    assert_eq!(
        found[1],
        ("Jo".into(), "Ops".into(), String::new()),
        "a line of another kind"
    );
    let typed = in_place(&format!("{other}\nKim <kim@ex.org>; Ann <ann@ex.org>"));
    assert_eq!(typed.lines().count(), 4, "each line is where it was");
    assert_eq!(parse_lines(&typed).people.len(), 4);
    let refused = parse_lines("Team;Name;Mail\nSales;Maya;maya@ex.org");
    assert!(refused.problems[0].sentence.contains("another order"));
}
