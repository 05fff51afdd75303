-- People, how they sign in, and what the installation remembers about itself.
-- One text for SQLite and PostgreSQL: ids are text, instants are milliseconds since 1970 (bigint),
-- dates are ISO text, truth is 0 or 1, and a unique index is named table_column.

create table settings (
    key text primary key,
    value text not null
);

create table people (
    id text primary key,
    name text not null,
    -- kept as it was typed, for writing to; the folded form is what makes it unique
    mail text not null,
    mail_folded text not null,
    -- 'light', 'dark', or null: as the device says
    theme text,
    -- what a person is called where names are not shown (P001, P002, ...)
    pseudonym text not null,
    created_at bigint not null
);
create unique index people_mail_folded on people (mail_folded);
create unique index people_pseudonym on people (pseudonym);

create table administrators (
    person_id text primary key references people (id),
    since bigint not null
);

-- A link that was asked for by mail. Only its hash is kept, and it opens once.
create table sign_in_links (
    token_hash text primary key,
    person_id text not null references people (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index sign_in_links_by_person on sign_in_links (person_id, created_at);

create table sign_ins (
    token_hash text primary key,
    person_id text not null references people (id),
    created_at bigint not null,
    expires_at bigint not null
);
create index sign_ins_by_person on sign_ins (person_id);

-- How often something was tried lately: one row per key and window.
create table attempts_counted (
    key text not null,
    window_start bigint not null,
    tries bigint not null,
    primary key (key, window_start)
);
