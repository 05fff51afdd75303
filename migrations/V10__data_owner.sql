-- The data owner's desk: what is set right after a week has closed, what stands beside a final number, and how
-- one person is taken out without the numbers noticing.

-- A fact as it should have been, with the reason. The fact that it corrects stays where it is; nothing here is
-- changed again.
create table corrections (
    cohort_id text not null,
    id text not null,
    seat_id text not null,
    -- the move that it is about; null when it is about the seat itself
    experiment_id text,
    -- the row of the sheet on which it was entered
    week bigint not null,
    -- the change, as JSON
    change text not null,
    reason text not null,
    corrected_at bigint not null,
    corrected_by text not null references people (id),
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create index corrections_by_seat on corrections (cohort_id, seat_id);

create table figures (name text primary key);
insert into figures (name) values ('moves'), ('success'), ('feedback');

-- After the final close nothing changes: a signed sentence stands beside the number.
create table errata (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    figure text not null references figures (name),
    -- what is wrong, and what the figure should be
    said text not null,
    should_be text not null,
    signed_at bigint not null,
    signed_by text not null references people (id),
    primary key (cohort_id, id)
);

-- Somebody who asked to be taken out, and who has been: their row stays, without them.
create table erasures (
    person_id text primary key references people (id),
    asked_at bigint not null,
    erased_at bigint
);

-- A link to the file with everything about one person. Only its hash is kept; it is handed to that person.
create table export_links (
    token_hash text primary key,
    person_id text not null references people (id),
    created_at bigint not null,
    expires_at bigint not null
);
create index export_links_by_person on export_links (person_id);

-- What does not concern a group is read by its sprint; what has been kept long enough is found by its age.
create index events_by_sprint on events (sprint_id, at);
create index events_by_at on events (at);
create index notices_by_age on notices (created_at);
