use super::*;
use crate::draft::GroupInput;

fn rows(lines: &[&str]) -> Vec<Row> {
    (1..)
        .zip(lines)
        .map(|(number, line)| Row {
            number,
            cells: line.split('|').map(|cell| cell.trim().to_owned()).collect(),
        })
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        .collect()
}

fn table(lines: &[&str]) -> Table {
    Table::of(rows(lines)).expect("a list of people")
}

fn group(name: &str, people: &str) -> GroupInput {
    GroupInput {
        name: name.into(),
        people: people.into(),
    }
}

fn planned(lines: &[&str]) -> Plan {
    let table = table(lines);
    plan(&table, &table.guess(), &[group("Group A", "")], 0)
}

fn bad(plan: &Plan) -> Vec<(u64, &str)> {
    let rows = plan.bad.iter();
    rows.map(|one| (one.row, one.sentence.as_str())).collect()
}

#[test]
fn columns_are_known_by_their_usual_names_in_four_languages() {
    use Column::*;
    let lists: [(&str, &[Option<Column>]); 11] = [
        (
            "First|Last|Mail",
            &[Some(FirstName), Some(LastName), Some(Mail)],
        ),
        (
            "Family|Given|E-mail",
            &[Some(LastName), Some(FirstName), Some(Mail)],
        ),
        (
            "Familiennamen|Vornamen|Mail",
            &[Some(LastName), Some(FirstName), Some(Mail)],
        ),
        (
            "Name|E-Mail|Squad|Function|Level|Location|Manager|Time zone",
            &[Name, Mail, Team, Function, Level, Place, Manager, Zone].map(Some),
        ),
        (
            "Nachname|Vorname|E-Mail-Adresse (dienstlich)|Abteilung|Stufe|Standort|Führungskraft|Zeitzone",
            &[
                LastName, FirstName, Mail, Function, Level, Place, Manager, Zone,
            ]
            .map(Some),
        ),
        (
            "Nom|Prénom|Adresse e-mail|Équipe|Poste|Niveau|Lieu de travail|Supérieur hiérarchique|Fuseau horaire",
            &[
                LastName, FirstName, Mail, Team, Function, Level, Place, Manager, Zone,
            ]
            .map(Some),
        ),
        (
            "Nombre|Apellidos|Correo electrónico|Equipo|Puesto|Nivel|Ubicación|Jefe directo|Zona horaria",
            &[
                FirstName, LastName, Mail, Team, Function, Level, Place, Manager, Zone,
            ]
            .map(Some),
        ),
        (
            "EMPLOYEE NAME|Manager e-mail|Work Email|Cost centre",
            &[Some(Name), Some(Manager), Some(Mail), None],
        ),
        (
            "Name|First name|Mail",
            &[Some(LastName), Some(FirstName), Some(Mail)],
        ),
        (
            "Nom complet|Courriel|Service",
            &[Some(Name), Some(Mail), Some(Function)],
        ),
        (
            "Mitarbeitende|Mail|Mail privat",
            &[Some(Name), Some(Mail), None],
        ),
    ];
    for (headings, expected) in lists {
        let list = table(&[headings, "a|b@c.example|d@e.example|f@g.example"]);
        assert_eq!(
            list.guess().columns[..expected.len()],
            *expected,
            "{headings}"
        );
    }
    assert!(
        table(&[
            "Mitarbeitende|Mail|Mail privat",
            "A|a@b.example|c@d.example"
        ])
        .guess()
        .doubtful
    );
    assert!(!table(&["Name|Mail", "A|a@b.example"]).guess().doubtful);
}

#[test]
fn without_headings_or_with_foreign_ones_the_cells_tell_and_a_person_looks_at_it() {
    let list = table(&[
        "Maya Okafor|maya@riverbank.example|Returns",
        "李娜|li@riverbank.example|",
    ]);
    assert_eq!(list.headings, ["Column A", "Column B", "Column C"]);
    let guess = list.guess();
    assert_eq!(
        guess.columns,
        [Some(Column::Name), Some(Column::Mail), None]
    );
    assert!(guess.doubtful);
    let list = table(&["番号|氏名|メール", "1|李娜|li@riverbank.example"]);
    assert_eq!((list.heading_row, list.rows.len()), (Some(1), 1));
    let guess = list.guess();
    assert_eq!(
        guess.columns,
        [None, Some(Column::Name), Some(Column::Mail)]
    );
    assert!(guess.doubtful);
}

#[test]
fn a_row_becomes_the_line_that_somebody_would_have_pasted() {
    let plan = planned(&[
        "Name|Mail|Team|Function|Level|Place|Manager|Time zone",
        "Maya Okafor|Maya@Riverbank.example|Returns|||||",
        "Okafor, Ben|ben@riverbank.example||Logistics|L3|Berlin; Mitte|Okafor, Ada|Europe/Berlin",
        "李娜|li@riverbank.example|倉庫|||||",
        "نور الهدى|noor@riverbank.example||||||",
    ]);
    assert_eq!(bad(&plan), []);
    assert!(plan.is_ready());
    let read = crate::person::parse_lines(&plan.lines);
    assert_eq!(read.people, plan.people);
    assert_eq!(
        plan.lines.lines().next(),
        Some("Maya Okafor, maya@riverbank.example, Returns")
    );
    let ben = &plan.people[1];
    assert_eq!(ben.name, "Okafor, Ben");
    assert_eq!(ben.further.location.as_deref(), Some("Berlin; Mitte"));
    assert_eq!(plan.people[3].name, "نور الهدى");
}

#[test]
fn each_bad_row_is_named_with_its_reason() {
    let plan = planned(&[
        "Name|Mail|Level|Time zone",
        "Maya|maya@riverbank.example|3|",
        "Tom|tom.riverbank.example||",
        "|aisha@riverbank.example||",
        "Luis||2026-03-04|Europe/Atlantis",
        "46085|dev@riverbank.example||",
        "Ana|MAYA@riverbank.example||",
        "Bea|bea@riverbank.example|46085|",
        "",
        "Name|Mail|Level|Time zone",
        "<Max>|max@riverbank.example||",
    ]);
    assert!(!plan.is_ready());
    assert_eq!(
        bad(&plan),
        [
            (
                3,
                "The address has no @. Write it like maya@company.example."
            ),
            (4, "The name is missing. Add it."),
            (
                5,
                "The level is a date, “2026-03-04”. Write it as text. There is no time zone “Europe/Atlantis”. \
                 Write it like Europe/Berlin, or leave it out. The mail address is missing. Add it."
            ),
            (6, "The name is a number, “46085”. Write the name."),
            (7, "The address is already in row 2. Remove one of the two."),
            (
                8,
                "The level is “46085”, which is how a spreadsheet keeps a date. Write it as text."
            ),
            (10, "The row repeats the headings. Remove it."),
            (
                11,
                "A line cannot keep some of these signs, such as < or a quotation mark at an end. Remove them."
            ),
        ]
    );
    assert_eq!(plan.bad[0].who, "Tom");
}

#[test]
fn titles_above_the_headings_are_left_out_and_a_second_row_of_headings_is_told() {
    let plan = planned(&[
        "Leaders of 2026",
        "Name|Mail|Team",
        "Maya|maya@riverbank.example|Returns",
    ]);
    assert_eq!(plan.people.len(), 1);
    assert!(plan.notes[0].contains("Row 1 stands above the headings"));
    let plan = planned(&[
        "Name|Mail|Team",
        "First and last|work mail|Squad",
        "Maya|maya@riverbank.example|Returns",
    ]);
    assert_eq!(
        bad(&plan),
        [(
            2,
            "This looks like a second row of headings. Keep one of the two."
        )]
    );
}

#[test]
fn who_is_in_the_group_stays_and_who_is_in_another_is_told() {
    let list = table(&[
        "Name|Mail",
        "Maya|maya@riverbank.example",
        "Tom|tom@riverbank.example",
        "Ana|ana@riverbank.example",
    ]);
    let mut groups = vec![
        group(
            "Group A",
            "Maya Okafor, maya@riverbank.example, Returns\n\nnonsense\n",
        ),
        group("Group B", "Tom, tom@riverbank.example"),
    ];
    let found = plan(&list, &list.guess(), &groups, 0);
    assert_eq!(found.there, ["Maya"]);
    assert_eq!(
        bad(&found),
        [(
            3,
            "The address is already in Group B. Remove it there or here."
        )]
    );
    groups.pop();
    let found = plan(&list, &list.guess(), &groups, 0);
    assert!(found.is_ready());
    assert_eq!(
        found.lines,
        "Maya Okafor, maya@riverbank.example, Returns\nnonsense\nTom, tom@riverbank.example\nAna, ana@riverbank.example"
    );
}

#[test]
fn what_is_no_list_of_people_says_so() {
    let refused = |lines: &[&str]| Table::of(rows(lines)).expect_err("refused");
    assert_eq!(refused(&[]), Refusal::Empty);
    assert_eq!(refused(&["Name|Mail"]), Refusal::NoRows);
    assert_eq!(refused(&["Name|Mail", "Maya|none"]), Refusal::NoAddress);
    assert_eq!(refused(&["%PDF-1.7", "obj|endobj"]), Refusal::NoAddress);
}

#[test]
fn a_column_is_chosen_once_and_name_and_mail_are_needed() {
    let list = table(&["Name|Mail|Second", "Maya|maya@riverbank.example|x"]);
    let mapping = |columns: [Option<Column>; 3]| Mapping {
        columns: columns.to_vec(),
        doubtful: true,
    };
    let faults = mapping([None, Some(Column::Team), Some(Column::Team)]).faults();
    assert_eq!(
        faults,
        [
            "Say which column holds the name.",
            "Say which column holds the mail address.",
            "Two columns are the team. Choose one of them."
        ]
    );
    let found = plan(&list, &mapping([None; 3]), &[group("Group A", "")], 0);
    assert!(!found.is_ready() && found.people.is_empty());
}

#[test]
fn more_people_than_a_group_takes_are_refused_as_a_whole() {
    let mut lines = vec!["Name|Mail".to_owned()];
    lines.extend((0..101).map(|at| format!("Person {at}|p{at}@riverbank.example")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = planned(&lines);
    assert!(!found.is_ready());
    assert!(found.faults[0].contains("101 people are too many"));
}
