import type { SessionOptions } from '../model/session.ts';
import type { FifoPool } from './fifo-pool.ts';
import type { Shell } from './shell.ts';

/** What a session is made of. */
export type SessionParts = {
  readonly options: SessionOptions;
  /** Path of the bash. */
  readonly file: string;
  /** Its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The session's private folder. */
  readonly folder: string;
  readonly pool: FifoPool;
  readonly shell: Shell;
  readonly startShell: () => Promise<Shell>;
  /** Takes down which processes descend from the shell: when it ends, nothing tells any more. */
  readonly look: () => Promise<void>;
  /** Ends all processes of the session and removes its files. */
  readonly remove: () => Promise<void>;
};
