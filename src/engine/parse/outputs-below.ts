import type { Span } from '../model/source.ts';
import { readOptions } from './block-options.ts';
import type { Fence } from './fence.ts';
import type { Pending } from './group.ts';
import type { Lines } from './lines.ts';
import type { FenceKind } from './option-table.ts';
import { isExample, type OutputFence, readOutput, streamOf } from './output-fence.ts';
import type { Parts } from './page.ts';
import type { Report } from './report.ts';

/** A fence that runs. */
type BlockFence = Fence & { readonly kind: Exclude<FenceKind, 'output'>; readonly from?: string };

/** A block's fence and the `output` fences that stand between it and the next one. */
type WithOutputs = { readonly fence: BlockFence; readonly outputs: readonly OutputFence[] };

type Finding = { readonly parts: Parts; readonly report: Report };

/** Gives each `output` fence of a section to the block above it; one that has none is reported. */
export function giveOutputs(fences: readonly Fence[], { parts, report }: Finding): readonly WithOutputs[] {
  const blocks: { readonly fence: BlockFence; readonly outputs: OutputFence[] }[] = [];
  for (const fence of fences) {
    if (isBlock(fence)) blocks.push({ fence, outputs: [] });
    else {
      const { kind, info, spanOfWord, opening } = fence;
      const options = readOptions(info.words, { kind, span: spanOfWord, report });
      parts.fences.push({ fence, options });
      const above = blocks.at(-1);
      if (above) above.outputs.push({ fence, options });
      else reportAlone(opening, report);
    }
  }
  return blocks;
}

function isBlock(fence: Fence): fence is BlockFence {
  return fence.kind !== 'output';
}

function reportAlone(span: Span, report: Report): void {
  const message = 'No command block above this output.';
  const hint =
    'Put it below the block that prints it, under the same heading; to only show it fence it as `text`.';
  report({ code: 'parse/nothing-above', severity: 'error', message, span, hint });
}

/** `checked` are judged with the block's last commands, `examples` only shown. */
type Outputs = { readonly checked: readonly Pending[]; readonly examples: readonly Span[] };

type Place = { readonly lines: Lines; readonly inert: boolean; readonly report: Report };

/** Reads the outputs below a block. Below one that is skipped or done by a person they are only shown. */
export function readOutputs({ fence, outputs }: WithOutputs, { lines, inert, report }: Place): Outputs {
  const checked: OutputFence[] = [];
  const examples: Span[] = [];
  for (const output of outputs) {
    if (isExample(output, report) || inert) examples.push(output.fence.span);
    else if (fence.kind !== 'shell' && fence.kind !== 'program') reportManifest(fence, output, report);
    else if (checked.some((other) => overlap(other, output))) reportSecond(fence, output, report);
    else checked.push(output);
  }
  const read = checked.map((output) => readOutput(output, lines, report));
  return { checked: read.filter((pending) => pending !== undefined), examples };
}

/** One of each stream may be expected beside the other. */
function overlap(one: OutputFence, other: OutputFence): boolean {
  const streams = [streamOf(one), streamOf(other)];
  return streams[0] === streams[1] || streams.includes('both');
}

function reportManifest({ kind, span }: BlockFence, { fence }: OutputFence, report: Report): void {
  const message = `No command block above this output: the block at line ${span.start.line} is ${kind === 'file' ? 'a file' : 'a manifest'}.`;
  const hint = 'Write `# expect: created` or the like at its end, or `output example` to only show it.';
  report({ code: 'parse/nothing-above', severity: 'error', message, span: fence.opening, hint });
}

function reportSecond({ span }: BlockFence, { fence }: OutputFence, report: Report): void {
  const message = `The block at line ${span.start.line} already has expected output.`;
  const hint = 'Make it one fence, with a line `...` where other lines may stand, or split the block.';
  report({ code: 'parse/duplicate-output', severity: 'error', message, span: fence.opening, hint });
}
