/**
 * The bash side of a session, written for bash 3.2 and later. Two files in the session's private folder:
 * `prelude` sets the shell up, `bash` is the loop that reads requests and evaluates statements. The loop's file is
 * named `bash` and run from its folder, so that messages of a statement begin `bash: line N:` as in a terminal.
 * The first line of a text that is evaluated counts as the line on which the `eval` stands: padded with newlines, a
 * statement reports the document's own line numbers. Since bash has to read all of them, the `eval` for the usual
 * statement is there once for every 128 lines, and everything else on the first line.
 *
 * Requests on fd 98, words divided by a blank, ended by a NUL: `S id pair row line text` (a statement; its output goes
 * to the pipes `o<pair>` and `e<pair>`; padded by `line` newlines and the rows in front of its own), with letters behind
 * the `S`: `T` (then look whether it replaced our traps), `I` (its own ERR trap is to be inherited), `U` (it looks at the shell's options: without our
 * `set -E`), `Q` (hide what runs behind it), `R` (its redirections by `exec` stay); `V …` (a hidden one: `$?` stays), `J id` (list jobs), `W id pid` (status of an ended job), `Z id
 * pair` (run the document's EXIT trap), `X` (exit).
 * Answers on fd 99: `R pid version` (ready), `D id status pipestatus…` (done), `E id status` (the shell was about to
 * exit; it kept its state, starts again, and `R` follows), `V id status`, `W id status`, and job lines ended by `J id`.
 * `F …` comes from whatever process a command failed in.
 */
import { quote } from '../shell/quote.ts';

/** What a statement's text calls to tell of a member of a pipeline that failed; see `watched`. */
export const reportFunction = '__rb_failed';

/**
 * Sets up variables, functions and traps; restores the state when the shell starts again. `answers` is the path of the
 * pipe for answers, `folder` the session's.
 */
export function preludeText(answers: string, folder: string): string {
  return prelude
    .replaceAll('@handler@', () => quote(handlerText(answers)))
    .replaceAll('@told@', () => told)
    .replaceAll('@rowLines@', () => String(rowLines))
    .replaceAll('@newlines@', () => quote('\n'.repeat(rowLines)))
    .replaceAll('@answers@', () => quote(answers))
    .replaceAll('@usual@', () => quote(usualDescriptors))
    .replaceAll('@folder@', () => quote(`${folder}/`));
}

/** The loop's text. `folder` is the session's, where the pipes for output are: no variable can lead elsewhere. */
export function driverText(folder: string): string {
  return driver.replaceAll('@folder@', () => quote(`${folder}/`));
}

/** Lines from one row to the next, and a row's number in two of these digits: rows for 8,192 lines. */
const rowLines = 128;
const digits = [...'01234567'];
const lastRow = digits.length ** 2 - 1;

/** The words of a request that say on which line of the document its text starts: the row, and newlines from there. */
export function lineWords(line: number): string {
  const row = Math.min(Math.floor((line - 1) / rowLines), lastRow);
  return `${row.toString(digits.length).padStart(2, '0')} ${line - 1 - row * rowLines}`;
}

/** What a statement's three streams are, before the document says otherwise. */
const usualDescriptors = '0</dev/null 1>"$__rb_fo" 2>"$__rb_fe"';

/**
 * How a command that failed is told, in whatever process: F, number of the statement, status, depth, line, PIPESTATUS;
 * then function, file and text.
 */
const told = String.raw`'F %s %s %s %s %s\037%s\037%s\037%s\n'`;

/**
 * The ERR trap. It leaves alone what the document sees: `$?`, `$_`, and what its own traps and `set -x` print. The pipe
 * is opened each time: a process would take an open one along.
 */
function handlerText(answers: string): string {
  const keep = '__rb_e=$? __rb_q="${PIPESTATUS[@]}" __rb_u=$_ __rb_c=${BASH_COMMAND:0:400}';
  const words =
    '"$__rb_id" "$__rb_e" "$BASH_SUBSHELL" "$LINENO" "$__rb_q" "${FUNCNAME[0]-}" "${BASH_SOURCE[0]-}"';
  const tell = `builtin printf ${told} ${words} "\${__rb_c//[[:cntrl:]]/ }" >>${quote(answers)}`;
  return `{ ${keep}; ${tell}; __rb_back "$__rb_u"; } >/dev/null 2>&1`;
}

const prelude = String.raw`
__rb_d=$1 __rb_f=\${1%/*}/ __rb_mode=$2 __rb_p= __rb_op= __rb_o= __rb_id=0 __rb_rc=0 __rb_rc0=0 __rb_ps=0 __rb_u= __rb_exit= __rb_scope=0.$$*
case $__rb_mode in start) builtin cd -- "$3" && unset OLDPWD;; esac
set --
__rb_lines=
__rb_err=@handler@
__rb_back() { return "$__rb_e"; }
# For members of pipelines in front of "&&", where that trap isn't run.
__rb_failed() {
  builtin printf @told@ "$__rb_id" "$1" "$BASH_SUBSHELL" "$2" - "\${FUNCNAME[1]-}" "\${BASH_SOURCE[1]-}" "$3" >>@answers@
  return "$1"
}
# Makes the text of newlines as long as is needed for this line of the document where that isn't a part of one row's.
__rb_many=@newlines@
__rb_fit() {
  __rb_lines= __rb_n=$((__rb_l / @rowLines@))
  while [ "$__rb_n" -gt 0 ]; do __rb_lines=$__rb_lines$__rb_many __rb_n=$((__rb_n - 1)); done
  __rb_lines=$__rb_lines\${__rb_many:0:__rb_l % @rowLines@}
}
# A trap of the document replaced ours: an EXIT trap is remembered and ours put back, an ERR trap is run behind ours,
# where bash would: unless the document says set -E itself, not in functions and subshells.
__rb_traps() {
  __rb_trap_of EXIT
  case $__rb_t in *__rb_onexit*) ;; *) __rb_exit=$__rb_t; builtin trap "$__rb_trap" EXIT;; esac
  __rb_trap_of ERR
  case $__rb_t in *__rb_back*) return;; esac
  builtin eval "__rb_v=($__rb_t)"
  case \${__rb_v[2]-} in
  "") builtin trap "$__rb_err" ERR;;
  *) builtin trap "$__rb_err || case "'\${#FUNCNAME[@]}.\${BASHPID-$$.$BASH_SUBSHELL} in $__rb_scope)'" \${__rb_v[2]}
;; esac" ERR;;
  esac
}
# Without a subshell, which would have its own traps.
__rb_trap_of() {
  builtin trap -p "$1" >|"$__rb_d/trap"
  IFS= builtin read -r -d '' __rb_t <"$__rb_d/trap" || :
}
# Descriptors that the document sends elsewhere by exec stay there, as do copies of them: __rb_to has what is opened for
# the next statement. To see which still lead to the pipes of this one, files are compared.
__rb_to=@usual@
__rb_open() {
  __rb_fo=@folder@o$__rb_o __rb_fe=@folder@e$__rb_o
  builtin eval "exec $__rb_to"
}
__rb_look() {
  __rb_to= __rb_off=
  for __rb_n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if [ "/dev/fd/$__rb_n" -ef "$__rb_fo" ]; then __rb_to="$__rb_to $__rb_n>\"\$__rb_fo\"" __rb_off="$__rb_off $__rb_n>/dev/null"
    elif [ "/dev/fd/$__rb_n" -ef "$__rb_fe" ]; then __rb_to="$__rb_to $__rb_n>\"\$__rb_fe\"" __rb_off="$__rb_off $__rb_n>/dev/null"
    fi
  done
  if [ /dev/fd/0 -ef /dev/null ]; then __rb_to="$__rb_to 0</dev/null"; fi
  builtin eval "exec $__rb_off"
}
# The user's EXIT trap, in a subshell because it may say exit. Word 2 of "trap -- 'command' EXIT" is the command.
__rb_userexit='case $__rb_exit in ?*)
  builtin eval "__rb_v=($__rb_exit)"; __rb_exit=; __rb_rc0=$__rb_rc
  ( builtin trap - EXIT; ( builtin exit "$__rb_rc0" ); builtin eval "\${__rb_v[2]}
builtin exit 0" );; esac'
# A child that gets a signal between fork and exec runs this trap too; $$ is its parent there. bash 3.2 has no BASHPID,
# so sh is asked.
__rb_onexit='
  builtin trap - EXIT; builtin trap : INT TERM HUP
  __rb_me=\${BASHPID-$(exec /bin/sh -c "echo \$PPID" 2>/dev/null)}
  case $__rb_me in "$$") ;; *) builtin exit "$__rb_rc" ;; esac
  builtin trap -p ERR DEBUG RETURN USR1 USR2 >|"$__rb_d/traps" 2>/dev/null
  builtin trap - ERR DEBUG RETURN
  exec 98<&- 99>&- 99>"$__rb_d/answers" >/dev/null 2>&1 </dev/null
  __rb_fl=$-; builtin set +eux
  builtin eval "$__rb_userexit" </dev/null >"\${__rb_f}o$__rb_o" 2>"\${__rb_f}e$__rb_o"
  { builtin declare -p; builtin printf "cd %q\n" "$PWD"; builtin printf "OLDPWD=%q\n" "\${OLDPWD-}"
    builtin declare -f; builtin shopt -p; builtin set +o; builtin alias -p
    case $__rb_fl in *e*) builtin echo "set -e";; esac; case $__rb_fl in *u*) builtin echo "set -u";; esac
  } 2>/dev/null >|"$__rb_d/state"
  builtin printf "E %s %s\n" "$__rb_id" "$__rb_rc" >&99
  builtin cd -- "$__rb_d" && exec "$BASH" --noprofile --norc bash "$__rb_d" resume
'
__rb_trap='__rb_rc=$?; builtin eval "$__rb_onexit"'
# Before the state comes back: its set -e must not meet our own commands.
set -m
exec 98<"$__rb_d/requests" 99>"$__rb_d/answers"
builtin trap "$__rb_err" ERR
case $__rb_mode in resume) builtin trap - ERR; builtin . "$__rb_d/state" 2>/dev/null; builtin . "$__rb_d/traps" 2>/dev/null
  __rb_p=; __rb_exit=; __rb_to=@usual@; builtin trap - INT TERM HUP;; esac
shopt -s expand_aliases
builtin trap "$__rb_trap" EXIT
# bash 3 dies of an untrapped interrupt inside its signal handler; starting again from there would keep signals blocked.
case $BASH_VERSION in 3*) builtin trap "builtin exit 130" INT;; esac
builtin printf 'R %s %s\n' "$$" "$BASH_VERSION" >&99
`.replaceAll('\\${', '${');

/**
 * Runs after each statement, on a line of its own so that a here-document ends first. It sets again what the answer is
 * made of, whatever the statement did to that. The second form is hidden from set -x and DEBUG traps, at the cost of
 * two redirections.
 */
const keep = '__rb_rc=$? __rb_ps="${PIPESTATUS[@]}" __rb_u=$_ __rb_p=1';
const loudTail = `$'\\n${keep}'`;
const quietTail = `$'\\n{ ${keep}; } >/dev/null 2>&1'`;

/** What is evaluated, and where it reads and prints. */
const text = '"$__rb_lines$__rb_s$__rb_tail"';
const streams = '</dev/null >@folder@"o$__rb_o" 2>@folder@"e$__rb_o" 98<&- 99>&-';

/** Puts back the status before the statement, for `before || eval`: no function, so that none has to be there. */
const before = '( builtin exit "$__rb_rc0" )';

/** The evaluations of usual statements, each in a row of its own. */
const rows = `case $__rb_row in ${digits
  .map((high) => {
    const row = (low: string) => `?${low}) builtin eval ${text} ${streams};;${'\n'.repeat(rowLines)}`;
    return `${high}?) case $__rb_row in ${digits.map(row).join('')}esac;;`;
  })
  .join(' ')} esac;;`;

/**
 * The loop. A stray `break` or `continue` of a statement leaves the inner loop, the outer one starts it again; the
 * answer is sent in the condition for the same reason. Evaluated at top level: in a function `declare`, `return` and
 * `$1` would mean something else. The status before the statement is put back in front of `||`, where neither
 * `set -e` nor an ERR trap minds it.
 */
const driver = `${[
  '{ . ./prelude; while :; do while',
  'case $__rb_p in ?*) builtin printf "D %s %s %s\\n" "$__rb_id" "$__rb_rc" "$__rb_ps" >&99;; esac;',
  '__rb_p= __rb_op= __rb_o=; TMOUT=0 IFS=" " builtin read -r -d "" -u 98 __rb_op __rb_id __rb_o __rb_row __rb_l __rb_s; do',
  'case $__rb_op in',
  'V) __rb_w=0; builtin eval "$__rb_s" </dev/null >@folder@"o$__rb_o" 2>@folder@"e$__rb_o" 98<&- 99>&- || __rb_w=$?; builtin printf "V %s %s\\n" "$__rb_id" "$__rb_w" >&99;;',
  'J) { LC_ALL=C builtin jobs -l; builtin printf "J %s\\n" "$__rb_id"; } >&99 2>/dev/null;;',
  'W) __rb_w=0; builtin wait "$__rb_o" 2>/dev/null || __rb_w=$?; builtin printf "W %s %s\\n" "$__rb_id" "$__rb_w" >&99;;',
  'Z) builtin trap - ERR DEBUG RETURN; __rb_w=0; __rb_fl=$-; builtin set +eux; builtin eval "$__rb_userexit" </dev/null >@folder@"o$__rb_o" 2>@folder@"e$__rb_o" 98<&- 99>&- || __rb_w=$?; builtin printf "V %s %s\\n" "$__rb_id" "$__rb_w" >&99;;',
  'X) builtin trap - EXIT; builtin exit 0;;',
  'S*) __rb_p=1 __rb_rc0=$__rb_rc __rb_rc=2 __rb_ps=2;',
  `case $__rb_op.$__rb_rc0.$__rb_row in *R*|*.[!0]*.*) __rb_l=$((__rb_l + 8#$__rb_row * ${rowLines})); __rb_fit || :;;`,
  `*.${lastRow.toString(digits.length)}) __rb_fit || :;; *) __rb_lines=\${__rb_many:0:__rb_l};; esac;`,
  `case $__rb_op$- in S*U*) builtin set +E; __rb_tail=${quietTail};; S*Q*|*x*) builtin set -E; __rb_tail=${quietTail};;`,
  `*E*) __rb_tail=${loudTail};; *) builtin set -E; __rb_tail=${loudTail};; esac;`,
  'case $__rb_op.$__rb_rc0 in',
  `*R*.0) __rb_open && builtin : "$__rb_u" && builtin eval ${text} 98<&- 99>&-; __rb_look;;`,
  `*R*) __rb_open && builtin : "$__rb_u" && { ${before} || builtin eval ${text} 98<&- 99>&-; }; __rb_look;;`,
  `*.[!0]*) builtin : "$__rb_u"; ${before} || builtin eval ${text} ${streams};;`,
  `*) builtin : "$__rb_u"; ${rows}`,
  'esac;',
  'case $__rb_op in *T*) builtin set -E; case $__rb_op in *I*) __rb_scope=*;; esac; __rb_traps;; esac;;',
  'esac; done; case $__rb_op in "") break;; esac; done;',
  'builtin trap - EXIT; builtin kill -HUP $(builtin jobs -p) 2>/dev/null; builtin exit 0; }',
].join(' ')}\n`;
