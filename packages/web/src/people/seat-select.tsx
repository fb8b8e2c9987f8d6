import { type SeatRole, seatRoles } from '@honeyframe/contract/api';
import { Select } from '@honeyframe/sdk/ui/form';
import { seatWords } from './people-words.ts';

interface SeatSelectProps {
  readonly value: SeatRole | null;
  readonly onChange: (seat: SeatRole) => void;
}

/** What somebody may do at large; groups add to it. */
export function SeatSelect({ value, onChange }: SeatSelectProps) {
  return (
    <Select
      label="Role"
      description={value ? seatWords[value].means : 'In none of the groups of the platform.'}
      placeholder="No role"
      data={seatRoles.map((role) => ({ value: role, label: seatWords[role].label }))}
      value={value}
      onChange={(chosen) => {
        const role = seatRoles.find((each) => each === chosen);
        if (role) onChange(role);
      }}
      allowDeselect={false}
    />
  );
}
