select
    p.id as patient_id,
    p.birthdate as birth_date,
    p.deathdate as deceased_on,
    -- The whole number stays in the raw source: nothing downstream needs more than its end.
    right(p.ssn, 4) as ssn_last4,
    nullif(trim(p.prefix), '') as prefix,
    {{ without_digits('p.first') }} as first_name,
    {{ without_digits('p.last') }} as last_name,
    {{ without_digits('p.maiden') }} as maiden_name,
    nullif(trim(p.suffix), '') as suffix,
    case upper(p.marital)
        when 'M' then 'married'
        when 'S' then 'single'
        when 'D' then 'divorced'
        when 'W' then 'widowed'
    end as marital_status,
    lower(p.race) as race,
    lower(p.ethnicity) as ethnicity,
    case upper(p.gender) when 'F' then 'female' when 'M' then 'male' else 'other' end as sex,
    {{ clean_text('p.birthplace') }} as birthplace,
    {{ clean_text('p.address') }} as address,
    {{ clean_text('p.city') }} as city,
    {{ clean_text('p.county') }} as county,
    {{ clean_text('p.state') }} as state,
    nullif(trim(p.zip), '') as zip,
    p.lat as latitude,
    p.lon as longitude
from {{ source('synthea', 'patients') }} as p
