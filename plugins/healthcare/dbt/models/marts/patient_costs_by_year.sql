-- An encounter's cost already contains its procedures; medications are billed apart.
with costs as (
    select patient_id, started_at, total_cost as encounter_cost, 0 as medication_cost, payer_coverage
    from {{ ref('encounters') }}
    union all
    select patient_id, started_at, 0, total_cost, payer_coverage
    from {{ ref('medications') }}
)

select
    patient_id,
    cast(extract(year from started_at) as bigint) as cost_year,
    cast(sum(encounter_cost) as decimal(18, 2)) as encounter_cost,
    cast(sum(medication_cost) as decimal(18, 2)) as medication_cost,
    cast(sum(encounter_cost) + sum(medication_cost) as decimal(18, 2)) as total_cost,
    cast(sum(payer_coverage) as decimal(18, 2)) as payer_coverage
from costs
group by 1, 2
