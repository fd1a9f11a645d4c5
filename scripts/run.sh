# Sourced by both launchers: how the JVM is started. They set jdk, lib and javafx (folders of jars),
# caches (the folder of the AOT caches) and samples (captures).

# The flags of a training run and of all later runs must agree, or the JVM ignores the cache. Without
# -Xlog:disable it would complain about that on standard output, amid our JSON.
cli() { java_with cli -jar "$lib/cli.jar" "$@"; }
gui() {
  java_with gui --module-path "$javafx" --add-modules javafx.controls \
    --enable-native-access=javafx.graphics,ALL-UNNAMED \
    -cp "$lib/gui.jar" org.mptcpscope.gui.app.Main "$@"
}
java_with() {
  cache=$caches/$1.aot
  shift
  if [ -n "${training:-}" ]; then
    "$jdk/bin/java" -Xlog:disable -XX:+UseSerialGC "-XX:AOTCacheOutput=$training" "$@"
  elif [ -n "${checking:-}" ]; then
    "$jdk/bin/java" -Xlog:disable -XX:+UseSerialGC -XX:AOTMode=on "-XX:AOTCache=$checking" --dry-run "$@"
  else
    # Less is compiled of what runs once, so that what is hot need not wait for it.
    # shellcheck disable=SC2086 # options, not one option
    exec "$jdk/bin/java" -Xlog:disable -XX:+UseSerialGC "-XX:AOTCache=$cache" \
      -XX:CompileThresholdScaling=4 ${MPTCPSCOPE_JAVA_OPTS:-} "$@"
  fi
}

# is_cache KIND FILE: whether the JVM takes this cache.
is_cache() { [ -s "$2" ] && (checking=$2 "$1") </dev/null >/dev/null 2>&1; }

# train KIND FILE TRAFFIC: makes an AOT cache; TRAFFIC is the class path of what makes captures. One
# that fails costs speed, nothing else.
train() {
  work=$2.work
  mkdir "$work" || return
  case $1 in
    # What every run needs, a finding and reports of it, and bulk data. More would be compiled before that.
    cli)
      traffic "$3" short --count 1 --join-every 1 >"$work/short.pcap" &&
        traffic "$3" bulk --size 40000000 >"$work/whole.pcap" &&
        traffic "$3" bulk --size 200000000 --snaplen 100 >"$work/cut.pcap" &&
        (training=$2 cli lint --fail-on never -o "$work/a.json" -o "$work/a.sarif" -o "$work/a.xml" \
          "$samples/scripted-peer/own-fastclose_rst_wrong_key.pcap" \
          "$work/short.pcap" "$work/whole.pcap" "$work/cut.pcap")
      ;;
    gui)
      sample=$(find "$samples" -name '*.pcap*' | sort | head -n 1)
      (training=$2 gui --snapshot="$work/desktop.png" "$sample")
      ;;
  esac </dev/null >/dev/null 2>&1
  code=$?
  rm -rf "$work"
  return $code
}

traffic() {
  path=$1
  shift
  "$jdk/bin/java" -Xlog:disable -XX:+UseSerialGC -cp "$path" org.mptcpscope.samples.traffic.Traffic "$@"
}

# start WORD...: what the user asked for.
start() {
  # A JVM cannot tell which of its streams is a terminal, nor how wide it is.
  MPTCPSCOPE_TTY=
  [ ! -t 1 ] || MPTCPSCOPE_TTY=1
  [ ! -t 2 ] || MPTCPSCOPE_TTY=${MPTCPSCOPE_TTY}2
  if [ -t 1 ]; then
    size=$(stty size <&1 2>/dev/null) && MPTCPSCOPE_COLUMNS=${size#* } && export MPTCPSCOPE_COLUMNS
  fi
  export MPTCPSCOPE_TTY
  # Where the sample captures lie, for the desktop's first screen.
  export MPTCPSCOPE_SAMPLES="$samples"
  if is_gui "$@"; then
    shift
    gui "$@"
  else
    cli "$@"
  fi
}

# is_gui WORD...: whether it is for the desktop, not the command line.
is_gui() { [ "${1:-}" = gui ] && [ "${2:-}" != --help ] && [ "${2:-}" != -h ]; }
