import { shell } from '../shell/shell.ts';
import type { Command } from './command.ts';
import { curl } from './curl/curl.ts';
import { grep } from './grep.ts';
import { date, env, falseCommand, hostname, printenv, pwd, sleep, trueCommand, uname } from './system.ts';
import { cat, echo, head, printf, seq, tail, tee, wc } from './text.ts';

/** Simulated programs by name. Which image holds which is the workload's matter. */
export const commands: Readonly<Record<string, Command>> = {
  bash: shell,
  cat,
  curl,
  date,
  echo,
  env,
  false: falseCommand,
  grep,
  head,
  hostname,
  printenv,
  printf,
  pwd,
  seq,
  sh: shell,
  sleep,
  tail,
  tee,
  true: trueCommand,
  uname,
  wc,
};
