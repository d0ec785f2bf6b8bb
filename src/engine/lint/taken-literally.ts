import { parsePattern } from '../expectations/pattern.ts';
import type { Directive } from '../parse/directive.ts';
import { type DirectiveFault, eachDirective } from './directive-fault.ts';
import type { Rule } from './rule.ts';
import { isMetByAnyOutput } from './weak-expectation.ts';
import { wordsBehindColon } from './words-after-colon.ts';

/** A part of a pattern that means something elsewhere; offsets are in the pattern. `hint` says how it is written here. */
type Literal = { readonly from: number; readonly to: number; readonly hint: string };

type Habit = { readonly form: RegExp; readonly hint: (found: string) => string };

const quote = 'Quote the pattern to mean the characters.';
const anything = `For anything within the line write \`...\`; for a regular expression \`# expect regex: …\`. ${quote}`;

/** Notations of other tools, the most telling first. What is in quotes is meant as it is. */
const habits: readonly Habit[] = [
  {
    form: /^[<(]?(?:no[\s-]*output|nothing|empty(?: output)?)[>)]?[.!]?$/i,
    hint: () => `To require silence write \`# expect: no output\`. ${quote}`,
  },
  {
    form: /(?<![\p{L}\p{N}_])HTTP\s+(?!\d{3}\b|\dxx\b)[\dxX*]{3}(?![\p{L}\p{N}_*])/u,
    hint: (found) => `Write the status, or its class: \`HTTP ${/\d/.exec(found)?.[0] ?? '2'}xx\`.`,
  },
  {
    form: /(?<!\d)\d+(?:\.\d+)*(?:\.\*){1,3}(?![\w*])/,
    hint: (found) => `Write \`${found.replaceAll('*', 'x')}\`.`,
  },
  { form: /(?<!\.)\.[*+](?!\w)|\\[dwsbDWSB]|\[(?:0-9|a-z|A-Z|\^)[^\]]*\]|^\^\S.*\$$/, hint: () => anything },
  { form: /(?<![^\s])[\w./-]*[\w-]\*(?=\s|$)/, hint: () => anything },
  {
    form: /\$\{[A-Za-z_]\w*[^\w}][^}]*\}|\$\{[^A-Za-z_}][^}]*\}/,
    hint: () => `Only \`\${NAME}\` is filled in: set a variable in a command above. ${quote}`,
  },
  {
    form: /(?<![\\$\w])\$[A-Za-z_]\w*/,
    hint: (found) => `For the variable's value write \`\${${found.slice(1)}}\`. ${quote}`,
  },
  {
    form: /^(?:'[^']*'|[“”„‘’«][^“”‘’»]*[“”‘’»])$/u,
    hint: (found) => `To quote a pattern write \`"${found.slice(1, -1)}"\`.`,
  },
  {
    form: /^(?:[<>]=?|[=!]=)\s*-?\d/,
    hint: () => `Compare in the command, as in \`[ "$count" -ge 3 ]\`. ${quote}`,
  },
];

/** Every such notation has one of these: most patterns have none, and are looked at no further. */
const telling = /[*+\\[^$'“”„‘’«<>=!]|HTTP|no|empty/i;

/** A longer text is no pattern that somebody typed. */
const longest = 2000;

/** What in a pattern is probably meant as more than its characters; undefined when nothing is. */
function literalIn(text: string): Literal | undefined {
  if (!telling.test(text)) return undefined;
  const pattern = parsePattern(text);
  if (pattern.quoted || pattern.text === 'no output' || pattern.text.length > longest) return undefined;
  for (const { form, hint } of habits) {
    const match = form.exec(pattern.text);
    if (match) return { from: match.index, to: match.index + match[0].length, hint: hint(match[0]) };
  }
  return undefined;
}

/** Finds notations of other tools in patterns. */
export const takenLiterally: Rule = {
  code: 'parse/taken-literally',
  severity: 'warning',
  check: eachDirective(literal),
};

/** Kinds whose text is a pattern. */
const patternKinds: ReadonlySet<string> = new Set(['text', 'row', 'exact']);

/** A regular expression has no notes: whatever stands behind the dash would have to be printed. */
function noteIn(text: string): Literal | undefined {
  const note = /\s[—←]\s.*$/u.exec(text);
  if (!note) return undefined;
  const hint = 'A regular expression has no notes: write it as a comment of its own, or `\\s` for the blank.';
  return { from: note.index + 1, to: text.length, hint };
}

function literal(directive: Directive): DirectiveFault | undefined {
  const { kind, text, source } = directive;
  const found = kind === 'regex' ? noteIn(text) : patternKinds.has(kind) ? literalIn(text) : undefined;
  if (!found || wordsBehindColon(directive) || isMetByAnyOutput(directive)) return undefined;
  const at = source.indexOf(text, source.indexOf(':') + 1);
  const part = text.slice(found.from, found.to);
  const message = `\`${part}\` is matched as these very characters.`;
  const { hint } = found;
  return { message, hint, from: at + found.from, to: at + found.to };
}
