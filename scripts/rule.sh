#!/bin/sh
# usage: rule.sh NAME --req REQUIREMENT [--area AREA]
# Writes the files of a new rule: class, violating twin, conforming twin. Run from the project's root.
set -eu
usage() {
  echo "usage: ./dev rule NAME --req REQUIREMENT [--area format|handshake|join|dss|address|priority|close|reset|fallback|tfo]" >&2
  exit 2
}
name=${1:-}
shift || usage
requirement=
area=format
while [ $# -gt 0 ]; do
  case $1 in
    --req) requirement=${2:-} ;;
    --area) area=${2:-} ;;
    *) usage ;;
  esac
  shift 2 || usage
done
case $name in '' | *[!a-z0-9-]*) usage ;; esac
[ -n "$requirement" ] || usage
grep -q "\"id\": \"$requirement\"" conformance-rules/src/main/resources/org/mptcpscope/rules/catalogue/requirements.json ||
  { echo "./dev rule: no requirement $requirement in the catalogue" >&2; exit 2; }

class=$(echo "$name" | awk -F- '{ for (i = 1; i <= NF; i++) printf "%s", toupper(substr($i, 1, 1)) substr($i, 2) }')
file=conformance-rules/src/main/java/org/mptcpscope/rules/rfc8684/$area/$class.java
scripts=sample-pcaps/src/main/resources/org/mptcpscope/samples/scripts/$area
[ -d "$(dirname "$file")" ] || usage
[ ! -e "$file" ] || { echo "./dev rule: $file is there already" >&2; exit 2; }
mkdir -p "$scripts"

cat >"$file" <<END
package org.mptcpscope.rules.rfc8684.$area;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * FILL IN: the fault in one sentence.
 *
 * <p>FILL IN: why it matters, the section, each sub-case that is lighter.
 */
public final class $class implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "$name", "$requirement", "FILL IN: a sentence without full stop", Subject.OPTION)
          .hears(MptcpEvent.OptionEvent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    throw new UnsupportedOperationException("FILL IN");
  }
}
END
for twin in bad ok; do
  cat >"$scripts/$name.$twin.pkt" <<END
# RFC 8684, FILL IN section: FILL IN what this script shows
host A   A0=10.0.0.1:40000
host B   B0=10.0.1.1:443
path 0   A0 - B0
0.000  0>  S        mp_capable v1 H
0.010  0<  S.       mp_capable v1 H key
0.020  0>  .        mp_capable v1 H key,key
END
done
echo "wrote $file"
echo "      $scripts/$name.bad.pkt, $name.ok.pkt"
echo "next: the line 'new $class()' in RuleCatalogue (sorted by name); then ./dev fix and ./dev check"
