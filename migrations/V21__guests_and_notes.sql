-- Who came to a meeting without a seat in its group: whoever coordinates, and sponsors.
create table meeting_guests (
    cohort_id text not null,
    meeting_id text not null,
    person_id text not null references people (id),
    here_at bigint not null,
    primary key (cohort_id, meeting_id, person_id),
    foreign key (cohort_id, meeting_id) references meetings (cohort_id, id)
);
create index meeting_guests_by_person on meeting_guests (person_id);

-- Since which revision nobody has written a line of the note but whoever wrote it last; 0: not known of older lines.
alter table meeting_notes add column since bigint not null default 0;
