{#-
  A key for rows that have none in the source. The same rows get the same keys in every build; rows that are
  equal in all the columns are told apart by a counter, so that a repeated row cannot break uniqueness.
-#}
{% macro row_key(columns) -%}
md5(concat_ws('|',
  {% for column in columns -%}
  coalesce(cast({{ column }} as varchar), ''),
  {% endfor -%}
  cast(row_number() over (partition by {{ columns | join(', ') }}) as varchar)
))
{%- endmacro %}
