-- Whoever was there says whether a move happened; and each week's sample of moves that are checked.

create table witness_answers (name text primary key);
insert into witness_answers (name) values ('yes'), ('no'), ('not_sure');

-- One person for each move, named by its leader and asked once. Name and address are those of somebody who may have no
-- account here: both are emptied when the words of the group go, and 90 days after the answer at the latest.
create table witnesses (
    cohort_id text not null,
    experiment_id text not null,
    name text not null,
    -- in small letters
    mail text not null,
    named_at bigint not null,
    asked_at bigint,
    -- for the leader alone; others read sums
    answer text references witness_answers (name),
    answered_at bigint,
    primary key (cohort_id, experiment_id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);
-- so that nobody is asked too often
create index witnesses_by_mail on witnesses (mail, asked_at);

-- A mail to somebody who has no account: emptied when it has left. person_id is who it is sent for.
alter table notices add column to_name text;
alter table notices add column to_mail text;

-- The moves that were drawn when their week closed. Only their leaders know which.
create table audited (
    cohort_id text not null,
    experiment_id text not null,
    week bigint not null,
    drawn_at bigint not null,
    -- when the leader said that nobody was there
    nobody_at bigint,
    primary key (cohort_id, experiment_id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id)
);
create index audited_by_week on audited (cohort_id, week);
