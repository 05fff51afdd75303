-- What comes after a session: a peer's verdict on a move, what helped, how safe it feels.

create table verdicts (name text primary key);
insert into verdicts (name) values ('succeeded'), ('partially'), ('failed'), ('cannot_tell');

-- One peer for each move that was reported as tried, asked before anybody could tell them how it went.
-- What they say is shown to them and, in sums, to nobody by name.
create table peer_verdicts (
    cohort_id text not null,
    experiment_id text not null,
    -- the peer
    seat_id text not null,
    asked_at bigint not null,
    -- 0 where they could have seen the leader's own verdict before
    blind bigint not null,
    verdict text references verdicts (name),
    verdict_at bigint,
    primary key (cohort_id, experiment_id),
    foreign key (cohort_id, experiment_id) references experiments (cohort_id, id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);
create index peer_verdicts_by_seat on peer_verdicts (cohort_id, seat_id);

create table prompts (name text primary key);
insert into prompts (name) values ('intent'), ('barriers'), ('success'), ('question'), ('alternative');
create table uses (name text primary key);
insert into uses (name) values ('yes'), ('partly'), ('no');

-- Beside a rating, and as blind: which prompt helped most; a week later, whether it was used.
alter table ratings add column prompt text references prompts (name);
alter table ratings add column used text references uses (name);
alter table ratings add column used_at bigint;

-- How safe it feels to speak in the group: for each statement and number, how many said it. Who said what is
-- kept nowhere.
create table safety_counts (
    cohort_id text not null references cohorts (cohort_id),
    week bigint not null,
    -- the statement, 1 to 4
    item bigint not null,
    score bigint not null,
    count bigint not null,
    primary key (cohort_id, week, item, score)
);

-- That somebody has answered, so that nobody answers twice.
create table safety_answered (
    cohort_id text not null,
    week bigint not null,
    seat_id text not null,
    primary key (cohort_id, week, seat_id),
    foreign key (cohort_id, seat_id) references seats (cohort_id, id)
);

insert into alert_kinds (name) values ('safety');
