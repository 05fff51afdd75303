-- Nearly all of the trail belongs to a group and is read by it. The index by sprint holds what belongs to none, so that
-- most events have one place less to be written to.

drop index events_by_sprint;
create index events_by_sprint on events (sprint_id, at) where cohort_id is null;
