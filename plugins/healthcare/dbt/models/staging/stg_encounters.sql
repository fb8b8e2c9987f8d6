select
    e.id as encounter_id,
    e.patient as patient_id,
    e.provider as provider_id,
    e.organization as organization_id,
    e.payer as payer_id,
    e.start as started_at,
    e.stop as ended_at,
    lower(e.encounterclass) as encounter_class,
    e.code as code,
    {{ without_semantic_tag('e.description') }} as title,
    e.reasoncode as reason_code,
    {{ without_semantic_tag('e.reasondescription') }} as reason,
    coalesce(e.base_encounter_cost, 0) as base_cost,
    coalesce(e.total_claim_cost, 0) as total_cost,
    coalesce(e.payer_coverage, 0) as payer_coverage
from {{ source('synthea', 'encounters') }} as e
