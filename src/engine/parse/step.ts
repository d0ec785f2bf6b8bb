import type { Block, FrontMatter, Runbook, Step } from '../model/runbook.ts';
import { readAssertBlock } from './assert-block.ts';
import { blockOptions, type Options, readOptions } from './block-options.ts';
import { asFence, type Fence, readCode } from './fence.ts';
import { readFileBlock } from './file-block.ts';
import type { Pending } from './group.ts';
import { type Include, includedBlocks } from './include.ts';
import { type Lines, pointAt } from './lines.ts';
import { readManifestBlock } from './manifest-block.ts';
import type { Section } from './markdown.ts';
import type { Names } from './names.ts';
import { giveOutputs, readOutputs } from './outputs-below.ts';
import type { Parts } from './page.ts';
import { readProgramBlock } from './program-block.ts';
import type { Report } from './report.ts';
import { readShellBlock } from './shell-block.ts';
import type { TabsAround } from './tabs/read-tabs.ts';
import { type ReadBeside, withTextOfFile } from './text-from-file.ts';
import { variantsOf } from './variants.ts';

export type StepPlace = {
  readonly lines: Lines;
  readonly meta: FrontMatter;
  readonly names: Names;
  /** Where the parts are put that the step is made of. */
  readonly parts: Parts;
  readonly beside: ReadBeside;
  readonly tabs: TabsAround;
  /** The parts that the page includes. */
  readonly included: ReadonlyMap<Include, Runbook>;
  readonly report: Report;
};

/** The step that blocks above the first heading belong to. */
const start = { id: 'start', title: 'Start' };

/** A section as a step; undefined when nothing in it can run. */
export function readStep(section: Section, place: StepPlace): Step | undefined {
  const { lines } = place;
  const includes = [...place.included].filter(([include]) => isIn(include, section));
  // What is expected below an inclusion is not that of the block above it.
  const stretches = Map.groupBy(
    readFences(section, place),
    ({ span }) => includes.filter(([include]) => include.span.start.line < span.start.line).length,
  );
  const owners = [...stretches.values()].flatMap((fences) => giveOutputs(fences, place));
  const first = owners[0]?.fence ?? includes[0]?.[0];
  if (!first) return undefined;
  const id = section.heading ? section.id : start.id;
  const begin = section.heading?.position?.start;
  const span = {
    file: lines.file,
    start: begin ? pointAt(lines, begin.line, begin.column) : first.span.start,
    end: pointAt(lines, section.end.line, section.end.column),
  };
  const alone = owners.length === 1 && includes.length === 0;
  const blocks: Block[] = [];
  for (const item of inOrder(owners, includes)) {
    const number = blocks.length + 1;
    if ('fence' in item) blocks.push(readBlock(item, { ...place, step: id, number, alone }));
    else blocks.push(...readIncluded(item, { ...place, step: id, number }));
  }
  return {
    id,
    title: section.heading ? section.title : start.title,
    depth: section.heading?.depth ?? 1,
    span,
    blocks,
  };
}

type Included = readonly [Include, Runbook];

function isIn({ span: { start: at } }: Include, { heading, end }: Section): boolean {
  const begin = heading?.position?.start.line ?? 0;
  return begin <= at.line && at.line <= end.line;
}

/** Fences and inclusions as they stand on the page. */
function inOrder(owners: readonly Owner[], includes: readonly Included[]): readonly (Owner | Included)[] {
  const lineOf = (item: Owner | Included) => ('fence' in item ? item.fence.span : item[0].span).start.line;
  return [...owners, ...includes].toSorted((one, other) => lineOf(one) - lineOf(other));
}

/** The blocks of a part, whose names are names of this page too. */
function readIncluded(
  [include, part]: Included,
  { step, number, names, report }: StepPlace & { readonly step: string; readonly number: number },
): readonly Block[] {
  const blocks = includedBlocks(include, part, { step, from: number });
  for (const { options } of blocks) {
    if (options.name !== undefined) names.claim(options.name, step, include.span, report);
  }
  return blocks;
}

function readFences(section: Section, { lines, parts, beside, report }: StepPlace): readonly Fence[] {
  const codes = section.codes
    .map((code) => readCode(lines, code, report))
    .filter((code) => code !== undefined);
  return codes.flatMap((code) => {
    const fence = asFence(code);
    if (!fence) parts.inert.push(code);
    return fence ? withTextOfFile(fence, beside, report) : [];
  });
}

type BlockPlace = StepPlace & { readonly step: string; readonly number: number; readonly alone: boolean };

/** A block's fence, and the `output` fences below it. */
type Owner = ReturnType<typeof giveOutputs>[number];

function readBlock(owner: Owner, place: BlockPlace): Block {
  const { fence } = owner;
  const { kind, span, opening } = fence;
  const read = readOptions(fence.info.words, { kind, span: fence.spanOfWord, report: place.report });
  const options = blockOptions(read);
  place.parts.fences.push({ fence, options: read });
  if (options.name)
    place.names.claim(options.name, place.step, read.get('name')?.span ?? opening, place.report);
  const id = options.name ?? (place.alone ? place.step : `${place.step}/${place.number}`);
  const withinMs = options.withinMs ?? place.meta.withinMs;
  const inert = options.skip !== undefined || options.manual;
  const { checked, examples } = readOutputs(owner, { ...place, inert });
  const variants = variantsOf(read, place.tabs(opening.start.line));
  const segments = segmentsOf(fence, { ...place, read, withinMs, inert, below: checked });
  const program = kind === 'program' ? read.get('exec')?.value : undefined;
  return {
    id,
    kind: kind === 'program' ? 'shell' : kind,
    options,
    span,
    segments,
    ...(examples.length > 0 ? { examples } : {}),
    ...(fence.from === undefined ? {} : { from: fence.from }),
    ...(program === undefined ? {} : { program }),
    ...(variants.length === 0 ? {} : { variants }),
    ...(fence.contained ? { contained: true as const } : {}),
  };
}

type Reading = BlockPlace & {
  readonly read: Options;
  readonly withinMs: number | undefined;
  readonly inert: boolean;
  readonly below: readonly Pending[];
};

function segmentsOf({ kind, block, opening, language }: Owner['fence'], place: Reading): Block['segments'] {
  const { read, withinMs, report, meta, inert, below, parts } = place;
  const id = (statement: number) => `${place.step}/${place.number}.${statement}`;
  const { tty, cleanup } = blockOptions(read);
  const commands = { block, id, withinMs, inert, tty, cleanup, below, report };
  if (kind === 'program') {
    const tools = Object.keys(meta.tools);
    const program = readProgramBlock({ ...commands, options: read, language, tools });
    parts.directives.push(...program.directives);
    return program.segments;
  }
  if (kind === 'shell') {
    const shell = readShellBlock(commands);
    if (shell.code) parts.shells.push(shell.code);
    parts.directives.push(...shell.directives);
    return shell.segments;
  }
  if (kind === 'file') return readFileBlock(block, read, id(1));
  const clusters = Object.keys(meta.clusters);
  const fence = { block, id: id(1), options: read, clusters, withinMs, span: opening, report };
  if (kind === 'assert') return readAssertBlock(fence);
  const manifest = readManifestBlock(fence);
  parts.directives.push(...manifest.directives);
  return manifest.segments;
}
