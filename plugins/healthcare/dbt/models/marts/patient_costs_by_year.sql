-- An encounter's cost already contains its procedures; medications are billed apart.
with costs as (
    select patient_id, year(started_at) as cost_year, total_cost as encounter_cost, 0 as medication_cost, payer_coverage
    from {{ ref('encounters') }}
    union all
    select patient_id, year(started_at), 0, total_cost, payer_coverage
    from {{ ref('medications') }}
)

select
    patient_id,
    cost_year,
    sum(encounter_cost) as encounter_cost,
    sum(medication_cost) as medication_cost,
    sum(encounter_cost) + sum(medication_cost) as total_cost,
    sum(payer_coverage) as payer_coverage
from costs
group by patient_id, cost_year
