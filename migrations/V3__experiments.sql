-- The weekly loop: plans, what was reported about them, and what peers answered.

create table experiment_states (name text primary key);
insert into experiment_states (name) values ('planned'), ('queued'), ('reported'), ('not_this_week'), ('abandoned');

create table experiments (
    cohort_id text not null,
    id text not null,
    seat_id text not null,
    -- the week that it is planned for; the week that counts is that of performed_on in its reports
    week bigint not null,
    state text not null references experiment_states (name),
    skill text not null,
    library_move text,
    hypothesis text not null,
    action text not null,
    planned_on text not null,
    planned_time text,
    with_whom text not null,
    needs_asking bigint not null,
    criteria text not null,
    criteria_due text,
    criteria_locked_at bigint not null,
    hours_freed double precision,
    obstacle text not null,
    response text not null,
    fallback text not null,
    confidence bigint,
    stretch bigint,
    witness text not null,
    preparation text not null,
    carried_from bigint,
    repeat_of text,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create index experiments_by_seat on experiments (cohort_id, seat_id, week);
-- an address names a move by its id alone
create index experiments_by_id on experiments (id);

-- Criteria lock when the plan is saved. A later change stays visible: one row each, with both texts.
create table criteria_changes (
    cohort_id text not null,
    id text not null,
    experiment_id text not null,
    changed_at bigint not null,
    changed_by text not null references people (id),
    old_text text not null,
    new_text text not null,
    old_due text,
    new_due text,
    primary key (cohort_id, id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);
create index criteria_changes_by_experiment on criteria_changes (cohort_id, experiment_id);

create table outcomes (name text primary key);
insert into outcomes (name) values ('succeeded'), ('partially'), ('failed'), ('too_early');

-- Append-only: an edit is a new row. performed_on is null for "not this week".
create table reports (
    cohort_id text not null,
    id text not null,
    experiment_id text not null,
    revision bigint not null,
    -- the week that the experiment was planned for when this was said; "not this week" is said of it
    week bigint not null,
    reported_at bigint not null,
    reported_by text not null references people (id),
    performed_on text,
    outcome text references outcomes (name),
    barrier text,
    -- after "not this week": 'same' or 'smaller'
    next_step text,
    line text not null,
    number double precision,
    evidence text not null,
    -- who was there and could confirm it
    witness text,
    reason text not null,
    confirmed_at bigint,
    confirmed_by text references people (id),
    accepted_at bigint,
    accepted_by text references people (id),
    -- what makes a form sent twice one report
    sent_key text,
    primary key (cohort_id, id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);
create unique index reports_cohort_id_experiment_id_revision on reports (cohort_id, experiment_id, revision);
create unique index reports_cohort_id_sent_key on reports (cohort_id, sent_key);

create table reactions (
    cohort_id text not null,
    experiment_id text not null,
    person_id text not null references people (id),
    useful_at bigint,
    question text,
    asked_at bigint,
    primary key (cohort_id, experiment_id, person_id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);

-- How useful the feedback in one week's session was, 1 to 5; null: "I was not there".
-- Nobody but the person who gave it may see a single one.
create table ratings (
    cohort_id text not null,
    week bigint not null,
    seat_id text not null,
    score bigint,
    rated_at bigint not null,
    primary key (cohort_id, week, seat_id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
