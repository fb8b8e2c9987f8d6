select
    e.patient_id,
    count(*) as encounter_count,
    count(*) filter (where {{ is_within_last_year('e.started_at', 'a.data_as_of') }}) as encounters_last_12_months,
    count(*) filter (
        where {{ is_within_last_year('e.started_at', 'a.data_as_of') }}
        and e.encounter_class in ('emergency', 'inpatient')
    ) as acute_encounters_last_12_months,
    min(e.started_at) as first_encounter_at,
    max(e.started_at) as last_encounter_at,
    (array_agg(e.payer_id order by e.started_at desc, e.encounter_id) filter (where e.payer_id is not null))[1]
        as latest_payer_id,
    sum(e.total_cost) as encounter_cost,
    sum(e.payer_coverage) as encounter_coverage
from {{ ref('stg_encounters') }} as e
cross join {{ ref('int_data_as_of') }} as a
group by e.patient_id
