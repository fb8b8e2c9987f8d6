-- Beside a flag stands who set it; the name is kept as it was then, as it is with care notes.
alter table follow_ups add column flagged_by_name text not null default '';
