{#- Recent means before the newest encounter, not before today: an export does not age while it is looked at. -#}
{% macro is_within_last_year(timestamp_column, data_as_of) -%}
({{ timestamp_column }} > {{ data_as_of }} - interval '12 months' and {{ timestamp_column }} <= {{ data_as_of }})
{%- endmacro %}
