# Run by bin/mptcpscope, apart from it: makes an AOT cache. Nobody hears from it, and nobody waits for it.
# usage: train.sh KIND BASE CACHES KEY ROOT JDK PROCESS
set -u
kind=$1 base=$2 caches=$3 key=$4 root=$5 jdk=$6 process=$7
lib=$root/lib
javafx=$lib/javafx
samples=$root/samples
trap '' HUP INT
. "$lib/launcher/run.sh"
. "$lib/launcher/cache.sh"

# First the answer: until then both would want the same processor. After an hour a later start may try.
rounds=0
while [ "$process" -ne 0 ] && kill -0 "$process" 2>/dev/null; do
  rounds=$((rounds + 1))
  [ $rounds -le 3600 ] || exit 0
  sleep 1
done

umask 077
[ "$base" != "$root/cache" ] || umask 022
mkdir -p "$caches" || exit 1
# The lock is a link to its owner's number, seen through when the owner is gone.
lock=$caches/$kind.lock
until ln -s $$ "$lock"; do
  owner=$(readlink "$lock") || exit 1
  if kill -0 "$owner"; then
    # Who waits, waits for that training; who does not, leaves it to it.
    [ "$process" -eq 0 ] || exit 0
    sleep 1
  else
    rm -f "$lock"
  fi
done
trap 'rm -rf "$lock" "$caches/$kind.new"*' EXIT
trap 'exit 1' TERM
! is_trained "$kind" || exit 0
rm -rf "$caches/$kind.new"*

# Caches of JDKs and programs that are no more.
for old in "$base"/*; do
  [ "$old" = "$caches" ] || [ ! -d "$old" ] || [ -z "$(find "$old" -prune -mtime +90)" ] || rm -rf "$old"
done

renice -n 19 -p $$
new=$caches/$kind.new
# With no room for this there is none for a cache either.
echo "$key" >"$new.key" || exit 1
# A cache that was cut short, by a full disk for one, is none: the JVM is asked.
if train "$kind" "$new" "$lib/launcher/sample-pcaps.jar:$lib/dissector.jar" && is_cache "$kind" "$new"; then
  mv -f "$new" "$caches/$kind.aot"
else
  rm -f "$caches/$kind.aot"
fi
# Said last: who reads it finds the cache.
mv -f "$new.key" "$caches/$kind.key"
