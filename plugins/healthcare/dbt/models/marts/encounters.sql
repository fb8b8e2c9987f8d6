select
    e.encounter_id,
    e.patient_id,
    e.provider_id,
    pr.name as provider_name,
    e.organization_id,
    o.name as organization_name,
    e.payer_id,
    py.name as payer_name,
    e.started_at,
    e.ended_at,
    cast({{ dbt.datediff('e.started_at', 'e.ended_at', 'minute') }} as bigint) as duration_minutes,
    e.encounter_class,
    e.code,
    e.title,
    e.reason_code,
    e.reason,
    e.base_cost,
    e.total_cost,
    e.payer_coverage
from {{ ref('stg_encounters') }} as e
left join {{ ref('stg_providers') }} as pr on e.provider_id = pr.provider_id
left join {{ ref('stg_organizations') }} as o on e.organization_id = o.organization_id
left join {{ ref('stg_payers') }} as py on e.payer_id = py.payer_id
