-- What follows from the loop: alerts, messages, the trail of events, and work that waits.

create table alert_kinds (name text primary key);
insert into alert_kinds (name) values ('two_skipped'), ('two_in_a_row'), ('under_target'), ('no_report');

-- Append-only history: an alert opens, may be acknowledged or put off, and is resolved.
create table alerts (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    kind text not null references alert_kinds (name),
    -- the seat it is about; empty when it is about the whole cohort
    seat_id text not null,
    -- the week at whose end or close it opened
    week bigint not null,
    -- the weeks it rests on, as a JSON array
    weeks text not null,
    opened_at bigint not null,
    acknowledged_at bigint,
    action text,
    snoozed_until bigint,
    resolved_at bigint,
    resolution text,
    primary key (cohort_id, id)
);
-- one open row per cause; opening twice is once
create unique index alerts_cohort_id_kind_seat_id_week on alerts (cohort_id, kind, seat_id, week);

-- Weeks whose end and close have been acted upon, so that the clockwork does each once.
create table week_marks (
    cohort_id text not null references cohorts (cohort_id),
    week bigint not null,
    -- 'end' or 'close'
    mark text not null,
    marked_at bigint not null,
    primary key (cohort_id, week, mark)
);

-- Everything that a person is told. The key (kind, about, person, day) makes "once" true.
create table notices (
    id text primary key,
    kind text not null,
    about text not null,
    person_id text not null references people (id),
    day text not null,
    subject text not null,
    body text not null,
    link text not null,
    -- 'queued', 'sent', 'kept' (mail is not set up) or 'failed'
    state text not null,
    due_at bigint not null,
    lease_until bigint not null,
    tries bigint not null,
    created_at bigint not null,
    sent_at bigint,
    last_error text
);
create unique index notices_kind_about_person_id_day on notices (kind, about, person_id, day);
create index notices_by_state on notices (state, due_at);
create index notices_by_person on notices (person_id, created_at);

-- One row per deed, written in the deed's own transaction.
create table events (
    id text primary key,
    at bigint not null,
    actor_id text,
    sprint_id text,
    cohort_id text,
    kind text not null,
    about text not null,
    payload text not null
);
create index events_by_cohort on events (cohort_id, at);
create index events_by_about on events (about, at);
