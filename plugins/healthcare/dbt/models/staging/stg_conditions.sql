select
    {{ row_key(['c.patient', 'c.encounter', 'c.code', 'c.start', 'c.stop']) }} as condition_id,
    c.patient as patient_id,
    c.encounter as encounter_id,
    c.start as started_on,
    c.stop as ended_on,
    c.code as code,
    {{ without_semantic_tag('c.description') }} as title,
    -- Synthea records jobs and schooling as findings beside illnesses; the semantic tag tells them apart.
    case
        when trim(c.description) like '%(finding)' then 'finding'
        when trim(c.description) like '%(situation)' then 'situation'
        else 'disorder'
    end as category
from {{ source('synthea', 'conditions') }} as c
