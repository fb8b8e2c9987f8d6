select
    c.*,
    -- A record that nobody closed is not a living patient's condition after death.
    c.ended_on is null and p.deceased_on is null as is_active,
    chronic.code is not null as is_chronic,
    coalesce(chronic.risk_points, 0) as risk_points
from {{ ref('stg_conditions') }} as c
left join {{ ref('stg_patients') }} as p on c.patient_id = p.patient_id
left join {{ ref('chronic_conditions') }} as chronic on c.code = chronic.code
