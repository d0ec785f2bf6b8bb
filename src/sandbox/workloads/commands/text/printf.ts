import { type Command, readAll } from '../command.ts';
import { unsupported } from '../unsupported.ts';

const conversion = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])/g;

/** `printf`, whose format is used again while there are arguments left. */
export const printf: Command = async (call) => {
  const [format, ...args] = call.argv.slice(1).filter((arg, index) => index > 0 || arg !== '--');
  if (format === undefined) {
    call.io.stderr('printf: usage: printf format [arguments]\n');
    return 2;
  }
  const strange = [...format.matchAll(conversion)].find(
    ([, , , , kind = '']) => !'sdiuoxXcfFeEgGbq%'.includes(kind),
  );
  if (strange) return unsupported(call, strange[0]);
  const left = [...args];
  let status = 0;
  do {
    const before = left.length;
    const { text, wrong, stop } = formatOnce(unescapeText(format), left);
    for (const given of wrong) call.io.stderr(`printf: ${given}: invalid number\n`);
    if (wrong.length) status = 1;
    call.io.stdout(text);
    if (stop || left.length === before) break;
  } while (left.length);
  return status;
};

/** The format once, with arguments taken from the front of those that are left; `wrong` are no numbers. */
function formatOnce(format: string, left: string[]) {
  const wrong: string[] = [];
  let stop = false;
  const given = (text: string | undefined): string | undefined => (text === '*' ? left.shift() : text);
  const text = format.replace(
    conversion,
    (_, flags: string, width?: string, precision?: string, kind = '') => {
      if (kind === '%') return '%';
      const [wide, precise, value] = [given(width), given(precision), left.shift()];
      if (/[diuoxXfFeEgG]/.test(kind) && value !== undefined && !isNumber(value)) wrong.push(value);
      if (kind === 'b' && /\\c/.test(value ?? '')) stop = true;
      return formatted(value, {
        flags,
        width: Number(wide ?? 0),
        precision: precise === undefined ? undefined : Number(precise),
        kind,
      });
    },
  );
  return { text, wrong, stop };
}

const isNumber = (text: string): boolean =>
  /^\s*[-+]?(0x[\da-f]+|\d*\.?\d*(e[-+]?\d+)?)\s*$/i.test(text) || /^['"]./.test(text);

type Conversion = {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly kind: string;
};

/** One value as C writes it: `%05.2f`. */
export function formatted(given: string | undefined, { flags, width, precision, kind }: Conversion): string {
  const body = plain(given ?? '', { flags, width, precision, kind });
  const signed = /[diufFeEgG]/.test(kind) && !body.startsWith('-') && /[+ ]/.test(flags);
  const text = signed ? (flags.includes('+') ? `+${body}` : ` ${body}`) : body;
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  const zeros =
    flags.includes('0') && /[diuoxXfFeEgG]/.test(kind) && !(precision !== undefined && /[diuoxX]/.test(kind));
  if (!zeros) return text.padStart(width);
  const [, sign = '', digits = ''] = /^([-+ ]?)(.*)$/s.exec(text) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}

function plain(given: string, { flags, precision, kind }: Conversion): string {
  const number = /^['"]/.test(given) ? (given.codePointAt(1) ?? 0) : Number(given || 0) || 0;
  const whole = Math.trunc(number);
  const digits = (text: string): string =>
    precision === undefined ? text : text.replace(/\d.*/, (all) => all.padStart(precision, '0'));
  switch (kind) {
    case 's':
      return precision === undefined ? given : given.slice(0, precision);
    case 'b':
      return unescapeText(given.replace(/\\c.*/s, ''));
    case 'q':
      return /^[\w./:@%+=-]+$/.test(given) ? given : `'${given.replaceAll("'", String.raw`'\''`)}'`;
    case 'c':
      return given.charAt(0);
    case 'd':
    case 'i':
    case 'u':
      return digits(String(whole));
    case 'o':
      return digits((flags.includes('#') ? '0' : '') + whole.toString(8));
    case 'x':
      return digits((flags.includes('#') ? '0x' : '') + whole.toString(16));
    case 'X':
      return digits((flags.includes('#') ? '0X' : '') + whole.toString(16).toUpperCase());
    case 'e':
    case 'E': {
      const text = number.toExponential(precision ?? 6).replace(/e([-+])(\d)$/, 'e$10$2');
      return kind === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G':
      return general(number, precision ?? 6);
    default:
      return number.toFixed(precision ?? 6);
  }
}

/** `%g`: the shorter of both forms, without zeros at its end. */
export function general(number: number, precision: number): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'nan' : number > 0 ? 'inf' : '-inf';
  if (number === 0) return '0';
  const significant = Math.max(1, precision);
  const exponent = Number(number.toExponential(significant - 1).split('e')[1]);
  if (exponent < -4 || exponent >= significant) {
    const [mantissa = '', power = ''] = number.toExponential(significant - 1).split('e');
    const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    return `${short}e${power.replace(/^([-+])(\d)$/, '$10$2')}`;
  }
  const text = number.toFixed(Math.max(0, significant - 1 - exponent));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const named: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Backslash escapes of `echo -e` and `printf`; unknown ones stay. */
export const unescapeText = (text: string): string =>
  text.replace(
    /\\(?:0?([0-7]{1,3})|x([\da-fA-F]{1,2})|([abefnrtv\\"]))/g,
    (all, octal?: string, hex?: string, letter = '') => {
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      return hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (named[letter] ?? all);
    },
  );

/** `echo`; escapes only count with `-e`. */
export const echo: Command = async ({ argv, io }) => {
  const words = argv.slice(1);
  let flags = '';
  while (/^-[neE]+$/.test(words[0] ?? '')) flags += words.shift()?.slice(1);
  const text = words.join(' ');
  const shown = /e/.test(flags) ? unescapeText(text) : text;
  return io.stdout(`${shown}${flags.includes('n') ? '' : '\n'}`) ? 0 : 141;
};

/** `yes`: until nobody reads any more. */
export const yes: Command = async ({ argv, io }) => {
  const text = `${argv.slice(1).join(' ') || 'y'}\n`.repeat(64);
  for (let turns = 0; turns < 100_000; turns += 1) {
    if (io.signal.aborted || !io.stdout(text)) return 141;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return 1;
};

/** The number of lines, words and bytes, of files or stdin. */
export const wc: Command = async (call) => {
  const args = call.argv.slice(1);
  const flags = args
    .filter((arg) => /^-[lwcm]+$/.test(arg))
    .join('')
    .replaceAll('m', 'c');
  const files = args.filter((arg) => !/^-[lwcm]+$/.test(arg));
  const totals = { l: 0, w: 0, c: 0 };
  const wanted = (['l', 'w', 'c'] as const).filter((key) => !flags || flags.includes(key));
  const tell = (counts: typeof totals, name: string): void => {
    const cells = wanted.map((key) => String(counts[key]));
    const alone = wanted.length === 1;
    call.io.stdout(
      `${alone ? cells[0] : cells.map((cell) => cell.padStart(7)).join(' ')}${name ? ` ${name}` : ''}\n`,
    );
  };
  for (const file of files.length ? files : ['']) {
    const content =
      file && file !== '-'
        ? await call.host.files.read(file.startsWith('/') || !call.cwd ? file : `${call.cwd}/${file}`)
        : await readAll(call.io.stdin);
    const text = content.toString();
    const counts = {
      l: text.split('\n').length - 1,
      w: text.split(/\s+/).filter(Boolean).length,
      c: content.length,
    };
    for (const key of ['l', 'w', 'c'] as const) totals[key] += counts[key];
    tell(counts, file);
  }
  if (files.length > 1) tell(totals, 'total');
  return 0;
};
