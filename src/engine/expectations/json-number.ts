import type { Json } from '../model/json.ts';

/** What TypeScript does not know of yet. @see https://github.com/tc39/proposal-json-parse-with-source */
type JsonWithSource = {
  parse(
    text: string,
    reviver: (key: string, value: Json, context: { readonly source?: string }) => Json,
  ): Json;
  rawJSON(text: string): { readonly rawJSON: string };
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
};

const json = JSON as unknown as JsonWithSource;

/** A number of JSON: what a double can't hold is kept as it is written. */
type ExactNumber = number | { readonly rawJSON: string };

/** Reads JSON and keeps the value of every number, however many digits it has. @throws SyntaxError */
export function parseJson(text: string): Json {
  // A double has all of up to 15 digits: most documents can be read without a look at each value.
  if (!/\d[\d.]{15}|\d[eE][+-]?\d/.test(text)) return JSON.parse(text) as Json;
  return json.parse(text, (_, value, { source = '' }) =>
    typeof value === 'number' && !isExact(value, source) ? json.rawJSON(source) : value,
  );
}

function isExact(value: number, source: string): boolean {
  return Number.isFinite(value) && decimalText(String(value)) === decimalText(source);
}

/** Whether a value is a number that a double can't hold. */
export function isRawNumber(value: Json | undefined): value is { readonly rawJSON: string } {
  return json.isRawJSON(value);
}

/** Whether a value is a number. */
export function isNumber(value: Json | undefined): value is ExactNumber {
  return typeof value === 'number' || isRawNumber(value);
}

/** Whether two scalars are the same: numbers by their value, so that `1.0` is `1`; anything else with its type. */
export function isSameScalar(one: Json, other: Json): boolean {
  if (!isRawNumber(one) || !isRawNumber(other)) return one === other;
  return decimalText(one.rawJSON) === decimalText(other.rawJSON);
}

/** Less than 0 when the first number is the smaller one, more than 0 when it is the larger. */
export function compareNumbers(one: ExactNumber, other: ExactNumber): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [decimalOf(numberText(one)), decimalOf(numberText(other))];
  if (a.sign !== b.sign) return a.sign - b.sign;
  const length = Math.max(a.digits.length, b.digits.length);
  const [left, right] = [a.digits.padEnd(length, '0'), b.digits.padEnd(length, '0')];
  return a.sign * (a.magnitude - b.magnitude || (left < right ? -1 : left > right ? 1 : 0));
}

function numberText(number: ExactNumber): string {
  return typeof number === 'number' ? String(number) : number.rawJSON;
}

/** A number as 0.DIGITS × 10^magnitude; 0 has no digits and the sign 0. */
type Decimal = { readonly sign: -1 | 0 | 1; readonly digits: string; readonly magnitude: number };

function decimalOf(text: string): Decimal {
  const [, minus = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + part).replace(/^0+/, '');
  if (digits === '') return { sign: 0, digits, magnitude: 0 };
  const magnitude = digits.length - part.length + Number(exponent);
  return { sign: minus === '' ? 1 : -1, digits: digits.replace(/0+$/, ''), magnitude };
}

function decimalText(text: string): string {
  const { sign, digits, magnitude } = decimalOf(text);
  return `${sign} ${digits} ${magnitude}`;
}
