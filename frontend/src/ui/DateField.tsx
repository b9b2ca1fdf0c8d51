import { type CalendarDate, getLocalTimeZone, parseDate, today } from '@internationalized/date';
import type { KeyboardEvent } from 'react';
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
} from 'react-aria-components';
import { Button } from './Button';
import styles from './DateField.module.css';
import field from './Field.module.css';
import { Hint } from './Hint';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import { classes } from './classes';

interface DateFieldProps {
  readonly label: string;
  /** An ISO date, or null. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly hint?: string | undefined;
  /** The field as the service calls it, so that what it has against the date is shown here. */
  readonly name?: string;
}

/** A date typed part by part, or picked from a calendar. */
export function DateField({ label, value, onChange, hint, name }: DateFieldProps) {
  return (
    <DatePicker<CalendarDate>
      className={field.field}
      value={value === null ? null : parseDate(value)}
      onChange={(date) => {
        onChange(date === null ? null : date.toString());
      }}
      {...(name !== undefined && { name })}
      shouldForceLeadingZeros
    >
      <Label className={field.label}>{label}</Label>
      <Group className={classes(field.box, field.boxOfParts)} onKeyDownCapture={submitOnEnter}>
        <DateInput className={styles.input}>
          {(segment) => <DateSegment segment={segment} className={styles.segment} />}
        </DateInput>
        <AriaButton className={styles.open}>
          <Icon name="calendar" />
        </AriaButton>
      </Group>
      <Hint words={hint} />
      <FieldError className={field.error} />
      <Popover className={styles.popover} placement="bottom end">
        <Dialog className={styles.dialog}>
          {({ close }) => (
            <>
              <div className={styles.choices}>
                {CHOICES.map(({ words, days }) => (
                  <Button
                    key={words}
                    slot={null}
                    variant="quiet"
                    onPress={() => {
                      onChange(days === null ? null : today(getLocalTimeZone()).add({ days }).toString());
                      close();
                    }}
                  >
                    {words}
                  </Button>
                ))}
              </div>
              <Calendar className={styles.calendar}>
                <header className={styles.header}>
                  <IconButton slot="previous" icon="chevronLeft" label="Previous month" />
                  <Heading className={styles.month} />
                  <IconButton slot="next" icon="chevronRight" label="Next month" />
                </header>
                <CalendarGrid className={styles.grid} weekdayStyle="short">
                  <CalendarGridHeader>
                    {(day) => <CalendarHeaderCell className={styles.weekday}>{day}</CalendarHeaderCell>}
                  </CalendarGridHeader>
                  <CalendarGridBody>{(date) => <CalendarCell date={date} className={styles.day} />}</CalendarGridBody>
                </CalendarGrid>
              </Calendar>
            </>
          )}
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

/** As in any other field of a form; the parts are no inputs, so the browser doesn't do it by itself. */
function submitOnEnter({ key, target }: KeyboardEvent): void {
  if (key === 'Enter' && target instanceof HTMLElement && target.getAttribute('role') === 'spinbutton') {
    target.closest('form')?.requestSubmit();
  }
}

const CHOICES = [
  { words: 'Today', days: 0 },
  { words: 'Tomorrow', days: 1 },
  { words: 'In a week', days: 7 },
  { words: 'No date', days: null },
];
