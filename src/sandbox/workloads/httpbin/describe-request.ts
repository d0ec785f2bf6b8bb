import { type HttpRequest, header } from '../../dataplane/message.ts';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** A body as httpbin describes it: as a form, as JSON, or as it is. */
export function bodyParts({ headers, body }: HttpRequest): {
  readonly data: string;
  readonly files: Record<string, never>;
  readonly form: Values;
  readonly json: unknown;
} {
  const isForm = header(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  const text = body.toString();
  return {
    data: isForm ? '' : text,
    files: {},
    form: isForm ? parameters(text) : {},
    json: isForm ? null : parse(text),
  };
}

/** Query parameters; one that is there several times becomes a list. */
export function parameters(text: string): Values {
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) found.set(name, [...(found.get(name) ?? []), value]);
  const names = [...found.keys()].sort();
  return Object.fromEntries(
    names.map((name) => {
      const values = found.get(name) ?? [];
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Python's `json.dumps` with two blanks of indentation, as httpbin.org prints it: a blank follows each comma. */
export const pythonJson = (value: object): string =>
  `${JSON.stringify(value, null, 2).replaceAll(',\n', ', \n')}\n`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
