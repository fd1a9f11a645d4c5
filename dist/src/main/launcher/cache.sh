# Sourced by bin/mptcpscope and train.sh: where the AOT caches of the JVM lie, and whether they fit.

# find_cache KIND: sets caches, the folder to take the cache of this kind (cli or gui) from; it need not
# be there. Asks for a training where one is due, which waits until this process has answered.
#
# One folder for each build, JDK and place of the program, since a cache fits only these: beside the
# program if that can be written to, else with the user's other caches. MPTCPSCOPE_AOT=off: none.
find_cache() {
  caches=/nonexistent
  [ "${MPTCPSCOPE_AOT:-}" != off ] || return 0
  read -r build <"$lib/launcher/build"
  key="$build|$jdk|$(identity "$jdk")|$root"
  sum=$(printf %s "$key" | cksum) || return 0
  if [ -w "$root" ]; then
    base=$root/cache
  elif [ -n "${XDG_CACHE_HOME:-}" ]; then
    base=$XDG_CACHE_HOME/mptcpscope
  elif [ -n "${HOME:-}" ]; then
    base=$HOME/.cache/mptcpscope
  else
    return 0
  fi
  caches=$base/${sum%% *}
  # Code that somebody else laid there is not ours to run.
  if [ -d "$caches" ] && [ "$base" != "$root/cache" ] && [ ! -O "$caches" ]; then
    caches=/nonexistent
    return 0
  fi
  ! is_trained "$1" || return 0
  if [ "${MPTCPSCOPE_AOT:-}" = wait ]; then
    trainer "$1" 0 || :
  else
    # Nothing that is open here stays open until the training is over: somebody may wait for its end.
    trainer "$1" $$ 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  fi
}
trainer() {
  /bin/sh "$lib/launcher/train.sh" "$1" "$base" "$caches" "$key" "$root" "$jdk" "$2" </dev/null >/dev/null 2>&1
}

# is_trained KIND: whether a training was made for what runs now. One that failed is tried again a day later.
is_trained() {
  stamp=$caches/$1.key
  [ -r "$stamp" ] && read -r trained <"$stamp" && [ "$trained" = "$key" ] &&
    ! [ "$lib/cli.jar" -nt "$stamp" ] && ! [ "$jdk/release" -nt "$stamp" ] || return 1
  [ -s "$caches/$1.aot" ] || [ -z "$(find "$stamp" -mtime +0)" ]
}

# identity HOME: the build of a JDK, since one may be exchanged for another at the same place.
identity() {
  which=
  while IFS='="' read -r name _ value _; do
    case $name in
      JAVA_RUNTIME_VERSION | JAVA_VERSION | IMPLEMENTOR_VERSION | JVM_VARIANT) which="$which $value" ;;
    esac
  done <"$1/release"
  echo "${which# }"
}
