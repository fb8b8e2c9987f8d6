select
    cast(date_trunc('month', started_at) as date) as month,
    encounter_class,
    count(*) as encounter_count,
    count(distinct patient_id) as patient_count,
    cast(sum(total_cost) as decimal(18, 2)) as total_cost
from {{ ref('encounters') }}
group by 1, 2
