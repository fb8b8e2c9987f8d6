-- at is a word of DuckDB's grammar: it needs its table in front.
select
    cast(e.at as date) as day,
    e.action as action,
    coalesce(e.plugin, 'platform') as plugin,
    count(*) as event_count,
    count(distinct e.actor_id) as actor_count
from {{ source('honeyframe', 'audit_events') }} as e
group by 1, 2, 3
