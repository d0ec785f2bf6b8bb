import { parse, TomlError } from 'smol-toml';
import { Document, isMap, isSeq, type ParsedNode, type YAMLMap } from 'yaml';

/** What is wrong with the TOML of a head: the offset in its text, and why. */
type TomlFault = { readonly at: number; readonly reason: string };

/**
 * Reads front matter in TOML, as Hugo and Zola have it between two lines of `+++`, as the tree that the same values have
 * in YAML. Where a key of it is in the text is found by its name, so places are those of keys; a value is at its key's.
 * @see https://toml.io/en/v1.0.0
 */
export function readToml(text: string): YAMLMap.Parsed | TomlFault {
  try {
    const root = new Document(parse(text)).contents;
    if (isMap(root)) place(root as unknown as YAMLMap.Parsed, text, [0, 0, 0]);
    return root as unknown as YAMLMap.Parsed;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    return { at: offsetOf(text, error.line, error.column), reason };
  }
}

type Range = [number, number, number];

/** Gives the nodes of a map the places of its keys, each behind that of its parent. */
function place(map: YAMLMap.Parsed, text: string, parent: Range): void {
  map.range = parent;
  for (const { key, value } of map.items) {
    const range = rangeOfKey(String(key), text, parent[1]) ?? parent;
    key.range = range;
    if (value !== null) placeValue(value, text, range);
  }
}

function placeValue(value: ParsedNode, text: string, range: Range): void {
  value.range = range;
  if (isMap(value)) place(value as YAMLMap.Parsed, text, range);
  if (isSeq(value)) for (const item of value.items) placeValue(item as ParsedNode, text, range);
}

/** A key as a word of its own, in front of `=`, `.` or the bracket that closes the head of a table. */
function rangeOfKey(name: string, text: string, from: number): Range | undefined {
  const form = new RegExp(
    String.raw`(?<![\w-])${name.replace(/\W/g, String.raw`\$&`)}(?=["']?\s*[=.\]])`,
    'g',
  );
  form.lastIndex = from;
  const found = form.exec(text);
  return found ? [found.index, found.index + name.length, found.index + name.length] : undefined;
}

function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((sum, each) => sum + each.length + 1, column - 1);
}
