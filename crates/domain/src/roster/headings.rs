//! How the columns of a list of people are called, in English, German, French and Spanish.

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The whole name.
    Name,
    /// The first half of it.
    FirstName,
    /// The other.
    LastName,
    /// The mail address.
    Mail,
    /// The team.
    Team,
    /// What they do.
    Function,
    /// As the organisation writes it.
    Level,
    /// Where they work.
    Place,
    /// Who leads them.
    Manager,
    /// An IANA name.
    Zone,
}

impl Column {
    /// All, in the order in which a person is written.
    pub const ALL: [Column; 10] = [
        Column::Name,
        Column::FirstName,
        Column::LastName,
        Column::Mail,
        Column::Team,
        Column::Function,
        Column::Level,
        Column::Place,
        Column::Manager,
        Column::Zone,
    ];

    /// How forms write it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::FirstName => "first_name",
            Column::LastName => "last_name",
            Column::Mail => "mail",
            Column::Team => "team",
            Column::Function => "function",
            Column::Level => "level",
            Column::Place => "place",
            Column::Manager => "manager",
            Column::Zone => "zone",
        }
    }

    /// How pages write it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Column::Name => "Name",
            Column::FirstName => "First name",
            Column::LastName => "Last name",
            Column::Mail => "Mail address",
            Column::Team => "Team",
            Column::Function => "Function",
            Column::Level => "Level",
            Column::Place => "Place",
            Column::Manager => "Manager",
            Column::Zone => "Time zone",
        }
    }

    /// Reads [`Column::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.key() == key)
    }

    /// What a heading names, whatever its capitals, accents, blanks and bracketed remarks.
    #[must_use]
    pub fn recognise(heading: &str) -> Option<Column> {
        let text = unaccented(heading);
        let exact = SPELLINGS
            .iter()
            .find(|(_, words)| words.split(' ').any(|word| word == text));
        let part = || {
            let mut parts = PARTS.iter();
            parts.find(|(_, words)| words.split(' ').any(|word| text.contains(word)))
        };
        exact.or_else(part).map(|(column, _)| *column)
    }
}

/// Whole headings, without blanks and accents.
const SPELLINGS: [(Column, &str); 10] = [
    (
        Column::Name,
        "name names fullname displayname person people participant participants leader leaders employee employeename \
         vollername vollstandigername vorundnachname vornamenachname namevorname nachnamevorname mitarbeiter \
         mitarbeiterin mitarbeitende mitarbeitername teilnehmer teilnehmerin teilnehmende nom nomcomplet nometprenom \
         nomprenom prenomnom prenometnom collaborateur collaboratrice salarie participante nombre nombrecompleto \
         nombreyapellido nombreyapellidos apellidosynombre apellidosnombre empleado empleada colaborador colaboradora",
    ),
    (
        Column::FirstName,
        "firstname firstnames first fname givenname givennames given forename forenames vorname vornamen rufname prenom \
         prenoms prenomusuel primernombre nombredepila nombrepila nombres",
    ),
    (
        Column::LastName,
        "lastname lastnames last lname surname surnames familyname familynames family nachname nachnamen familienname \
         familiennamen familie zuname nomdefamille nomfamille famille nomdusage apellido apellidos primerapellido \
         familia",
    ),
    (
        Column::Mail,
        "mail email emails emailaddress mailaddress address emailadresse mailadresse epost courriel adressemail \
         adresseemail adresseelectronique correo correoelectronico userprincipalname upn",
    ),
    (
        Column::Team,
        "team teams teamname squad squads tribe crew unit orgunit arbeitsgruppe equipe equipes equipo equipos escuadra",
    ),
    (
        Column::Function,
        "function functions role job jobtitle title position profession discipline department dept funktion rolle \
         stelle stellenbezeichnung position beruf tatigkeit abteilung bereich fachbereich fonction poste metier \
         intituleduposte service departement role funcion puesto cargo rol departamento area",
    ),
    (
        Column::Level,
        "level joblevel grade band seniority stufe ebene karrierestufe karrierelevel niveau echelon nivel categoria",
    ),
    (
        Column::Place,
        "location place site office city town workplace standort ort arbeitsort buro buero niederlassung stadt lieu \
         lieudetravail ville bureau etablissement ubicacion lugar lugardetrabajo sede ciudad oficina centrodetrabajo",
    ),
    (
        Column::Manager,
        "manager linemanager supervisor reportsto boss lead teamlead vorgesetzter vorgesetzte fuhrungskraft \
         fuehrungskraft teamleiter teamleitung responsable superieur superieurhierarchique n1 chef jefe jefa \
         jefedirecto gerente superior encargado",
    ),
    (
        Column::Zone,
        "timezone zone tz zeitzone fuseau fuseauhoraire zonahoraria husohorario",
    ),
];

/// Words that decide wherever they stand: "Manager e-mail" is no address of the person's own.
const PARTS: [(Column, &str); 8] = [
    (
        Column::Manager,
        "manager supervisor vorgesetzt fuhrungskraft fuehrungskraft superieur responsable jefe",
    ),
    (Column::Mail, "mail courriel correoelectronico"),
    (Column::Zone, "timezone zeitzone fuseauhoraire zonahoraria"),
    (Column::FirstName, "firstname givenname vorname prenom"),
    (
        Column::LastName,
        "lastname surname familyname nachname familienname apellido",
    ),
    (
        Column::Name,
        "fullname displayname nombrecompleto nomcomplet",
    ),
    (Column::Team, "teamname squadname"),
    (Column::Place, "standort arbeitsort"),
];

/// A heading as [`bare`] leaves it, without accents too.
fn unaccented(heading: &str) -> String {
    bare(heading).chars().map(plain).collect()
}

/// A heading without capitals, bracketed remarks, blanks, hyphens and the like.
#[must_use]
pub fn bare(heading: &str) -> String {
    let mut depth = 0_u32;
    heading
        .chars()
        .filter(|c| match c {
            '(' | '[' | '{' => {
                depth += 1;
                false
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0 && c.is_alphanumeric(),
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A letter without the marks that these four languages put on it.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'â' | 'á' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ñ' => 'n',
        'ô' | 'ó' | 'ö' => 'o',
        'ù' | 'û' | 'ú' | 'ü' => 'u',
        other => other,
    }
}
