-- The other meetings on the timed page: a guest may run one, and the retrospective has cards, votes and decisions.

-- Whoever coordinates the sprint, or a sponsor, while no leader runs it.
alter table meetings add column led_by text references people (id);

create table card_kinds (name text primary key);
insert into card_kinds (name) values ('keep'), ('drop'), ('change');

-- A thought about the sprint. It carries no name and no time, and its id says nothing of either.
create table cards (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    kind text not null references card_kinds (name),
    words text not null,
    -- the card with which it was put together
    joined_to text,
    -- how many voted for it, once the votes are counted
    votes bigint not null,
    primary key (cohort_id, id),
    foreign key (cohort_id, joined_to) references cards (cohort_id, id)
);

-- Who voted for which card, so that nobody votes four times. The rows go when the votes are counted.
create table card_votes (
    cohort_id text not null,
    card_id text not null,
    person_id text not null references people (id),
    voted_at bigint not null,
    primary key (cohort_id, card_id, person_id),
    foreign key (cohort_id, card_id) references cards (cohort_id, id)
);
create index card_votes_by_person on card_votes (person_id);

-- What was decided about a card, who sees to it, and by when.
create table decisions (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    card_id text,
    what text not null,
    owner text not null references people (id),
    due text not null,
    made_at bigint not null,
    dropped_at bigint,
    primary key (cohort_id, id),
    foreign key (cohort_id, card_id) references cards (cohort_id, id)
);
