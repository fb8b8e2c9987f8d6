select
    m.*,
    p.deceased_on is null
    and (m.stopped_at is null or m.stopped_at > a.data_as_of) as is_active
from {{ ref('stg_medications') }} as m
left join {{ ref('stg_patients') }} as p on m.patient_id = p.patient_id
cross join {{ ref('int_data_as_of') }} as a
