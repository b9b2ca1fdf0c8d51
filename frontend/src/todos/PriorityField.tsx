import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import field from '../ui/Field.module.css';
import { Hint } from '../ui/Hint';
import styles from './PriorityField.module.css';
import type { Priority } from './todo';

const CHOICES: readonly (readonly [Priority, string])[] = [
  ['none', 'None'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
];

export function priorityWords(priority: Priority): string {
  return CHOICES.find(([value]) => value === priority)?.[1] ?? '';
}

interface PriorityFieldProps {
  readonly value: Priority;
  readonly onChange: (priority: Priority) => void;
  readonly hint: string | undefined;
}

export function PriorityField({ value, onChange, hint }: PriorityFieldProps) {
  return (
    <RadioGroup
      className={field.field}
      value={value}
      onChange={(chosen) => {
        const [priority] = CHOICES.find(([each]) => each === chosen) ?? [];
        if (priority !== undefined) {
          onChange(priority);
        }
      }}
    >
      <Label className={field.label}>Priority</Label>
      <div className={styles.choices}>
        {CHOICES.map(([priority, words]) => (
          <RadioField key={priority} value={priority}>
            <RadioButton className={styles.choice}>{words}</RadioButton>
          </RadioField>
        ))}
      </div>
      <Hint words={hint} />
    </RadioGroup>
  );
}
