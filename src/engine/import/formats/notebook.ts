import { type Conversion, type ImportExample, type ImportFormat, lines } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { readNotebook } from '../notebook/read-notebook.ts';
import { changingNotes } from '../transcript/output-lines.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'A cell and what it printed',
    source: lines(
      '{',
      '  "nbformat": 4,',
      '  "nbformat_minor": 5,',
      '  "metadata": { "kernelspec": { "name": "bash", "language": "bash" } },',
      '  "cells": [',
      '    { "cell_type": "markdown", "metadata": {}, "source": ["# Counting\\n", "Three numbers:"] },',
      '    { "cell_type": "code", "execution_count": 1, "metadata": {}, "source": ["seq 3"],',
      '      "outputs": [{ "output_type": "stream", "name": "stdout", "text": ["1\\n", "2\\n", "3\\n"] }] }',
      '  ]',
      '}',
    ),
    runbook: lines(
      '# Counting',
      'Three numbers:',
      '',
      '```bash',
      'seq 3',
      '```',
      '',
      '```output',
      '1',
      '2',
      '3',
      '```',
    ),
  },
];

/** Notebooks of Jupyter whose kernel is bash, and cells for bash of other notebooks. */
export const notebook: ImportFormat = {
  name: 'notebook',
  summary: 'Jupyter notebooks with a bash kernel, or with `%%bash` cells: cells and what they printed.',
  examples,
  compose: readNotebook,
  detect: () => undefined,
  convert,
};

/** The document is Markdown already: what will differ from run to run is told. */
function convert({ fences }: ImportSource): Conversion {
  const outputs = fences.filter(({ language, infoAt }) => language === 'output' && infoAt.text === 'output');
  return { edits: [], remarks: outputs.flatMap(({ rows }) => changingNotes(rows)) };
}
