with members as (
    select m.group_id, count(distinct m.user_id) as member_count
    from {{ source('honeyframe', 'group_members') }} as m
    inner join {{ source('honeyframe', 'users') }} as u on m.user_id = u.id
    where u.active
    group by m.group_id
)

select
    g.id as group_id,
    g.name as group_name,
    g.owner as group_owner,
    p.permission_type as permission,
    p.target_id,
    coalesce(m.member_count, 0) as member_count
from {{ source('honeyframe', 'groups') }} as g
inner join {{ source('honeyframe', 'group_permissions') }} as p on g.id = p.group_id
left join members as m on g.id = m.group_id
