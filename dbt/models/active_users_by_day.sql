-- Active means that an audited action names the person; a day on which nobody did anything has no row.
select
    cast(e.at as date) as day,
    count(distinct e.actor_id) as active_user_count,
    count(*) as event_count
from {{ source('honeyframe', 'audit_events') }} as e
inner join {{ source('honeyframe', 'users') }} as u on e.actor_id = u.id
group by 1
