import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { readLines } from '../../parse/lines.ts';
import { Composer, type Composition } from '../composition.ts';
import { fenceLines } from '../fence-text.ts';
import { isPython, outputLines, runs, shellLines } from './cells.ts';

/**
 * A notebook of Jupyter as Markdown: cells of text as they are, cells of code as fences with what they printed. Undefined
 * when the document is no notebook, or nothing in it is for bash.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function readNotebook(file: string, text: string): Composition | undefined {
  const read = readCells(text);
  if (!read) return undefined;
  const composer = new Composer();
  const lines = readLines(file, text);
  const commands = read.cells.filter((cell) => {
    const place = { lines, offset: cell.range?.[0] ?? 0 };
    return addCell(composer, place, { cell, language: read.language });
  });
  return commands.length === 0 ? undefined : composer.done();
}

type Cells = { readonly cells: readonly YAMLMap[]; readonly language: string };

function readCells(text: string): Cells | undefined {
  if (!/^\s*\{/.test(text) || !/"nbformat"\s*:/.test(text)) return undefined;
  const { contents, errors } = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  if (errors.length > 0 || !isMap(contents)) return undefined;
  const notebook: YAMLMap = contents;
  const cells = notebook.get('cells');
  return isSeq(cells)
    ? { cells: cells.items.filter((cell): cell is YAMLMap => isMap(cell)), language: languageOf(notebook) }
    : undefined;
}

/** Adds a cell. @returns Whether it has commands. */
function addCell(
  composer: Composer,
  place: Place,
  { cell, language }: { readonly cell: YAMLMap; readonly language: string },
): boolean {
  const source = linesOf(cell.get('source'));
  const isCode = cell.get('cell_type') === 'code';
  if (!isCode) composer.add(`${source.join('\n')}\n\n`, { ...place, verbatim: false });
  if (!isCode || source.every((line) => line.trim() === '')) return false;
  const shell = shellLines(source, language);
  if (shell) addCode(composer, place, { cell, shell, source });
  else {
    const fence = fenceLines(isPython(language) ? 'python' : language, source);
    composer.add(`${fence.join('\n')}\n\n`, { ...place, verbatim: false });
    composer.note(`A cell in ${language} is shown and not run.`, place);
  }
  return shell !== undefined;
}

function languageOf(notebook: YAMLMap): string {
  const metadata = notebook.get('metadata');
  if (!isMap(metadata)) return 'python';
  const named = [
    metadata.getIn(['language_info', 'name']),
    metadata.getIn(['kernelspec', 'language']),
    metadata.getIn(['kernelspec', 'name']),
  ];
  const language = named.find((name) => typeof name === 'string' && name !== '');
  return typeof language === 'string' ? language.toLowerCase() : 'python';
}

/** A text that is written as one, or as its lines. */
function linesOf(value: unknown): readonly string[] {
  const parts = isSeq(value)
    ? value.items.map((item) => (isScalar(item) ? String(item.value) : ''))
    : [String(value ?? '')];
  return parts.join('').replace(/\n$/, '').split('\n');
}

type Place = Parameters<Composer['note']>[1];
type CodeCell = {
  readonly cell: YAMLMap;
  readonly shell: readonly string[];
  readonly source: readonly string[];
};

function addCode(composer: Composer, place: Place, { cell, shell, source }: CodeCell): void {
  const tags = cell.getIn(['metadata', 'tags']);
  const named = isSeq(tags) ? tags.items.map((tag) => String(isScalar(tag) ? tag.value : '')) : [];
  const skip = named.find((tag) => tag === 'skip-execution');
  const outputs = cell.get('outputs');
  const { lines, checks, notes } = outputLines(isSeq(outputs) ? outputs.items : [], linesOf);
  const fence = fenceLines(skip ? `bash skip=${skip}` : 'bash', [...shell, ...(skip ? [] : checks)]);
  const shown =
    lines.length === 0 ? [] : ['', ...fenceLines(skip || !runs(cell) ? 'output example' : 'output', lines)];
  composer.add(`${[...fence, ...shown].join('\n')}\n\n`, { ...place, verbatim: false });
  for (const note of notes) composer.note(note, place);
  if (/^%%/.test(source[0] ?? '')) {
    composer.note('The cell has a shell of its own in Jupyter: here all blocks share one.', place);
  }
}
