import { printable } from '../diagnostics/printable.ts';
import type { Gaps } from '../model/event.ts';
import type { NotRun } from '../model/runbook.ts';
import { counted } from './style.ts';

/** What did not run, in words: `1 block skipped`, `2 left to a person`, `3 code blocks only shown`; nothing: none. */
export function gapsText({ skipped, manual, shown }: Omit<Gaps, 'unchecked'>): readonly string[] {
  return [
    ...(skipped > 0 ? [`${counted(skipped, 'block')} skipped`] : []),
    ...(manual > 0 ? [`${counted(manual, 'block')} left to a person`] : []),
    ...(shown > 0 ? [`${counted(shown, 'code block')} only shown`] : []),
  ];
}

/** `page.md:12 zsh is not run`. */
export function shownLine(block: NotRun): string {
  return printable(`${block.span.file}:${block.span.start.line} ${whyShown(block)}`);
}

/** Why a code block is only shown, as readers would call it. */
function whyShown({ why, language }: NotRun): string {
  switch (why) {
    case 'language':
      return `\`${language}\` is not run`;
    case 'spelling':
      return `\`${language}\` is not read as a shell block`;
    case 'container':
      return 'it is indented in a tab or an admonition';
    case 'html':
      return 'it stands right below a tag, which makes it HTML';
    default:
      return why satisfies never;
  }
}
