import { isAnything } from '../../expectations/contains.ts';
import { isList, isMap, type JsonMap } from '../../expectations/json-map.ts';
import { isRawNumber, parseJson } from '../../expectations/json-number.ts';
import type { JsonArgs } from '../../expectations/kinds/json.ts';
import { openPattern, type Pattern, parseWhole, variablesIn } from '../../expectations/pattern.ts';
import type { Json } from '../../model/json.ts';
import { patternWords } from './pattern-words.ts';

/** JSON that the script can't tell from its own. The message goes on from "a script cannot …". */
export class UnsupportedJson extends Error {}

/** What is wanted, as JSON for jq, and the names of the session variables in it. */
type Wanted = { readonly wanted: string; readonly variables: string };

/** How a text is to be read; undefined when it stands for itself. `asWritten`: the text itself will do as well. */
type ReadText = (text: string) => { readonly pattern: Pattern; readonly asWritten: boolean } | undefined;

/**
 * A text that is a pattern is `{"~": [as written or null, part, …]}`, any value `{"~": "any"}`. The value of a `json`
 * directive is JSON, or a pattern for the whole of a text.
 */
export function wantedValue({ text, pattern }: NonNullable<JsonArgs['value']>): Wanted {
  if (pattern === undefined) return wantedOf(parseJson(text), () => undefined);
  return wantedOf(text, () => ({ pattern, asWritten: false }));
}

/** A `json output` fence: every text in it is a pattern, or what was printed. */
export function wantedOutput(value: Json): Wanted {
  return wantedOf(
    value,
    (text) => {
      const pattern = parseWhole(text);
      const isPlain = pattern.parts.every(({ kind }) => kind === 'literal');
      return isPlain ? undefined : { pattern, asWritten: true };
    },
    true,
  );
}

/** A document of an assert block: texts are patterns when something in them says so. */
export function wantedObject(object: JsonMap): Wanted {
  return wantedOf(
    object,
    (text) => {
      const pattern = openPattern(text);
      return pattern === undefined ? undefined : { pattern, asWritten: false };
    },
    true,
  );
}

function wantedOf(value: Json, read: ReadText, anything = false): Wanted {
  const variables = new Set<string>();
  const encoded = encode(value, (text) => {
    if (anything && isAnything(text)) return { '~': 'any' };
    const found = read(text);
    if (found === undefined) return text;
    for (const name of variablesIn(found.pattern)) variables.add(name);
    return { '~': [found.asWritten ? text : null, ...patternWords(found.pattern)] };
  });
  return { wanted: JSON.stringify(encoded), variables: [...variables].join(' ') };
}

function encode(value: Json, text: (text: string) => Json): Json {
  if (typeof value === 'string') return text(value);
  if (isRawNumber(value) || (typeof value === 'number' && String(value).length > 15))
    throw new UnsupportedJson('compare a number of so many digits');
  if (isList(value)) return value.map((item) => encode(item, text));
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, '~')) throw new UnsupportedJson('look for a key `~`');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, text)]));
}
