-- Sums only: who may read costs need not be allowed to read patients.
select
    cast(date_trunc('month', started_at) as date) as month,
    encounter_class,
    coalesce(payer_name, 'Unknown') as payer_name,
    count(*) as encounter_count,
    cast(sum(total_cost) as decimal(18, 2)) as total_cost,
    cast(sum(payer_coverage) as decimal(18, 2)) as payer_coverage,
    cast(sum(total_cost) - sum(payer_coverage) as decimal(18, 2)) as out_of_pocket
from {{ source('healthcare', 'encounters') }}
group by 1, 2, 3
