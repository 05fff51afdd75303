-- A sprint, its skills and roles, its cohorts and their seats.
-- Sprints stay small and stand beside the people; everything that a cohort owns carries the cohort's id
-- in its primary key, its unique indexes and its references, so that it can be spread by cohort.

create table roles (name text primary key);
insert into roles (name) values ('coordinator'), ('sponsor'), ('data_owner');

create table sprints (
    id text primary key,
    name text not null,
    organisation text not null,
    -- consecutive attempts after which the count of skips starts again; null: never
    restart_after bigint,
    created_at bigint not null
);

create table sprint_skills (
    sprint_id text not null references sprints (id),
    skill text not null,
    position bigint not null,
    -- one sentence each: the business priority it serves and the metric it should move
    priority text not null,
    metric text not null,
    primary key (sprint_id, skill)
);

create table sprint_roles (
    sprint_id text not null references sprints (id),
    person_id text not null references people (id),
    role text not null references roles (name),
    since bigint not null,
    primary key (sprint_id, person_id, role)
);
create index sprint_roles_by_person on sprint_roles (person_id);

create table cohorts (
    cohort_id text primary key,
    sprint_id text not null references sprints (id),
    name text not null,
    -- an IANA time zone; it does not change after launch
    zone text not null,
    -- first day of week 1
    start_date text not null,
    grace_days bigint not null,
    -- 1 = Monday ... 7 = Sunday, and a local time such as 10:00
    session_weekday bigint not null,
    session_time text not null,
    created_at bigint not null
);
create index cohorts_by_sprint on cohorts (sprint_id);

-- A calendar week without a number, put in before a practice week.
create table pauses (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    before_week bigint not null,
    recorded_at bigint not null,
    primary key (cohort_id, id)
);
create unique index pauses_cohort_id_before_week on pauses (cohort_id, before_week);

create table exit_kinds (name text primary key);
insert into exit_kinds (name) values ('company'), ('transfer');

-- One leader's place in a cohort. Each fact about it has two instants: when it was so, and when it was
-- written down; a week's closed numbers use only what had been written down by its close.
create table seats (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    person_id text not null references people (id),
    squad text not null,
    joined_at bigint not null,
    join_recorded_at bigint not null,
    exit_at bigint,
    exit_kind text references exit_kinds (name),
    exit_recorded_at bigint,
    withdrawn_at bigint,
    withdrawal_recorded_at bigint,
    withdrawal_reason text,
    -- a word beside the reason, for the coordinator
    withdrawal_note text,
    primary key (cohort_id, id)
);
create unique index seats_cohort_id_person_id on seats (cohort_id, person_id);
create index seats_by_person on seats (person_id);

create table excuse_categories (name text primary key);
insert into excuse_categories (name) values ('annual_leave'), ('sickness'), ('parental_or_bereavement'), ('site_holiday');

create table excuses (
    cohort_id text not null,
    id text not null,
    seat_id text not null,
    week bigint not null,
    category text not null references excuse_categories (name),
    -- working days away, for annual leave, and a word beside it
    days bigint,
    note text,
    recorded_at bigint not null,
    recorded_by text not null references people (id),
    revoked_at bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create index excuses_by_seat on excuses (cohort_id, seat_id);
