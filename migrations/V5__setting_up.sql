-- A sprint that is being set up: what its maker has typed so far, right or not, as JSON. One for each person.
create table sprint_drafts (
    maker_id text primary key references people (id),
    typed text not null,
    created_at bigint not null,
    changed_at bigint not null
);

-- The showcase of weeks 4, 8 and 12: day and local time; null: right after the session.
alter table cohorts add column showcase_weekday bigint;
alter table cohorts add column showcase_time text;

-- Days on which nobody works, as ISO dates.
create table days_off (
    sprint_id text not null references sprints (id),
    day text not null,
    primary key (sprint_id, day)
);

-- What serves to form groups and is shown to nobody.
create table person_attributes (
    person_id text primary key references people (id),
    function text,
    level text,
    location text,
    manager text,
    zone text
);
