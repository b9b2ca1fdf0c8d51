import {
  type CalendarDate,
  DateFormatter,
  getLocalTimeZone,
  parseAbsolute,
  parseDate,
  toCalendarDate,
} from '@internationalized/date';

/** "today", "tomorrow", "Friday", "12 Dec" or "12 Dec 2027": as people say it. */
export function dayWords(day: CalendarDate, today: CalendarDate, locale: string): string {
  const days = day.compare(today);
  if (days === 0) {
    return 'today';
  }
  if (days === 1) {
    return 'tomorrow';
  }
  if (days === -1) {
    return 'yesterday';
  }
  if (days > 1 && days < 7) {
    return format(day, locale, { weekday: 'long' });
  }
  return format(day, locale, {
    day: 'numeric',
    month: 'short',
    ...(day.year === today.year ? {} : { year: 'numeric' }),
  });
}

/** When a to-do is due, in words that don't need a colour to be understood. */
export function dueWords(dueDate: string, today: CalendarDate, locale: string): string {
  const day = parseDate(dueDate);
  const words = dayWords(day, today, locale);
  return day.compare(today) < 0 ? `Overdue since ${words}` : `Due ${words}`;
}

export function isOverdue(dueDate: string | null, today: CalendarDate): boolean {
  return dueDate !== null && parseDate(dueDate).compare(today) < 0;
}

/** The local day of an instant. */
export function dayOf(instant: string): CalendarDate {
  return toCalendarDate(parseAbsolute(instant, getLocalTimeZone()));
}

/** "Saturday 21 November", the order as the locale has it. */
export function longDay(day: CalendarDate, locale: string): string {
  return format(day, locale, { weekday: 'long', day: 'numeric', month: 'long' });
}

function format(day: CalendarDate, locale: string, options: Intl.DateTimeFormatOptions): string {
  const timeZone = getLocalTimeZone();
  return new DateFormatter(locale, { ...options, timeZone }).format(day.toDate(timeZone));
}
