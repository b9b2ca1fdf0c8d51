import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  TextArea,
} from 'react-aria-components';
import styles from './Field.module.css';
import { Hint } from './Hint';
import { classes } from './classes';
import area from './TextField.module.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string;
  readonly isMultiline?: boolean;
}

export function TextField({ label, hint, placeholder, isMultiline = false, ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      {isMultiline ? (
        <TextArea className={classes(styles.box, area.area)} placeholder={placeholder} rows={5} />
      ) : (
        <Input className={styles.box} placeholder={placeholder} />
      )}
      <Hint words={hint} />
      <FieldError className={styles.error} />
    </AriaTextField>
  );
}
