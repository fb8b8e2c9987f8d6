select
    p.patient_id,
    concat_ws(' ', p.first_name, p.last_name, p.suffix) as display_name,
    p.prefix,
    p.first_name,
    p.last_name,
    p.birth_date,
    r.age,
    p.sex,
    p.race,
    p.ethnicity,
    p.marital_status,
    p.address,
    p.city,
    p.county,
    p.state,
    p.zip,
    p.ssn_last4,
    p.deceased_on,
    p.deceased_on is not null as is_deceased,
    pp.provider_id as primary_provider_id,
    pr.name as primary_provider_name,
    py.name as payer_name,
    coalesce(e.encounter_count, 0) as encounter_count,
    coalesce(e.encounters_last_12_months, 0) as encounters_last_12_months,
    e.first_encounter_at,
    e.last_encounter_at,
    coalesce(c.active_condition_count, 0) as active_condition_count,
    coalesce(c.chronic_condition_count, 0) as chronic_condition_count,
    coalesce(m.active_medication_count, 0) as active_medication_count,
    cast(coalesce(e.encounter_cost, 0) as decimal(18, 2)) as encounter_cost,
    cast(coalesce(m.medication_cost, 0) as decimal(18, 2)) as medication_cost,
    cast(coalesce(e.encounter_cost, 0) + coalesce(m.medication_cost, 0) as decimal(18, 2)) as total_cost,
    cast(
        coalesce(e.encounter_coverage, 0) + coalesce(m.medication_coverage, 0) as decimal(18, 2)
    ) as payer_coverage,
    r.risk_score,
    r.risk_band
from {{ ref('stg_patients') }} as p
inner join {{ ref('int_patient_risk') }} as r on p.patient_id = r.patient_id
left join {{ ref('int_encounters_by_patient') }} as e on p.patient_id = e.patient_id
left join {{ ref('int_conditions_by_patient') }} as c on p.patient_id = c.patient_id
left join {{ ref('int_medications_by_patient') }} as m on p.patient_id = m.patient_id
left join {{ ref('int_primary_providers') }} as pp on p.patient_id = pp.patient_id
left join {{ ref('stg_providers') }} as pr on pp.provider_id = pr.provider_id
left join {{ ref('stg_payers') }} as py on e.latest_payer_id = py.payer_id
