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
