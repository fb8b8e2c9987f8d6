select
    p.id as provider_id,
    p.organization as organization_id,
    {{ without_digits('p.name') }} as name,
    case upper(p.gender) when 'F' then 'female' when 'M' then 'male' else 'other' end as sex,
    {{ title_case('p.speciality') }} as speciality,
    {{ title_case('p.city') }} as city,
    p.state as state,
    nullif(trim(p.zip), '') as zip
from {{ source('synthea', 'providers') }} as p
