-- The weekly session, and the other meetings that are held on the timed page.

create table meeting_stages (name text primary key);
-- 'told': it was held without the page and filled in afterwards
insert into meeting_stages (name) values ('lobby'), ('runs'), ('stands'), ('over'), ('told');

-- One row from the moment on at which somebody does something about a meeting. Its date follows from the calendar,
-- unless it was moved.
create table meetings (
    cohort_id text not null references cohorts (cohort_id),
    -- what the cohort meets for: week-6, showcase-4, kickoff
    id text not null,
    stage text not null references meeting_stages (name),
    -- the steps that it was begun with, as JSON; empty before
    steps text not null,
    step bigint not null,
    -- grows with each press, so that an older page is told from the newest
    turn bigint not null,
    -- when the step's time is up, while it runs; what is left of it, while it stands
    ends_at bigint,
    left_ms bigint,
    -- seats; null until somebody takes the turn
    facilitator text,
    note_taker text,
    presenter text,
    second_presenter text,
    -- one device for the whole room: it may write for whoever is named
    one_device bigint not null,
    began_at bigint,
    ended_at bigint,
    -- by the coordinator: another time, or not at all
    moved_to bigint,
    called_off_at bigint,
    primary key (cohort_id, id)
);

-- Who was there, and what they said before: a word and a mood.
create table meeting_people (
    cohort_id text not null,
    meeting_id text not null,
    seat_id text not null,
    here_at bigint,
    word text not null,
    mood text not null,
    primary key (cohort_id, meeting_id, seat_id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);

-- What the note-taker wrote at a step, and what was set right afterwards. The revision tells two writers apart.
create table meeting_notes (
    cohort_id text not null,
    meeting_id text not null,
    slot bigint not null,
    part text not null,
    words text not null,
    revision bigint not null,
    written_at bigint not null,
    written_by text not null references people (id),
    primary key (cohort_id, meeting_id, slot, part)
);

-- One question and one other move from each peer; the presenter marks one as useful.
create table meeting_answers (
    cohort_id text not null,
    meeting_id text not null,
    slot bigint not null,
    part text not null,
    seat_id text not null,
    words text not null,
    written_at bigint not null,
    useful_at bigint,
    primary key (cohort_id, meeting_id, slot, part, seat_id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);

-- Who does what by when.
create table commitments (
    cohort_id text not null,
    id text not null,
    meeting_id text not null,
    seat_id text not null,
    what text not null,
    due text not null,
    made_at bigint not null,
    done_at bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create index commitments_by_seat on commitments (cohort_id, seat_id);

create table turn_slots (name text primary key);
insert into turn_slots (name) values
    ('presenter'), ('short_presenter'), ('facilitator'), ('note_taker'), ('spotlight'), ('other_spotlight');

-- Whose turn it is in which week: as it was planned and told, or as people decided among themselves. What is past
-- stays as it was told, so that a turn that somebody missed is known.
create table turns (
    cohort_id text not null,
    week bigint not null,
    slot text not null references turn_slots (name),
    seat_id text not null,
    decided_at bigint,
    primary key (cohort_id, week, slot),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
