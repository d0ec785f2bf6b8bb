import { CronError, type CronField, type CronSet, cronField } from './cron-field.ts';
import { zonedTime } from './zoned-time.ts';

/** When something is to happen. */
export type Schedule = {
  /** The first time after another; undefined when there is none in the next years. Times are in milliseconds. */
  readonly next: (afterMs: number) => number | undefined;
};

const fields = {
  minute: { lowest: 0, highest: 59 },
  hour: { lowest: 0, highest: 23 },
  day: { lowest: 1, highest: 31 },
  month: { lowest: 1, highest: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  weekday: { lowest: 0, highest: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
} as const satisfies Readonly<Record<string, CronField>>;

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Reads a schedule such as `*\/5 * * * *`, `@daily` or `@every 1h30m`, which is meant in a time zone.
 * @throws CronError when it isn't one
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function parseSchedule(text: string, timeZone = 'UTC'): Schedule {
  if (!text) throw new CronError('empty spec string');
  if (text.startsWith('@every ')) return every(text.slice('@every '.length), text);
  const plain = text.startsWith('@') ? descriptors[text] : text;
  if (plain === undefined) throw new CronError(`unrecognized descriptor: ${text}`);
  const parts = plain.split(/\s+/).filter(Boolean);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  if (parts.length !== 5)
    throw new CronError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  return byCalendar(
    {
      minute: cronField(minute, fields.minute),
      hour: cronField(hour, fields.hour),
      day: cronField(day, fields.day),
      month: cronField(month, fields.month),
      weekday: cronField(weekday, fields.weekday),
    },
    timeZone,
  );
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 1e-6, ns: 1e-9 };

/** Whole seconds, one at least, as the library rounds them. */
function every(duration: string, text: string): Schedule {
  if (!/^\+?(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(duration))
    throw new CronError(
      `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`,
    );
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)];
  const seconds = parts.reduce(
    (total, [, count, unit = '']) => total + Number(count) * (unitSeconds[unit] ?? 0),
    0,
  );
  const step = Math.max(1, Math.floor(seconds)) * 1000;
  return { next: (afterMs) => Math.floor(afterMs / 1000) * 1000 + step };
}

type Calendar = Readonly<Record<keyof typeof fields, CronSet>>;

/** As far as is looked ahead, in days: a schedule may be for the 29th of February. */
const horizon = 5 * 366;

function byCalendar(calendar: Calendar, timeZone: string): Schedule {
  const zone = zonedTime(timeZone);
  const hours = [...calendar.hour.numbers].toSorted((a, b) => a - b);
  const minutes = [...calendar.minute.numbers].toSorted((a, b) => a - b);
  return {
    next(afterMs) {
      const first = zone.dayOf(afterMs);
      for (let offset = 0; offset <= horizon; offset += 1) {
        const day = new Date(first + offset * 86_400_000);
        if (!isOn(calendar, day)) continue;
        for (const hour of hours)
          for (const minute of minutes) {
            const time = zone.timeAt(day.getTime() + (hour * 60 + minute) * 60_000);
            if (time !== undefined && time > afterMs) return time;
          }
      }
      return undefined;
    },
  };
}

/** Of a day of the month and a day of the week that are both given, one is enough. */
function isOn({ month, day, weekday }: Calendar, date: Date): boolean {
  if (!month.numbers.has(date.getUTCMonth() + 1)) return false;
  const fits = [day.numbers.has(date.getUTCDate()), weekday.numbers.has(date.getUTCDay())];
  return day.any || weekday.any ? fits.every(Boolean) : fits.some(Boolean);
}
