/**
 * The bash side of a session, written for bash 3.2 and later. Two files in the session's private folder:
 * `prelude` sets the shell up, `bash` is the loop that reads requests and evaluates statements. The loop's file is
 * named `bash` and run from its folder, so that messages of a statement begin `bash: line N:` as in a terminal,
 * and it is one line long, so that a statement padded with newlines reports the document's own line numbers.
 *
 * Requests on fd 98, words divided by a blank, ended by a NUL: `S id pair line text` (a statement; its output goes to
 * the pipes `o<pair>` and `e<pair>`; padded by `line` newlines), `T …` (the same, then look whether it replaced the
 * EXIT trap), `V …` (a hidden one: `$?` stays), `J id` (list jobs), `W id pid` (status of an ended job), `X` (exit).
 * Answers on fd 99: `R pid version` (ready), `D id status pipestatus…` (done), `E id status` (the shell was about to
 * exit; it kept its state, starts again, and `R` follows), `V id status`, `W id status`, and job lines ended by `J id`.
 */

/** Sets up variables, functions and the EXIT trap; restores the state when the shell starts again. */
export const preludeText = String.raw`
__rb_d=$1 __rb_f=\${1%/*}/ __rb_mode=$2 __rb_p= __rb_op= __rb_o= __rb_id=0 __rb_rc=0 __rb_rc0=0 __rb_ps=0 __rb_exit=
case $__rb_mode in start) builtin cd -- "$3" && unset OLDPWD;; esac
set --
__rb_nl='
'
__rb_many=$__rb_nl$__rb_nl$__rb_nl$__rb_nl __rb_many=$__rb_many$__rb_many$__rb_many$__rb_many
__rb_lines= __rb_length=0
# Runs after each statement, on a line of its own so that a here-document ends first. The second form is hidden from
# set -x, at the cost of a redirection: for statements with an x in them, and while the option is on.
__rb_keep='__rb_rc=$? __rb_ps="\${PIPESTATUS[@]}"'
__rb_loud=$__rb_nl$__rb_keep
__rb_quiet=$__rb_nl"{ $__rb_keep; } 2>/dev/null"
__rb_setrc() { return $__rb_rc0; }
# Makes the text of newlines as long as is needed for this line of the document: mostly a few more than for the one
# before. How long it is is counted, since in UTF-8 bash would go through all of it to say.
__rb_fit() {
  case $((__rb_length > __rb_l)) in 1) __rb_lines= __rb_length=0;; esac
  while [ "$__rb_length" -le $((__rb_l - 16)) ]; do __rb_lines=$__rb_lines$__rb_many __rb_length=$((__rb_length + 16)); done
  while [ "$__rb_length" -lt "$__rb_l" ]; do __rb_lines=$__rb_lines$__rb_nl __rb_length=$((__rb_length + 1)); done
}
# A user's EXIT trap replaced ours: remember it and put ours back. Without a subshell, which would have its own traps.
__rb_traps() {
  builtin trap -p EXIT >|"$__rb_d/trap"
  IFS= builtin read -r -d '' __rb_t <"$__rb_d/trap" || :
  case $__rb_t in *__rb_onexit*) ;; *) __rb_exit=$__rb_t; builtin trap "$__rb_trap" EXIT;; esac
}
# The user's EXIT trap, in a subshell because it may say exit. Word 2 of "trap -- 'command' EXIT" is the command.
__rb_userexit='case $__rb_exit in ?*)
  builtin eval "__rb_u=($__rb_exit)"; __rb_exit=; __rb_rc0=$__rb_rc
  ( builtin trap - EXIT; __rb_setrc; builtin eval "\${__rb_u[2]}" );; esac'
# A child that gets a signal between fork and exec runs this trap too; $$ is its parent there. bash 3.2 has no BASHPID,
# so sh is asked.
__rb_onexit='
  builtin trap - EXIT; builtin trap : INT TERM HUP
  __rb_me=\${BASHPID-$(exec /bin/sh -c "echo \$PPID" 2>/dev/null)}
  case $__rb_me in "$$") ;; *) builtin exit "$__rb_rc" ;; esac
  builtin trap -p ERR DEBUG RETURN USR1 USR2 >|"$__rb_d/state" 2>/dev/null
  builtin trap - ERR DEBUG RETURN
  exec 98<&- 99>&- 99>"$__rb_d/answers" >/dev/null 2>&1 </dev/null
  __rb_fl=$-; builtin set +eux
  builtin eval "$__rb_userexit" </dev/null >"\${__rb_f}o$__rb_o" 2>"\${__rb_f}e$__rb_o"
  { builtin declare -p; builtin printf "cd %q\n" "$PWD"; builtin printf "OLDPWD=%q\n" "\${OLDPWD-}"
    builtin declare -f; builtin shopt -p; builtin set +o; builtin alias -p
    case $__rb_fl in *e*) builtin echo "set -e";; esac; case $__rb_fl in *u*) builtin echo "set -u";; esac
  } 2>/dev/null >>"$__rb_d/state"
  builtin printf "E %s %s\n" "$__rb_id" "$__rb_rc" >&99
  builtin cd -- "$__rb_d" && exec "$BASH" --noprofile --norc bash "$__rb_d" resume
'
__rb_trap='__rb_rc=$?; builtin eval "$__rb_onexit"'
# Before the state comes back: its set -e must not meet our own commands.
set -m
exec 98<"$__rb_d/requests" 99>"$__rb_d/answers"
case $__rb_mode in resume) builtin . "$__rb_d/state" 2>/dev/null; __rb_p=; __rb_exit=; builtin trap - INT TERM HUP;; esac
shopt -s expand_aliases
builtin trap "$__rb_trap" EXIT
# bash 3 dies of an untrapped interrupt inside its signal handler; starting again from there would keep signals blocked.
case $BASH_VERSION in 3*) builtin trap "builtin exit 130" INT;; esac
builtin printf 'R %s %s\n' "$$" "$BASH_VERSION" >&99
`.replaceAll('\\${', '${');

/**
 * The loop. A stray `break` or `continue` of a statement leaves the inner loop, the outer one starts it again; the
 * answer is sent in the condition for the same reason. Evaluated at top level: in a function `declare`, `return` and
 * `$1` would mean something else. The status before the statement is put back with `f || eval`, which neither
 * `set -e` nor an ERR trap minds.
 */
export const driverText = `${[
  '{ . ./prelude; while :; do while',
  'case $__rb_p in ?*) builtin printf "D %s %s %s\\n" "$__rb_id" "$__rb_rc" "$__rb_ps" >&99;; esac;',
  '__rb_p= __rb_op= __rb_o=; TMOUT=0 IFS=" " builtin read -r -d "" -u 98 __rb_op __rb_id __rb_o __rb_l __rb_s; do',
  'case $__rb_op in',
  'V) __rb_w=0; builtin eval "$__rb_s" </dev/null >"${__rb_f}o$__rb_o" 2>"${__rb_f}e$__rb_o" 98<&- 99>&- || __rb_w=$?; builtin printf "V %s %s\\n" "$__rb_id" "$__rb_w" >&99;;',
  '[ST]) __rb_p=1 __rb_rc0=$__rb_rc __rb_rc=2 __rb_ps=2;',
  'case $__rb_length in "$__rb_l") ;; *) __rb_fit;; esac;',
  'case $-$__rb_s in *x*) __rb_tail=$__rb_quiet;; *) __rb_tail=$__rb_loud;; esac;',
  'case $__rb_rc0 in',
  '0) builtin eval "$__rb_lines$__rb_s$__rb_tail" </dev/null >"${__rb_f}o$__rb_o" 2>"${__rb_f}e$__rb_o" 98<&- 99>&-;;',
  '*) __rb_setrc || builtin eval "$__rb_lines$__rb_s$__rb_tail" </dev/null >"${__rb_f}o$__rb_o" 2>"${__rb_f}e$__rb_o" 98<&- 99>&-;;',
  'esac;',
  'case $__rb_op in T) __rb_traps;; esac;;',
  'J) { LC_ALL=C builtin jobs -l; builtin printf "J %s\\n" "$__rb_id"; } >&99 2>/dev/null;;',
  'W) __rb_w=0; builtin wait "$__rb_o" 2>/dev/null || __rb_w=$?; builtin printf "W %s %s\\n" "$__rb_id" "$__rb_w" >&99;;',
  'X) builtin trap - EXIT; __rb_rc=0; builtin set +eux; builtin eval "$__rb_userexit"; builtin exit 0;;',
  'esac; done; case $__rb_op in "") break;; esac; done;',
  'builtin trap - EXIT; builtin kill -HUP $(builtin jobs -p) 2>/dev/null; builtin exit 0; }',
].join(' ')}\n`;
