select
    medication_id,
    patient_id,
    encounter_id,
    started_at,
    stopped_at,
    code,
    title,
    reason_code,
    reason,
    is_active,
    dispenses,
    base_cost,
    total_cost,
    payer_coverage
from {{ ref('int_medications') }}
