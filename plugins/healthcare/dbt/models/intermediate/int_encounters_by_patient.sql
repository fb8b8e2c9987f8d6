select
    e.patient_id,
    count(*) as encounter_count,
    count(*) filter ({{ is_within_last_year('e.started_at', 'a.data_as_of') }}) as encounters_last_12_months,
    count(*) filter (
        {{ is_within_last_year('e.started_at', 'a.data_as_of') }}
        and e.encounter_class in ('emergency', 'inpatient')
    ) as acute_encounters_last_12_months,
    min(e.started_at) as first_encounter_at,
    max(e.started_at) as last_encounter_at,
    arg_max(e.payer_id, e.started_at) as latest_payer_id,
    sum(e.total_cost) as encounter_cost,
    sum(e.payer_coverage) as encounter_coverage
from {{ ref('stg_encounters') }} as e
cross join {{ ref('int_data_as_of') }} as a
group by e.patient_id
