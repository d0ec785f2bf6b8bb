import { printable } from '../diagnostics/printable.ts';
import type { Block } from '../model/runbook.ts';
import { type PlacedStatement, textOf } from '../model/statements.ts';
import type { LendTerminal, TerminalUser } from '../model/terminal.ts';
import { bracedVariables, expandBraced } from '../shell/braced-variables.ts';
import type { RunbookSession } from './runbook-session.ts';
import { inputLines, typist } from './typed-input.ts';

/** Who sits at the terminal of a statement, and what gives the person's own terminal back, if it is lent. */
type Seat = { readonly user: TerminalUser; readonly takeBack?: () => Promise<void> };

/** Says who sits at the terminals of a runbook's `tty` blocks: `input` of the fence, or the person who runs it. */
export class Terminals {
  readonly #session: Pick<RunbookSession, 'variables'>;
  readonly #lend: LendTerminal | undefined;
  /** Lines of a block's input that its earlier statements have not read. */
  #left: { readonly block: string; readonly lines: readonly string[] } | undefined;

  constructor(session: Pick<RunbookSession, 'variables'>, lend: LendTerminal | undefined) {
    this.#session = session;
    this.#lend = lend;
  }

  async seatFor({ block, segment, statement }: PlacedStatement): Promise<Seat> {
    const { input } = block.options;
    if (input === undefined && this.#lend !== undefined) {
      const lent = await this.#lend(printable(textOf(statement)));
      return { user: lent, takeBack: () => lent.takeBack() };
    }
    const isFirst = block.segments[0] === segment && segment.statements[0] === statement;
    const kept = isFirst || this.#left?.block !== block.id ? undefined : this.#left.lines;
    const lines = kept ?? (await this.#linesOf(block));
    const user = typist(lines, (left) => {
      this.#left = { block: block.id, lines: left };
    });
    return { user };
  }

  async #linesOf({ options: { input = '' } }: Block): Promise<readonly string[]> {
    const names = bracedVariables(input).map(({ name }) => name);
    const values = await this.#session.variables([...new Set(names)]);
    return inputLines(input).map((line) => expandBraced(line, values));
  }
}
