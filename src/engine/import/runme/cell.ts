import type { FenceSource } from '../fence-source.ts';
import { type FenceOptions, nameLike } from '../fence-text.ts';
import type { Remark } from '../format.ts';
import { backgroundHint, infoNote } from '../transcript/dialect.ts';
import { type Attributes, isForEditor } from './attributes.ts';

/** What the attributes of a cell become: options of the fence, comments below its commands, and what is left out. */
export type Cell = {
  readonly options: FenceOptions;
  readonly tail: readonly string[];
  readonly remarks: readonly Remark[];
  /** Attributes that only an editor reads. */
  readonly forEditor: readonly string[];
};

type Part = Partial<Pick<Cell, 'options' | 'tail' | 'remarks'>>;

/** Reads one attribute; the others are at hand, since some count together. */
type ReadAttribute = (value: string, fence: FenceSource, others: Attributes) => Part;

const readers: Readonly<Record<string, ReadAttribute>> = {
  background: (value, fence) => (value === 'true' ? backgroundHint(fence) : {}),
  cwd: (value) => ({ options: { dir: value } }),
  excludeFromRunAll: (value, _, others) => {
    if (value !== 'true') return {};
    const byPerson = others.get('interactive') === 'true';
    return { options: byPerson ? { manual: true } : { skip: 'excludeFromRunAll in Runme' } };
  },
  interactive: (value, _, others) =>
    value === 'true' && others.get('excludeFromRunAll') !== 'true' ? { options: { tty: true } } : {},
  name: (value, fence) => {
    const name = nameLike(value);
    const options = name === undefined ? {} : { name };
    if (name === value) return { options };
    const now = name === undefined ? 'it is left out' : `it is now \`${name}\``;
    return { options, remarks: [infoNote(fence, `\`${value}\` is no name for a block: ${now}.`)] };
  },
  promptEnv: (value, fence) => {
    if (value === 'false' || value === 'no' || value === 'auto') return {};
    const message =
      'Runme asks a person for the values of this cell: set them under `env:`, or add `manual`.';
    return { remarks: [infoNote(fence, message)] };
  },
};

export function readCell(attributes: Attributes, fence: FenceSource): Cell {
  const parts = [...attributes].map(([key, value]): Part => {
    if (isForEditor(key)) return {};
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (read) return read(value, fence, attributes);
    return {
      remarks: [infoNote(fence, `\`${key}=${value}\` of Runme has no counterpart and is left out.`)],
    };
  });
  return {
    options: Object.assign({}, ...parts.map(({ options }) => options)) as FenceOptions,
    tail: parts.flatMap(({ tail = [] }) => tail),
    remarks: parts.flatMap(({ remarks = [] }) => remarks),
    forEditor: [...attributes.keys()].filter(isForEditor),
  };
}
