-- How leaders learn to be peer mentors: alone, in five scenarios, or at the workshop.

-- The question that somebody asked in a scenario. What they chose before is explained and kept nowhere.
create table practice_answers (
    cohort_id text not null,
    seat_id text not null,
    -- 1 to 5
    scenario bigint not null,
    question text not null,
    written_at bigint not null,
    primary key (cohort_id, seat_id, scenario),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);

-- Who was at the workshop, as the coordinator noted it.
create table workshop_marks (
    cohort_id text not null,
    seat_id text not null,
    noted_at bigint not null,
    primary key (cohort_id, seat_id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);

insert into alert_kinds (name) values ('untrained');
