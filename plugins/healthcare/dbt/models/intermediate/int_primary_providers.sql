-- The provider a patient saw most often; the later one wins a tie, then the identifier, so that builds agree.
with ranked as (
    select
        patient_id,
        provider_id,
        row_number() over (
            partition by patient_id
            order by count(*) desc, max(started_at) desc, provider_id
        ) as place
    from {{ ref('stg_encounters') }}
    where provider_id is not null
    group by patient_id, provider_id
)

select patient_id, provider_id
from ranked
where place = 1
