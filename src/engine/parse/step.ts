import type { Block, FrontMatter, Step } from '../model/runbook.ts';
import { readAssertBlock } from './assert-block.ts';
import { blockOptions, type Options, readOptions } from './block-options.ts';
import { readFence } from './fence.ts';
import type { Pending } from './group.ts';
import { reportInertFence } from './inert-fence.ts';
import { type Lines, pointAt } from './lines.ts';
import { readManifestBlock } from './manifest-block.ts';
import type { Section } from './markdown.ts';
import type { Names } from './names.ts';
import { giveOutputs, readOutputs } from './outputs-below.ts';
import type { Report } from './report.ts';
import { readShellBlock } from './shell-block.ts';

type StepPlace = {
  readonly lines: Lines;
  readonly meta: FrontMatter;
  readonly names: Names;
  readonly report: Report;
};

/** The step that blocks above the first heading belong to. */
const start = { id: 'start', title: 'Start' };

/** A section as a step; undefined when nothing in it can run. */
export function readStep(section: Section, place: StepPlace): Step | undefined {
  const { lines, report } = place;
  const fences = section.codes
    .map((code) => readFence(lines, code, report) ?? reportInertFence(lines, code, report))
    .filter((fence) => fence !== undefined);
  const owners = giveOutputs(fences, report);
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

type BlockPlace = StepPlace & { readonly step: string; readonly number: number; readonly alone: boolean };

/** A block's fence, and the `output` fences below it. */
type Owner = ReturnType<typeof giveOutputs>[number];

function readBlock(owner: Owner, place: BlockPlace): Block {
  const { fence } = owner;
  const { kind, span, opening } = fence;
  const read = readOptions(fence.info.words, { kind, span: fence.spanOfWord, report: place.report });
  const options = blockOptions(read);
  if (options.name)
    place.names.claim(options.name, place.step, read.get('name')?.span ?? opening, place.report);
  const id = options.name ?? (place.alone ? place.step : `${place.step}/${place.number}`);
  const withinMs = options.withinMs ?? place.meta.withinMs;
  const inert = options.skip !== undefined || options.manual;
  const { checked, examples } = readOutputs(owner, { ...place, inert });
  const segments = segmentsOf(fence, { ...place, read, withinMs, inert, below: checked });
  return { id, kind, options, span, segments, ...(examples.length > 0 ? { examples } : {}) };
}

type Reading = BlockPlace & {
  readonly read: Options;
  readonly withinMs: number | undefined;
  readonly inert: boolean;
  readonly below: readonly Pending[];
};

function segmentsOf({ kind, block, opening }: Owner['fence'], place: Reading) {
  const { read, withinMs, report, meta, inert, below } = place;
  const id = (statement: number) => `${place.step}/${place.number}.${statement}`;
  if (kind === 'shell') {
    const { tty, cleanup } = blockOptions(read);
    return readShellBlock({ block, id, withinMs, inert, tty, cleanup, below, report });
  }
  const clusters = Object.keys(meta.clusters);
  const fence = { block, id: id(1), options: read, clusters, withinMs, span: opening, report };
  return kind === 'assert' ? readAssertBlock(fence) : readManifestBlock(fence);
}
