-- An illustration of a derived column, not a clinical score: age, active chronic conditions and recent acute care.
with points as (
    select
        p.patient_id,
        cast(
            extract(year from age(coalesce(p.deceased_on, cast(a.data_as_of as date)), p.birth_date)) as bigint
        ) as age,
        coalesce(c.condition_risk_points, 0) as condition_points,
        least(coalesce(e.acute_encounters_last_12_months, 0), 2) as acute_points
    from {{ ref('stg_patients') }} as p
    cross join {{ ref('int_data_as_of') }} as a
    left join {{ ref('int_conditions_by_patient') }} as c on p.patient_id = c.patient_id
    left join {{ ref('int_encounters_by_patient') }} as e on p.patient_id = e.patient_id
),

scored as (
    select
        patient_id,
        age,
        cast(
            condition_points + acute_points + case when age >= 80 then 2 when age >= 65 then 1 else 0 end as integer
        ) as risk_score
    from points
)

select
    patient_id,
    age,
    risk_score,
    case when risk_score >= 4 then 'high' when risk_score >= 2 then 'moderate' else 'low' end as risk_band
from scored
