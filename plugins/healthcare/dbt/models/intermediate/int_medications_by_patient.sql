select
    patient_id,
    count(distinct code) filter (where is_active) as active_medication_count,
    sum(total_cost) as medication_cost,
    sum(payer_coverage) as medication_coverage
from {{ ref('int_medications') }}
group by patient_id
