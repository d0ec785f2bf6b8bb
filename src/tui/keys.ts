import type { CommandName } from '../engine/model/control.ts';

/** What a key does. Names of commands of the run are those of the engine. */
export type ActionName = 'go' | 'hold' | 'all' | 'retry' | 'skip' | 'done' | 'failed' | 'browse' | 'edit' | 'shell' | 'output' | 'copy' | 'up' | 'down' | 'top' | 'bottom' | 'pageUp' | 'pageDown' | 'follow' | 'folds' | 'search' | 'help' | 'quit';
