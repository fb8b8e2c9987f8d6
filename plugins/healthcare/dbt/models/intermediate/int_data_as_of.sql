select max(started_at) as data_as_of
from {{ ref('stg_encounters') }}
