{#- Synthea writes a comma inside a value as two spaces, so that its CSV needs no quotes: put it back. -#}
{% macro clean_text(expression) -%}
nullif(regexp_replace(trim({{ expression }}), '\s{2,}', ', ', 'g'), '')
{%- endmacro %}

{#- "Hypertension (disorder)" reads better without the SNOMED semantic tag. -#}
{% macro without_semantic_tag(expression) -%}
regexp_replace({{ clean_text(expression) }}, '\s+\((disorder|finding|situation|procedure|regime/therapy|event)\)$', '')
{%- endmacro %}

{#- Synthea makes names unique with digits: "Maynard46". -#}
{% macro without_digits(expression) -%}
nullif(trim(regexp_replace({{ expression }}, '[0-9]+', '', 'g')), '')
{%- endmacro %}

{#- PostgreSQL's initcap also begins a word after an apostrophe ("Children'S"), and DuckDB has none. -#}
{% macro title_case(expression) -%}
(
    select string_agg(upper(left(word, 1)) || substr(word, 2), ' ' order by position)
    from unnest(string_to_array(nullif(lower(trim({{ expression }})), ''), ' ')) with ordinality as words (word, position)
)
{%- endmacro %}
