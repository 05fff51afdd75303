-- Turns that people exchange among themselves, and what the coordinator should see of them.

-- The seat that had a turn before somebody took it over from there; null for a turn that was planned or was open.
alter table turns add column handed_by text;

insert into alert_kinds (name) values ('nobody_presents');
