import { parentPort, workerData } from 'node:worker_threads';
import { checkInTurn } from './check-turn.ts';

// A thread of `check`: it takes files in turn with the others, and hands over what it found at the end.
parentPort?.postMessage(checkInTurn(workerData));
