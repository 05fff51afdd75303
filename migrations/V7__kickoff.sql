-- What goes out when a group begins: mails with all that belongs to them, and who was asked to take part.

-- The rest of a mail beside its text (HTML, in whose name, what is attached), as JSON; emptied once it has left.
alter table notices add column envelope text not null default '';
-- After this instant a mail that has not left is given up.
alter table notices add column give_up_at bigint not null default 0;
update notices set give_up_at = created_at + 172800000;

-- Who was asked to take part, and what they said. One row for each seat, however often a mail is sent.
create table invitations (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    seat_id text not null,
    asked_at bigint not null,
    -- in whose name
    asked_by text not null references people (id),
    -- the one reminder that goes by itself, and the one that the coordinator sends by hand
    reminded_at bigint,
    nudged_at bigint,
    -- 'yes' or 'no'; null while there is no answer
    answer text,
    answered_at bigint,
    -- 'link', or 'told': the coordinator was told in person
    answered_by text,
    -- 1 to 10, if it was said; for the coordinator only
    commitment bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create unique index invitations_cohort_id_seat_id on invitations (cohort_id, seat_id);

-- Who wants no more reminders; what they ask for themselves still comes.
create table mail_stops (
    person_id text primary key references people (id),
    since bigint not null
);
