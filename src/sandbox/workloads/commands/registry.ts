import { shell } from '../shell/shell.ts';
import { awk } from './awk/awk.ts';
import type { Command } from './command.ts';
import { curl } from './curl/curl.ts';
import * as file from './files/file-commands.ts';
import { find } from './files/find.ts';
import { ls } from './files/ls.ts';
import { tar } from './files/tar/tar.ts';
import { grep } from './grep.ts';
import { jq } from './jq/jq.ts';
import { dig } from './network/dig.ts';
import { getent, host } from './network/host.ts';
import { httpd } from './network/httpd.ts';
import { nc } from './network/nc.ts';
import { nslookup } from './network/nslookup.ts';
import { wget } from './network/wget.ts';
import { sed } from './sed/sed.ts';
import { date } from './system/date.ts';
import { digest, expr } from './system/digests.ts';
import { base64, id, kill, ps, timeout, which, whoami, xargs } from './system/processes.ts';
import { env, falseCommand, hostname, printenv, pwd, sleep, trueCommand, uname } from './system.ts';
import { test } from './test-command.ts';
import { cut, nl, paste, rev, tac, tr, uniq } from './text/lines-of-text.ts';
import { echo, printf, wc, yes } from './text/printf.ts';
import { sort } from './text/sort.ts';
import { cat, head, seq, tail, tee } from './text.ts';

/** Simulated programs by name. Which image holds which is the workload's matter. */
export const commands: Readonly<Record<string, Command>> = {
  ...{ ash: shell, bash: shell, sh: shell },
  ...{
    awk,
    gawk: awk,
    curl,
    date,
    dig,
    env,
    expr,
    find,
    getent,
    grep,
    head,
    host,
    hostname,
    httpd,
    id,
    jq,
    kill,
    ls,
    nc,
    nslookup,
  },
  ...{
    base64,
    cat,
    cut,
    echo,
    egrep: grep,
    false: falseCommand,
    nl,
    paste,
    printenv,
    printf,
    ps,
    pwd,
    rev,
    sed,
    seq,
    sleep,
  },
  ...{
    basename: file.basename,
    chmod: file.chmod,
    chown: file.chown,
    cp: file.cp,
    dirname: file.dirname,
    ln: file.ln,
  },
  ...{
    mkdir: file.mkdir,
    mv: file.mv,
    readlink: file.readlink,
    realpath: file.realpath,
    rm: file.rm,
    rmdir: file.rmdir,
  },
  ...{
    md5sum: digest('md5'),
    sha1sum: digest('sha1'),
    sha256sum: digest('sha256'),
    sha512sum: digest('sha512'),
  },
  ...{
    sort,
    stat: file.stat,
    tac,
    tail,
    tar,
    tee,
    test,
    '[': test,
    timeout,
    touch: file.touch,
    tr,
    true: trueCommand,
    uname,
    uniq,
    wc,
    wget,
  },
  ...{ which, whoami, xargs, yes },
};
