select
    observation_id,
    patient_id,
    encounter_id,
    observed_at,
    category,
    code,
    title,
    value,
    numeric_value,
    unit
from {{ ref('stg_observations') }}
