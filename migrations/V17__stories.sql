-- What is told of moves in writing, with consent; thanks by name; and the sponsor at showcases.

create table story_kinds (name text primary key);
insert into story_kinds (name) values ('win'), ('lesson');
-- how far a story may go; each holds the one before it
create table consents (name text primary key);
insert into consents (name) values ('group'), ('sponsor'), ('organisation');

create table stories (
    cohort_id text not null,
    id text not null,
    -- whose
    seat_id text not null,
    kind text not null references story_kinds (name),
    -- in one line
    heading text not null,
    situation text not null,
    action text not null,
    impact text not null,
    consent text not null references consents (name),
    -- the own move that it is about, if it is about one
    experiment_id text,
    -- the week of the showcase for which it is offered, if it is
    showcase bigint,
    written_at bigint not null,
    changed_at bigint not null,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);
create index stories_by_seat on stories (cohort_id, seat_id);

-- A line of thanks from one leader to another of the same group.
create table recognitions (
    cohort_id text not null,
    id text not null,
    -- who is thanked
    seat_id text not null,
    -- the seat of who thanks
    given_by text not null,
    words text not null,
    given_at bigint not null,
    -- since when the sponsor may read it; said by who is thanked
    shared_at bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id),
    foreign key (cohort_id, given_by) references seats (cohort_id, id)
);
create index recognitions_by_seat on recognitions (cohort_id, seat_id);

-- A line of thanks from a sponsor for a story or a recognition that they read, once for each.
create table thanks (
    cohort_id text not null,
    id text not null,
    -- who is thanked
    seat_id text not null,
    -- the sponsor
    person_id text not null references people (id),
    -- the story or the recognition; it may be gone, the thanks stay
    about text not null,
    words text not null,
    given_at bigint not null,
    -- since when others than the group may read it; said by who is thanked
    shared_at bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create unique index thanks_cohort_id_about_person_id on thanks (cohort_id, about, person_id);

-- That a sponsor says: I was there.
create table showcase_sponsors (
    cohort_id text not null references cohorts (cohort_id),
    -- the week of the showcase
    week bigint not null,
    person_id text not null references people (id),
    said_at bigint not null,
    primary key (cohort_id, week, person_id)
);

-- a showcase without a sponsor, and the next one that may become the second
insert into alert_kinds (name) values ('no_sponsor'), ('sponsor_again');
