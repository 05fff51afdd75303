-- Weeks that a group kept on a sheet before it moved in.

create table imports (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    rows_read bigint not null,
    imported_at bigint not null,
    imported_by text not null references people (id),
    undone_at bigint,
    undone_by text references people (id),
    primary key (cohort_id, id)
);

-- A row of the sheet, or a week in which it has none for somebody. position orders the rows of one week of one
-- person. told is 'tried', 'not_tried', 'excused', 'outside' or 'open'; outcome is null where there was no attempt.
create table imported_rows (
    cohort_id text not null,
    id text not null,
    import_id text not null,
    seat_id text not null,
    week bigint not null,
    position bigint not null,
    told text not null,
    outcome text,
    -- as the sheet gave it
    metric_delta text not null,
    primary key (cohort_id, id),
    foreign key (cohort_id, import_id) references imports (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create unique index imported_rows_cohort_id_seat_id_week_position on imported_rows (cohort_id, seat_id, week, position);

-- The ratings of a week's rows, without whose they were. A decimal number as text, so that a mean stays exact.
create table imported_ratings (
    cohort_id text not null,
    id text not null,
    import_id text not null,
    week bigint not null,
    rating text not null,
    primary key (cohort_id, id),
    foreign key (cohort_id, import_id) references imports (cohort_id, id)
);

-- Seats that an import gave, so that taking it back takes them too.
create table imported_seats (
    cohort_id text not null,
    seat_id text not null,
    import_id text not null,
    primary key (cohort_id, seat_id),
    foreign key (cohort_id, import_id) references imports (cohort_id, id)
);

-- A sheet that was read and waits for its coordinator to look at what it would do. Goes after a week.
create table import_drafts (
    id text primary key,
    person_id text not null references people (id),
    made_at bigint not null,
    -- the rows as a CSV of our own, and what was chosen for its groups and people as JSON
    sheet text not null,
    choices text not null
);
create index import_drafts_by_person on import_drafts (person_id);
