-- Somebody who left a group and comes back keeps their seat: people are counted once, and their moves stay together.
-- The seat itself holds the newest stay; each one before it is a row here.

create table earlier_stays (
    cohort_id text not null,
    seat_id text not null,
    -- 1 is the first
    number bigint not null,
    joined_at bigint not null,
    join_recorded_at bigint not null,
    exit_at bigint not null,
    exit_kind text not null references exit_kinds (name),
    exit_recorded_at bigint not null,
    withdrawn_at bigint,
    withdrawal_recorded_at bigint,
    primary key (cohort_id, seat_id, number),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
