with seeded_groups as (
    select owner as plugin, count(*) as group_count
    from {{ source('honeyframe', 'groups') }}
    where owner is not null
    group by owner
),

usage as (
    select e.plugin, count(*) as event_count, count(distinct e.actor_id) as user_count, max(e.at) as last_used_at
    from {{ source('honeyframe', 'audit_events') }} as e
    where e.plugin is not null
    group by e.plugin
)

select
    p.name as plugin,
    p.version as version,
    p.state as state,
    p.source as source,
    p.installed_at as installed_at,
    coalesce(g.group_count, 0) as group_count,
    coalesce(u.event_count, 0) as event_count,
    coalesce(u.user_count, 0) as user_count,
    u.last_used_at
from {{ source('honeyframe', 'plugins') }} as p
left join seeded_groups as g on p.name = g.plugin
left join usage as u on p.name = u.plugin
