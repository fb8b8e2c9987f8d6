select
    {{ row_key(['o.patient', 'o.encounter', 'o.date', 'o.code', 'o.value']) }} as observation_id,
    o.patient as patient_id,
    o.encounter as encounter_id,
    o.date as observed_at,
    coalesce(nullif(lower(trim(o.category)), ''), 'other') as category,
    o.code as code,
    {{ clean_text('o.description') }} as title,
    {{ without_semantic_tag('o.value') }} as value,
    case when lower(o.type) = 'numeric' then {{ to_number('o.value') }} end as numeric_value,
    nullif(trim(o.units), '') as unit
from {{ source('synthea', 'observations') }} as o
