import { stripVTControlCharacters } from 'node:util';

/** An element; its content is elements or text, not both. */
export type XmlElement = {
  readonly name: string;
  /** In the order given; absent ones are left out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly content?: string | readonly XmlElement[];
};

/** An XML 1.0 document, indented. Any text may be put into it. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`;
}

function elementText({ name, attributes = {}, content = [] }: XmlElement, indent: string): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const start = `${indent}<${[name, ...given.map(([key, value]) => `${key}="${quoted(String(value))}"`)].join(' ')}`;
  if (content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${escaped(content)}</${name}>`;
  const inner = content.map((element) => elementText(element, `${indent}  `));
  return [`${start}>`, ...inner, `${indent}</${name}>`].join('\n');
}

/** A parser turns line breaks and tabs of an attribute into blanks unless they are written as references. */
function quoted(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** `>` too, for the sake of `]]>`, which text may not hold (XML 1.0, 2.4). */
function escaped(text: string): string {
  return legible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Colours go; what no XML 1.0 document may hold, not even as a reference (2.2: control characters, halves of surrogate
 * pairs, two non-characters), and the other control characters become U+FFFD.
 */
function legible(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
