import { type CalendarDate, getLocalTimeZone, today } from '@internationalized/date';
import { useEffect, useState } from 'react';

/** The local date; changes at midnight, and when a sleeping device wakes up on another day. */
export function useToday(): CalendarDate {
  const [day, setDay] = useState(() => today(getLocalTimeZone()));
  useEffect(() => {
    const look = () => {
      setDay((before) => {
        const now = today(getLocalTimeZone());
        return now.compare(before) === 0 ? before : now;
      });
    };
    const midnight = today(getLocalTimeZone()).add({ days: 1 }).toDate(getLocalTimeZone());
    const timer = setTimeout(look, midnight.getTime() - Date.now() + 1000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [day]);
  return day;
}
