/**
 * A piece of a pattern. `gap` is anything within the line, `octet` one number of a dotted quad, `protocol` the word
 * HTTP with or without a version, `status` three digits or a class such as `2xx`.
 */
export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'blanks' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'octet' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'protocol' }
  | { readonly kind: 'status'; readonly status: string };

/** `text` is the pattern without its note; `quoted` means that it is taken literally, word ends too. */
export type Pattern = {
  readonly text: string;
  readonly quoted: boolean;
  readonly parts: readonly PatternPart[];
};

const quotedWhole = /^"((?:[^"\\]|\\.)*)"(?:\s+[—←#](?:\s.*)?)?$/u;
const note = /(?:^|\s)[—←#](?=\s|$)/u;
const quad = /(?<![\w.])(?:\d{1,3}|x)(?:\.(?:\d{1,3}|x)){3}(?!\w)/y;
const blanks = /\s+/y;
const gap = /\.\.\.|…/y;
const variable = /\$\{([A-Za-z_]\w*)\}/y;
const http = /(?<![\p{L}\p{N}_])HTTP\s+(\d{3}|\dxx)(?![\p{L}\p{N}_])/uy;

/**
 * Reads the text after an expectation's colon: notes cut, `...`, octets, `${NAME}` and `HTTP 200` recognised.
 * A quoted string that is the whole pattern is literal. With only a note, `parts` is empty.
 */
export function parsePattern(source: string): Pattern {
  const literal = quotedWhole.exec(source.trim());
  if (literal) return literalPattern((literal[1] ?? '').replace(/\\(["\\])/g, '$1'));
  const cut = note.exec(source);
  const text = (cut ? source.slice(0, cut.index) : source).trim();
  return parseWhole(text);
}

/** Reads a text that is pattern from end to end, without notes and quotes: a string in JSON. */
export function parseWhole(text: string): Pattern {
  return { text, quoted: false, parts: partsOf(text) };
}

/**
 * Reads a text that stands for itself, unless it has `...`, an octet `x` or `${NAME}` in it: then it is a pattern from
 * end to end, without notes, or in quotes of its own literal after all. Undefined when it stands for itself.
 */
export function openPattern(source: string): Pattern | undefined {
  const quoted = /^"(.*)"$/s.exec(source)?.[1];
  const parts = partsOf(quoted ?? source);
  if (!parts.some(({ kind }) => openParts.has(kind))) return undefined;
  return quoted === undefined ? { text: source, quoted: false, parts } : literalPattern(quoted);
}

const openParts: ReadonlySet<PatternPart['kind']> = new Set(['gap', 'octet', 'variable']);

/** The pattern that means its characters, blanks flexible. */
export function literalPattern(text: string): Pattern {
  return { text, quoted: true, parts: literalParts(text) };
}

function literalParts(text: string): readonly PatternPart[] {
  return text.split(/(\s+)/).flatMap((piece): PatternPart[] => {
    if (piece === '') return [];
    return [/^\s/.test(piece) ? { kind: 'blanks' } : { kind: 'literal', text: piece }];
  });
}

function partsOf(text: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let literal = '';
  const add = (...more: PatternPart[]) => {
    if (literal) parts.push({ kind: 'literal', text: literal });
    literal = '';
    parts.push(...more);
  };
  for (let at = 0; at < text.length; ) {
    const special = specialAt(text, at);
    if (special) add(...special.parts);
    else literal += text[at];
    at += special?.length ?? 1;
  }
  add();
  return parts;
}

type Special = { readonly parts: readonly PatternPart[]; readonly length: number };

function specialAt(text: string, at: number): Special | undefined {
  if (!/[\s.…$H\dx]/u.test(text.charAt(at))) return undefined;
  const run = (regex: RegExp) => {
    regex.lastIndex = at;
    return regex.exec(text);
  };
  const is = (found: RegExpExecArray | null, parts: readonly PatternPart[]): Special | undefined =>
    found ? { parts, length: found[0].length } : undefined;
  const named = run(variable);
  const status = run(http);
  const address = run(quad);
  return (
    is(run(blanks), [{ kind: 'blanks' }]) ??
    is(run(gap), [{ kind: 'gap' }]) ??
    is(named, [{ kind: 'variable', name: named?.[1] ?? '' }]) ??
    is(status, [{ kind: 'protocol' }, { kind: 'blanks' }, { kind: 'status', status: status?.[1] ?? '' }]) ??
    (address?.[0].includes('x') ? is(address, quadParts(address[0])) : undefined)
  );
}

function quadParts(address: string): readonly PatternPart[] {
  return address.split(/(x)/).flatMap((piece): PatternPart[] => {
    if (piece === '') return [];
    return [piece === 'x' ? { kind: 'octet' } : { kind: 'literal', text: piece }];
  });
}

/** The pattern's whole fields, for rows: parts between blanks. */
export function fieldsOf(pattern: Pattern): readonly (readonly PatternPart[])[] {
  const fields: PatternPart[][] = [[]];
  for (const part of pattern.parts) {
    if (part.kind === 'blanks') fields.push([]);
    else fields.at(-1)?.push(part);
  }
  return fields.filter((field) => field.length > 0);
}

/** The pattern with the values of session variables in place of `${NAME}`; all of them must be given. */
export function fillPattern(pattern: Pattern, variables: Readonly<Record<string, string>>): Pattern {
  const parts = pattern.parts.flatMap((part) =>
    part.kind === 'variable' ? literalParts(variables[part.name] ?? '') : [part],
  );
  return { ...pattern, parts };
}

/** Names of the session variables in a pattern, each once. */
export function variablesIn(pattern: Pattern): readonly string[] {
  return [...new Set(pattern.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : [])))];
}

/** What stands in every line that fits a filled pattern. */
export function literalsOf({ parts }: Pattern): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
}

/** The longest of some texts; empty when there are none. */
export function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}
