-- The few meetings that run now, for the clockwork that ends those which nobody led to their last step.
create index meetings_under_way on meetings (began_at) where stage in ('runs', 'stands');
