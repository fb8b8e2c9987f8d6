select
    p.id as payer_id,
    case when p.name = 'NO_INSURANCE' then 'No insurance' else p.name end as name,
    p.city as city,
    p.state_headquartered as state
from {{ source('synthea', 'payers') }} as p
