select
    condition_id,
    patient_id,
    encounter_id,
    started_on,
    ended_on,
    code,
    title,
    category,
    is_active,
    is_chronic
from {{ ref('int_conditions') }}
