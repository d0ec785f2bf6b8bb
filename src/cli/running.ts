/** What `exec` needs to run a plan; a module of its own, so that other commands don't load it. */
export { exitCodeOf, reduce } from '../engine/run/reduce.ts';
export { run } from '../engine/run/run.ts';
export { initialState } from '../engine/run/state.ts';
