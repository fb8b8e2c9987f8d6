select
    {{ row_key(['m.patient', 'm.encounter', 'm.code', 'm.start', 'm.stop']) }} as medication_id,
    m.patient as patient_id,
    m.encounter as encounter_id,
    m.payer as payer_id,
    m.start as started_at,
    m.stop as stopped_at,
    m.code as code,
    {{ clean_text('m.description') }} as title,
    m.reasoncode as reason_code,
    {{ without_semantic_tag('m.reasondescription') }} as reason,
    coalesce(m.dispenses, 0) as dispenses,
    coalesce(m.base_cost, 0) as base_cost,
    coalesce(m.totalcost, 0) as total_cost,
    coalesce(m.payer_coverage, 0) as payer_coverage
from {{ source('synthea', 'medications') }} as m
