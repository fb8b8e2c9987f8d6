-- Grouping may lose or double nothing: the months together are the encounters together.
with months as (
    select coalesce(sum(total_cost), 0) as total_cost, coalesce(sum(encounter_count), 0) as encounter_count
    from {{ ref('monthly_costs') }}
),

encounters as (
    select coalesce(sum(total_cost), 0) as total_cost, count(*) as encounter_count
    from {{ source('healthcare', 'encounters') }}
)

select
    months.total_cost as cost_of_months,
    encounters.total_cost as cost_of_encounters,
    months.encounter_count as count_of_months,
    encounters.encounter_count as count_of_encounters
from months
cross join encounters
where months.total_cost <> encounters.total_cost or months.encounter_count <> encounters.encounter_count
