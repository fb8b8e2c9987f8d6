with active as (
    -- One row a code: the same illness is often recorded twice.
    select distinct patient_id, code, category, is_chronic, risk_points
    from {{ ref('int_conditions') }}
    where is_active
)

select
    patient_id,
    count(*) filter (where category = 'disorder' or is_chronic) as active_condition_count,
    count(*) filter (where is_chronic) as chronic_condition_count,
    cast(sum(risk_points) as bigint) as condition_risk_points
from active
group by patient_id
