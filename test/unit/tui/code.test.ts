import type { Code } from 'mdast';
import { describe, expect, it } from 'vitest';
import { paint, plainText } from '../../../src/tui/text/line.ts';
import { width } from '../../../src/tui/text/width.ts';
import { codeLines } from '../../../src/tui/view/code-lines.ts';
import { diagramRows } from '../../../src/tui/view/diagram-rows.ts';

const fence = (lang: string, value: string): Code => ({ type: 'code', lang, value });

describe('code', () => {
  it('shows commands in colours of the terminal, and every character of them', () => {
    const [line = []] = codeLines(fence('bash', 'kubectl get "$WHAT" # now'));
    expect(plainText(line)).toBe('kubectl get "$WHAT" # now');
    expect(paint([line], true)).toBe(
      '\u001b[36mkubectl\u001b[0m get \u001b[32m"\u001b[0m\u001b[35m$WHAT\u001b[0m\u001b[32m"\u001b[0m \u001b[2m# now\u001b[0m',
    );
  });

  it('shows the keys, texts and comments of YAML, and no key in a text', () => {
    const yaml =
      'kind: Pod # one\nmetadata: { name: "a: b" }\ntext: |\n  key: value\nlist:\n- name: x\n  # below\n';
    const lines = codeLines(fence('yaml', yaml));
    expect(lines.map(plainText).join('\n')).toBe(yaml);
    const styled = (style: string) =>
      lines.flatMap((line) => line.filter((part) => part.style === style).map(({ text }) => text));
    expect(styled('36')).toEqual(['kind', 'metadata', 'name', 'text', 'list', 'name']);
    expect(styled('32')).toEqual(['"a: b"', '  key: value']);
    expect(styled('2')).toEqual(['# one', '# below']);
  });

  it('shows text that is no YAML, and other languages, as they are written', () => {
    for (const [lang, text] of [
      ['yaml', 'a: [1\n  b: "x'],
      ['js', 'const a = "b";'],
    ] as const)
      expect(codeLines(fence(lang, text)).map(plainText).join('\n')).toBe(text);
  });
});

describe('a diagram', () => {
  const text = `What this shows

east: a cluster
  curl: a client
  web | api

shop: outside

curl --> web: HTTP
web --x api: refused
api ..> shop`;

  it('is drawn as boxes beside each other, and below them what talks to what', () => {
    expect(diagramRows(text, 60).map(({ line }) => plainText(line).trimEnd())).toEqual([
      'What this shows',
      '╭─ east  a cluster ╮   ╭───────────────╮',
      '│ curl  a client   │   │ shop  outside │',
      '│ web  ┊  api      │   ╰───────────────╯',
      '╰──────────────────╯',
      'curl ──▶ web  HTTP',
      'web  ──✗ api  refused',
      'api  ┄┄▶ shop',
    ]);
  });

  it.each([12, 20, 38, 80])('is no wider than %i columns', (room) => {
    for (const { line } of diagramRows(text, room)) expect(width(line)).toBeLessThanOrEqual(room);
  });
});
