import type { Command } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';
import { unsupported } from '../unsupported.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `date`, in UTC, in a form of one's own with `+%Y-%m-%d`. */
export const date: Command = async (call) => {
  const options = readOptions(call, {
    flags: 'uR',
    valued: 'dI',
    long: { utc: 'u', date: 'd', 'iso-8601': 'I' },
  });
  if (typeof options === 'number') return options;
  const given = optionValue(options, 'd');
  const at = given === undefined ? new Date() : dateOf(given);
  if (Number.isNaN(at.getTime())) return unsupported(call, `-d ${given}`);
  const [form = defaultForm(options.flags)] = options.operands.map((word) => word.replace(/^\+/, ''));
  const strange = /%[^YmdHMSTFDsNjaAbBhyeIpuwZzRcnt%]/.exec(form)?.[0];
  if (strange) return unsupported(call, strange);
  call.io.stdout(`${formatDate(form, at)}\n`);
  return 0;
};

const defaultForm = (flags: ReadonlySet<string>): string =>
  flags.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S UTC %Y';

function dateOf(text: string): Date {
  if (/^@\d+$/.test(text)) return new Date(Number(text.slice(1)) * 1000);
  if (text === 'now') return new Date();
  return new Date(
    /\d{4}-\d\d-\d\d[ T]\d/.test(text) && !/Z|[-+]\d\d:?\d\d$/.test(text)
      ? `${text.replace(' ', 'T')}Z`
      : text,
  );
}

function formatDate(form: string, at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [day = '', month = ''] = [days[at.getUTCDay()], months[at.getUTCMonth()]];
  const hours = at.getUTCHours();
  const time = `${two(hours)}:${two(at.getUTCMinutes())}`;
  const date = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const start = Date.UTC(at.getUTCFullYear(), 0, 1);
  const parts: Readonly<Record<string, string>> = {
    Y: String(at.getUTCFullYear()),
    y: two(at.getUTCFullYear() % 100),
    m: two(at.getUTCMonth() + 1),
    d: two(at.getUTCDate()),
    e: String(at.getUTCDate()).padStart(2),
    H: two(hours),
    I: two(hours % 12 || 12),
    M: two(at.getUTCMinutes()),
    S: two(at.getUTCSeconds()),
    N: String(at.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0'),
    T: `${time}:${two(at.getUTCSeconds())}`,
    R: time,
    F: date,
    D: `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${two(at.getUTCFullYear() % 100)}`,
    s: String(Math.floor(at.getTime() / 1000)),
    j: String(Math.floor((at.getTime() - start) / 86_400_000) + 1).padStart(3, '0'),
    a: day.slice(0, 3),
    A: day,
    b: month.slice(0, 3),
    h: month.slice(0, 3),
    B: month,
    p: hours < 12 ? 'AM' : 'PM',
    u: String(at.getUTCDay() || 7),
    w: String(at.getUTCDay()),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  };
  return form.replace('%c', '%a %b %e %T %Y').replace(/%(.)/g, (all, letter: string) => parts[letter] ?? all);
}
