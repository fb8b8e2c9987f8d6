with workload as (
    select
        e.provider_id,
        count(*) as encounter_count,
        count(distinct e.patient_id) as patient_count,
        count(*) filter (where {{ is_within_last_year('e.started_at', 'a.data_as_of') }}) as encounters_last_12_months,
        max(e.started_at) as last_encounter_at
    from {{ ref('stg_encounters') }} as e
    cross join {{ ref('int_data_as_of') }} as a
    group by e.provider_id
)

select
    p.provider_id,
    p.name,
    p.sex,
    p.speciality,
    p.organization_id,
    o.name as organization_name,
    p.city,
    p.state,
    p.zip,
    coalesce(w.patient_count, 0) as patient_count,
    coalesce(w.encounter_count, 0) as encounter_count,
    coalesce(w.encounters_last_12_months, 0) as encounters_last_12_months,
    w.last_encounter_at
from {{ ref('stg_providers') }} as p
left join {{ ref('stg_organizations') }} as o on p.organization_id = o.organization_id
left join workload as w on p.provider_id = w.provider_id
