-- What changes within a year: pauses that are taken back, another weekly time.

-- A pause that was taken back before it began never was. Two weeks off are two pauses before one week.
drop index pauses_cohort_id_before_week;
create index pauses_by_week on pauses (cohort_id, before_week);
alter table pauses add column revoked_at bigint;

-- Another weekly time from a week on, in the cohort's zone. Earlier weeks keep theirs.
create table weekly_times (
    cohort_id text not null references cohorts (cohort_id),
    id text not null,
    from_week bigint not null,
    -- 1 = Monday ... 7 = Sunday, and a local time such as 10:00
    weekday bigint not null,
    local_time text not null,
    recorded_at bigint not null,
    revoked_at bigint,
    primary key (cohort_id, id)
);
