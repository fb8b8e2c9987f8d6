with events as (
    select patient_id, encounter_id, started_at as event_at, 'encounter' as kind, encounter_id as event_id,
        title, concat_ws(' · ', encounter_class, reason, provider_name) as detail
    from {{ ref('encounters') }}
    union all
    select patient_id, encounter_id, cast(started_on as timestamp), 'condition', condition_id,
        title, category
    from {{ ref('conditions') }}
    union all
    select patient_id, encounter_id, cast(ended_on as timestamp), 'condition_end', condition_id,
        title, category
    from {{ ref('conditions') }}
    where ended_on is not null
    union all
    select patient_id, encounter_id, started_at, 'medication', medication_id,
        title, reason
    from {{ ref('medications') }}
    union all
    select patient_id, encounter_id, started_at, 'procedure', procedure_id,
        title, reason
    from {{ ref('stg_procedures') }}
    union all
    select patient_id, null, cast(deceased_on as timestamp), 'death', patient_id,
        'Died', null
    from {{ ref('patients') }}
    where is_deceased
)

select
    kind || ':' || event_id as timeline_id,
    patient_id,
    encounter_id,
    event_at,
    kind,
    title,
    nullif(detail, '') as detail
from events
