-- A payer never covers more than was billed.
select encounter_id, total_cost, payer_coverage
from {{ ref('encounters') }}
where payer_coverage > total_cost
