import { isMap, isScalar, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { nearest } from '../diagnostics/nearest.ts';
import { yamlFault } from '../expectations/yaml-fault.ts';
import type { FrontMatter } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { duplicateKey } from './duplicate-key.ts';
import { frontMatterKeys, type KeyRule } from './front-matter-keys.ts';
import { type Lines, spanOf } from './lines.ts';
import type { Report } from './report.ts';

/** What the YAML head says. `title` is apart, as the document's first heading can give it too. */
export type Head = { readonly title?: string; readonly meta: FrontMatter };

/** A stretch of the file that holds the YAML, as offsets. */
type Stretch = { readonly from: number; readonly to: number };

const empty: FrontMatter = {
  requires: [],
  clusters: {},
  env: {},
  tools: {},
  needs: [],
  secrets: [],
  spans: {},
};

/** Reads the front matter. What is wrong is reported at its place and left out. */
export function readFrontMatter(lines: Lines, stretch: Stretch | undefined, report: Report): Head {
  if (!stretch) return { meta: empty };
  const at = (from: number, to: number) =>
    spanOf(lines, stretch.from + from, stretch.from + Math.max(from, to));
  const text = lines.text.slice(stretch.from, stretch.to);
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const error = document.errors[0] ?? duplicateKey(document);
  if (error) {
    const { reason, hint } = yamlFault(error, text);
    const message = `The front matter is not valid YAML: ${reason}.`;
    report({
      code: 'parse/bad-front-matter',
      severity: 'error',
      message,
      span: at(error.pos[0], error.pos[1]),
      hint,
    });
  }
  const root = document.contents;
  if (error || root === null) return { meta: empty };
  if (!isMap(root)) {
    const span = at(root.range[0], root.range[1]);
    const message = 'The front matter must be a map of keys to values.';
    report({
      code: 'parse/wrong-type',
      severity: 'error',
      message,
      span,
      hint: 'Write `title: …`, one key a line.',
    });
    return { meta: empty };
  }
  return readKeys(root, { at, report });
}

/** How to point and to complain. */
type Reading = { readonly at: (from: number, to: number) => Span; readonly report: Report };

function readKeys(root: YAMLMap.Parsed, reading: Reading): Head {
  const found: Record<string, unknown> = {};
  const spans: Record<string, Span> = {};
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const span = spanOfNode(key, reading);
    const rule = Object.hasOwn(frontMatterKeys, name) ? frontMatterKeys[name] : undefined;
    if (!rule) {
      reportUnknown(name, span, reading.report);
      continue;
    }
    spans[name] = span;
    const read = readValue(value ?? key, value === null, rule, { ...reading, name, spans });
    if (read !== undefined) found[rule.field] = read;
  }
  const { title, ...meta } = found as { title?: string } & Partial<FrontMatter>;
  return { ...(title === undefined ? {} : { title }), meta: { ...empty, ...meta, spans } };
}

type Inside = Reading & { readonly name: string; readonly spans: Record<string, Span> };

function readValue(node: ParsedNode, absent: boolean, rule: KeyRule, inside: Inside): unknown {
  const result = absent
    ? { problem: rule.needs }
    : rule.read(node, (path, part) => {
        inside.spans[`${inside.name}.${path}`] = spanOfNode(part, inside);
      });
  if ('value' in result) return result.value;
  const span = spanOfNode(result.node ?? node, inside);
  const message = `\`${inside.name}\` needs ${result.problem}.`;
  inside.report({
    code: 'parse/wrong-type',
    severity: 'error',
    message,
    span,
    hint: `Write \`${rule.sample}\`.`,
  });
  return undefined;
}

function spanOfNode(node: ParsedNode, reading: Reading): Span {
  return reading.at(node.range[0], node.range[1]);
}

function reportUnknown(name: string, span: Span, report: Report): void {
  const names = Object.keys(frontMatterKeys);
  const near = nearest(name, names);
  const hint = near
    ? `Did you mean \`${near}\`?`
    : `Use one of ${names.map((key) => `\`${key}\``).join(', ')}.`;
  const message = `Unknown key \`${name}\` in the front matter.`;
  report({ code: 'parse/unknown-key', severity: 'error', message, span, hint });
}
