-- People who come into a sprint that is being set up.

-- A list that was sent for a group of a draft and waits for its maker to look at what it would do. Goes after a week.
create table people_files (
    id text primary key,
    maker_id text not null references people (id),
    made_at bigint not null,
    -- the group that it is for: its place in the draft, and its name then
    group_place bigint not null,
    group_name text not null,
    -- the rows as JSON, and what each column holds
    list text not null,
    holds text not null
);
create index people_files_by_maker on people_files (maker_id);

-- A link by which people sign up themselves for a group of a draft; closed_at: nobody can any more.
create table sign_up_links (
    id text primary key,
    maker_id text not null references people (id),
    group_place bigint not null,
    group_name text not null,
    -- whether function, level, place, manager and time zone are asked too
    asks_more bigint not null,
    made_at bigint not null,
    closed_at bigint
);
create index sign_up_links_by_maker on sign_up_links (maker_id);

-- Who signed up: a line as it would be pasted. taken_at: it came into the draft.
create table sign_ups (
    id text primary key,
    link_id text not null references sign_up_links (id),
    name text not null,
    mail text not null,
    line text not null,
    signed_at bigint not null,
    taken_at bigint
);
create unique index sign_ups_link_id_mail on sign_ups (link_id, mail);
