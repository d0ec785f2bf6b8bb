import { type Lines, lineText } from '../../parse/lines.ts';

/** A shortcode that has a line to itself: `{{< text bash >}}`, `{{< /text >}}`. `words` are its plain arguments. */
export type Shortcode = {
  readonly line: number;
  /** Blanks before it. */
  readonly indent: string;
  readonly closing: boolean;
  readonly name: string;
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, string>;
};

const whole = /^(\s*)\{\{[<%]\s*(\/?)\s*([A-Za-z_][\w-]*)((?:\s+(?:[^"\s>%]|"[^"]*")+)*)\s*[>%]\}\}\s*$/;

/** Reads a line that is one shortcode and nothing else. `{{</* … *\/>}}` only shows one. */
export function shortcodeAt(lines: Lines, line: number): Shortcode | undefined {
  const [matched, indent = '', slash, name = '', rest = ''] = whole.exec(lineText(lines, line)) ?? [];
  if (matched === undefined) return undefined;
  const words: string[] = [];
  const values = new Map<string, string>();
  for (const [, key, quoted, plain, bare] of rest.matchAll(/([\w-]+)=(?:"([^"]*)"|(\S+))|("[^"]*"|\S+)/g)) {
    if (key !== undefined) values.set(key, quoted ?? plain ?? '');
    else words.push((bare ?? '').replace(/^"|"$/g, ''));
  }
  return { line, indent, closing: slash === '/', name, words, values };
}

/** The names of the shortcodes anywhere in a text. */
export function shortcodesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{[<%]\s*\/?\s*([A-Za-z_][\w-]*)/g)].map(([, name = '']) => name);
}
