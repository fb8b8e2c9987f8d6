-- Aggregates without a group: one row even where nothing was imported, so that a block shows zeros, not an error.
with people as (
    select
        count(*) as patient_count,
        count(*) filter (where not is_deceased) as living_patient_count,
        count(*) filter (where risk_band = 'high' and not is_deceased) as high_risk_patient_count,
        cast(round(avg(age) filter (where not is_deceased), 1) as double precision) as average_age
    from {{ ref('patients') }}
),

visits as (
    select
        max(a.data_as_of) as data_as_of,
        count(*) as encounter_count,
        count(*) filter (where {{ is_within_last_year('e.started_at', 'a.data_as_of') }}) as encounters_last_12_months,
        coalesce(
            sum(e.total_cost) filter (where {{ is_within_last_year('e.started_at', 'a.data_as_of') }}), 0
        ) as cost_last_12_months
    from {{ ref('encounters') }} as e
    cross join {{ ref('int_data_as_of') }} as a
),

doctors as (
    select
        count(*) as provider_count,
        count(*) filter (where encounters_last_12_months > 0) as active_provider_count
    from {{ ref('providers') }}
)

select
    visits.data_as_of,
    people.patient_count,
    people.living_patient_count,
    people.high_risk_patient_count,
    people.average_age,
    doctors.provider_count,
    doctors.active_provider_count,
    visits.encounter_count,
    visits.encounters_last_12_months,
    cast(visits.cost_last_12_months as decimal(18, 2)) as cost_last_12_months
from people
cross join visits
cross join doctors
