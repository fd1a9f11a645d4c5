package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.DataStream;
import org.mptcpscope.samples.scenario.Path;
import org.mptcpscope.samples.scenario.SubflowEnd;

/** A segment in the making; sequence numbers are relative to the initial ones. */
final class Draft {
  final Path path;
  final SubflowEnd from;
  final SubflowEnd to;
  final String flags;
  final long time;
  final int length;

  long seq;
  long ack;

  /** Whether the script gave the acknowledgment number. */
  boolean rawAck;

  /** What the sender knew when it sent: what had passed at this time; null: all. */
  Long knows;

  /** The mappings that the segment declares. */
  final List<SubflowEnd.Mapping> mappings = new ArrayList<>();

  /** Relative data sequence number of a DATA_FIN, or -1. */
  long dataFin = -1;

  Draft(Path path, boolean forward, String flags, long time, int length) {
    this.path = path;
    this.from = forward ? path.left() : path.right();
    this.to = path.peer(from);
    this.flags = flags;
    this.time = time;
    this.length = length;
  }

  /** Declares a mapping; {@code fin} is its DATA_FIN or -1. */
  void map(SubflowEnd.Mapping mapping, long fin) {
    from.map(mapping, fin);
    mappings.add(mapping);
    dataFin = fin >= 0 ? fin : dataFin;
  }

  Connection connection() {
    return path.connection();
  }

  boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  boolean isSyn() {
    return has('S') && !has('.');
  }

  boolean isSynAck() {
    return has('S') && has('.');
  }

  /** Whether this is the RST of a host that has no connection to the segment it answers. */
  boolean isBlindReset() {
    return has('R') && !from.synSent();
  }

  /** Subflow sequence number of the first octet of payload. */
  long ssn() {
    return from.ssn(seq + (has('S') ? 1 : 0));
  }

  /** Octets of this direction that the sender of this segment has got, at data level. */
  long dataAck() {
    DataStream peer = connection().stream(to.side());
    return knows == null ? peer.prefix() : peer.prefix(knows);
  }

  long acknowledged() {
    return knows == null ? from.acknowledged() : from.acknowledged(knows);
  }

  int echo() {
    return knows == null ? from.echo() : from.echo(knows);
  }
}
