select
    {{ row_key(['p.patient', 'p.encounter', 'p.code', 'p.start', 'p.stop']) }} as procedure_id,
    p.patient as patient_id,
    p.encounter as encounter_id,
    p.start as started_at,
    p.stop as ended_at,
    p.code as code,
    {{ without_semantic_tag('p.description') }} as title,
    p.reasoncode as reason_code,
    {{ without_semantic_tag('p.reasondescription') }} as reason,
    coalesce(p.base_cost, 0) as base_cost
from {{ source('synthea', 'procedures') }} as p
