import { isRecord } from '../body.ts';
import { ApiError } from '../store/api-error.ts';

const strict = /: (strict decoding error: .*)$/s;
const mistyped = /json: cannot unmarshal (.+) into Go struct field \S+ of type (\S+)$/;

/**
 * The refusal of a patch whose result has fields that nobody knows: the API server calls it an invalid patch, and shows
 * the result, or the patch itself where it is a strategic one.
 */
export function asInvalidPatch(error: unknown, { shown, isStrategic }: InvalidPatch): unknown {
  const problem =
    error instanceof ApiError && error.code === 400
      ? (strict.exec(error.message)?.[1] ??
        (isStrategic ? conversionProblem : decodingProblem)(error.message))
      : undefined;
  if (problem === undefined) return error;
  const message = `Invalid value: ${JSON.stringify(shown)}: ${problem}`;
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

type InvalidPatch = {
  /** The result, or the patch. */
  readonly shown: string;
  readonly isStrategic: boolean;
};

const decodingProblem = (message: string): string | undefined => mistyped.exec(message)?.[0];

/** What a strategic merge leaves is converted, not decoded, which has words of its own for what doesn't fit. */
function conversionProblem(message: string): string | undefined {
  const [, given = '', type = ''] = mistyped.exec(message) ?? [];
  if (!type) return undefined;
  const kind = goKinds[given.split(' ')[0] ?? ''] ?? 'map';
  if (type.startsWith('[]')) return `cannot restore slice from ${kind}`;
  if (type.startsWith('map[')) return `cannot restore map from ${kind}`;
  if (type.includes('.')) return `cannot restore struct from: ${kind}`;
  return `unrecognized type: ${type}`;
}

const goKinds: Readonly<Record<string, string>> = {
  array: 'slice',
  bool: 'bool',
  number: 'int64',
  object: 'map',
  string: 'string',
};

/** JSON with its names in order, as Go writes maps. */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

/** A value as Go's `%+v` prints it: `map[spec:map[replicas:3]]`. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (value === null) return '<nil>';
  if (!isRecord(value)) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, inner]) => `${name}:${goText(inner)}`).join(' ')}]`;
}
