-- A group that lost a null action or plugin would hide events from the overview.
with counted as (
    select coalesce(sum(event_count), 0) as n from {{ ref('audit_events_by_action') }}
),

logged as (
    select count(*) as n from {{ source('honeyframe', 'audit_events') }}
)

select counted.n as counted, logged.n as logged
from counted
cross join logged
where counted.n <> logged.n
