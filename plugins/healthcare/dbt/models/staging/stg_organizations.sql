select
    o.id as organization_id,
    {{ title_case('o.name') }} as name,
    {{ title_case('o.address') }} as address,
    {{ title_case('o.city') }} as city,
    o.state as state,
    nullif(trim(o.zip), '') as zip,
    o.phone as phone
from {{ source('synthea', 'organizations') }} as o
