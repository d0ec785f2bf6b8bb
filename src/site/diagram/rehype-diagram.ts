import { type ArrowKind, type Diagram, nodeAt, type Spot } from '../../engine/diagram/diagram.ts';
import { readDiagram } from '../../engine/diagram/read-diagram.ts';
import type { Strings } from '../strings.ts';
import { type Wording, type WordingOptions, wordingOf } from '../wording.ts';
import { drawDiagram } from './draw-diagram.ts';
import { type HtmlElement, html } from './html.ts';

/** What is read of a page's tree here. */
type Tree = {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly position?: { readonly start: { readonly line: number; readonly column: number } } | undefined;
  children?: Tree[] | undefined;
};

type PageFile = { fail(reason: string, about: object): never };

/**
 * Draws `diagram` blocks. It has its place behind the sanitiser, which therefore need not let any SVG of authors
 * through: what is drawn is made of the text alone. A diagram that can't be read fails the page at its line.
 */
export function rehypeDiagram(options: WordingOptions = {}): (tree: unknown, file: PageFile) => void {
  const wording = wordingOf(options);
  return (tree, file) => {
    let count = 0;
    const draw = (node: Tree): void => {
      node.children = node.children?.map((child) => {
        const text = diagramText(child);
        if (text === undefined) {
          draw(child);
          return child;
        }
        count += 1;
        return figure(text, `diagram-${count}`, { line: lineOf(child), file, wording }) as unknown as Tree;
      });
    };
    draw(tree as Tree);
  };
}

/** The text of a block in the language `diagram`, as remark-rehype writes it. */
function diagramText({ tagName, children = [] }: Tree): string | undefined {
  const [code] = children;
  if (tagName !== 'pre' || code?.tagName !== 'code') return undefined;
  const classes = code.properties?.className;
  if (!Array.isArray(classes) || !classes.includes('language-diagram')) return undefined;
  return (code.children ?? []).map(({ value = '' }) => value).join('');
}

function lineOf({ position }: Tree): number {
  return position?.start.line ?? 0;
}

function figure(
  text: string,
  id: string,
  { line, file, wording }: { readonly line: number; readonly file: PageFile; readonly wording: Wording },
): HtmlElement {
  const { diagram, problems } = readDiagram(text);
  const [problem] = problems;
  if (problem) {
    const place = { line: line + 1 + problem.line, column: problem.from + 1 };
    file.fail(`${problem.message} ${problem.hint}`, {
      place,
      source: 'runbook',
      ruleId: 'parse/bad-diagram',
    });
  }
  const sentences = inWords(diagram, wording);
  return html('figure', { className: 'rb-diagram', id }, [
    // It scrolls where the page is narrow, also by keyboard.
    html('div', { className: 'rb-diagram-picture', role: 'group', ariaLabel: diagram.title, tabIndex: '0' }, [
      drawDiagram(diagram, id, sentences.join(' ')),
    ]),
    html('figcaption', {}, [
      html('p', {}, [diagram.title]),
      html('details', {}, [
        html('summary', {}, [wording.say('sameInWords')]),
        html(
          'ul',
          {},
          sentences.map((sentence) => html('li', {}, [sentence])),
        ),
      ]),
    ]),
  ]);
}

const sentences: Readonly<Record<ArrowKind, keyof Strings>> = {
  solid: 'arrowSolid',
  dotted: 'arrowDotted',
  refused: 'arrowRefused',
};

/** What a diagram shows, a sentence for each arrow: for whoever doesn't see it. */
function inWords(diagram: Diagram, { say }: Wording): readonly string[] {
  const called = (spot: Spot): string => {
    const { name } = nodeAt(diagram, spot);
    const group = diagram.groups[spot.group];
    return group && !group.alone ? `${name} (${group.name})` : name;
  };
  return diagram.arrows.map(
    ({ kind, from, to, label }) =>
      `${say(sentences[kind], { from: called(from), to: called(to) })}${label ? `: ${label}` : ''}.`,
  );
}
