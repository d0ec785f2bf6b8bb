import { sh } from '../sh.ts';

/** What only some documents need of the shell: traps of their own, folders, the status of the statement before. */
export const shellState = sh`
# A statement may have set a trap of its own. That for EXIT runs at the very end; signals stay ours.
rb_keep_trap() {
  trap -p EXIT >|"$rb_dir/trap"
  if ! command grep -q rb_exit "$rb_dir/trap"; then
    # Of "trap -- 'command' EXIT".
    eval "set -- $(command cat "$rb_dir/trap")"
    rb_user_exit=\${3-}
  fi
  rb_set_traps
}

# Enters the folder of a block at its first statement, and goes back at the first one after it.
rb_change_folder() {
  if [ -n "$rb_folder" ]; then cd -- "$rb_back" && OLDPWD=$rb_back_old; fi
  rb_folder=''
  [ -n "$rb_entered" ] || return 0
  rb_back=$PWD rb_back_old=\${OLDPWD-}
  if (cd -- "$rb_home" && cd -- "\${rb_entered#*:}") 2>"$rb_dir/cd"; then
    cd -- "$rb_home" && cd -- "\${rb_entered#*:}"
    rb_folder=$rb_entered
  else
    rb_fail="cannot enter \${rb_entered#*:}: $(command sed 's/.*: //' "$rb_dir/cd")"
    return 1
  fi
}
`;
