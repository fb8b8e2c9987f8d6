{#- Null for what is no number, where a cast would end the build. -#}
{% macro to_number(expression) -%}
case
    when {{ expression }} ~ '^\s*[+-]?([0-9]{1,200}(\.[0-9]{0,200})?|\.[0-9]{1,200})([eE][+-]?[0-9]{1,2})?\s*$'
        then cast({{ expression }} as double precision)
end
{%- endmacro %}
