-- Made up, so that there is something to see. Replace it by a select from a source that you import:
-- `honeyframe data import <folder> --schema <source>`, and declare the source in models.yml.
select *
from (
  values
    (1, 'Monday', 42),
    (2, 'Tuesday', 51),
    (3, 'Wednesday', 47),
    (4, 'Thursday', 58),
    (5, 'Friday', 39)
) as visits (weekday_number, weekday, visits)
