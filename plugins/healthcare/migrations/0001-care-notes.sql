-- The platform adds row-level security to every table with an org_id; there is no policy to write here.
-- patient_id has no foreign key: patients live in the warehouse, not in this database.
create table care_notes (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  patient_id text not null,
  body text not null check (length(body) between 1 and 10000),
  author_id uuid not null,
  author_name text not null,
  created_at timestamptz not null default now()
);

create index care_notes_by_patient on care_notes (org_id, patient_id, created_at desc);

create table follow_ups (
  org_id uuid not null,
  patient_id text not null,
  flagged_by uuid not null,
  reason text not null default '',
  flagged_at timestamptz not null default now(),
  primary key (org_id, patient_id)
);
