import type { Block, FrontMatter, Step } from '../model/runbook.ts';
import { readAssertBlock } from './assert-block.ts';
import { blockOptions, type Options, readOptions } from './block-options.ts';
import { asFence, type Fence, readCode } from './fence.ts';
import { readFileBlock } from './file-block.ts';
import type { Pending } from './group.ts';
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
  readonly report: Report;
};

/** The step that blocks above the first heading belong to. */
const start = { id: 'start', title: 'Start' };

/** A section as a step; undefined when nothing in it can run. */
export function readStep(section: Section, place: StepPlace): Step | undefined {
  const { lines } = place;
  const owners = giveOutputs(readFences(section, place), place);
  const first = owners[0]?.fence;
  if (!first) return undefined;
  const id = section.heading ? section.id : start.id;
  const begin = section.heading?.position?.start;
  const span = {
    file: lines.file,
    start: begin ? pointAt(lines, begin.line, begin.column) : first.span.start,
    end: pointAt(lines, section.end.line, section.end.column),
  };
  const alone = owners.length === 1;
  const blocks = owners.map((owner, index) =>
    readBlock(owner, { ...place, step: id, number: index + 1, alone }),
  );
  return {
    id,
    title: section.heading ? section.title : start.title,
    depth: section.heading?.depth ?? 1,
    span,
    blocks,
  };
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
