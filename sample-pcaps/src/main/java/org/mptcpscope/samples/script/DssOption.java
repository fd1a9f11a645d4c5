package org.mptcpscope.samples.script;

import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.samples.scenario.DataStream;
import org.mptcpscope.samples.scenario.SubflowEnd;

/** DSS: Data ACK, mapping, DATA_FIN. */
final class DssOption {
  private final Draft draft;
  private final Words words;
  private final DataStream stream;
  private int flags;

  DssOption(Draft draft, Words words) {
    this.draft = draft;
    this.words = words;
    this.stream = draft.from.stream();
  }

  byte[] make() {
    int reserved = words.small("reserved", 0, 15);
    long dataAck = dataAck();
    boolean fin = words.flag("fin");
    boolean infinite = words.flag("infinite");
    boolean unmapped = words.flag("nomap");
    flags |= fin ? DssView.F : 0;
    Token wide = words.word("dsn");
    Token narrow = words.word("dsn32");
    if (wide != null && narrow != null) {
      throw narrow.problem("either dsn or dsn32");
    }
    Dss made;
    if (wide == null && narrow == null && (unmapped || !(fin || infinite))) {
      made = new Dss(reserved, flags, dataAck, 0, 0, 0, -1);
    } else {
      flags |= DssView.M | (narrow == null ? DssView.WIDE_DSN : 0);
      made = mapping(reserved, dataAck, narrow == null ? wide : narrow, fin, infinite);
    }
    byte[] octets = MptcpOptions.octets(made);
    octets[3] = (byte) words.small("flags", octets[3] & 0xff, 255);
    return octets;
  }

  private long dataAck() {
    Token wide = words.word("dack");
    Token narrow = words.word("dack32");
    if (wide != null && narrow != null) {
      throw narrow.problem("either dack or dack32");
    }
    Token given = wide == null ? narrow : wide;
    if (given == null) {
      return 0;
    }
    flags |= DssView.A | (narrow == null ? DssView.WIDE_DATA_ACK : 0);
    long initial = draft.to.stream().initial();
    long computed = draft.dataAck();
    return initial
        + (given.value() == null
            ? computed
            : Value.of(given, given.value()).relative(computed, initial));
  }

  private Dss mapping(int reserved, long dataAck, Token dsnWord, boolean fin, boolean infinite) {
    SubflowEnd from = draft.from;
    boolean finAlone = fin && draft.length == 0;
    Value ssnWord = words.value("ssn");
    long computedSsn = finAlone ? 0 : draft.length > 0 ? draft.ssn() : from.unmapped();
    long ssn = ssnWord == null ? computedSsn : ssnWord.plain(computedSsn);
    long computedDsn = dsn(ssn, finAlone, ssnWord != null);
    long dsn =
        dsnWord == null || dsnWord.value() == null
            ? computedDsn
            : Value.of(dsnWord, dsnWord.value()).relative(computedDsn, stream.initial());
    int length = length(ssn, fin, infinite);
    boolean endless = length == 0;
    int octets = Math.max(length - (fin ? 1 : 0), 0);
    draft.map(
        new SubflowEnd.Mapping(ssn, dsn, endless ? SubflowEnd.INFINITE : octets),
        fin && !endless ? dsn + octets : -1);
    int checksum =
        ChecksumWord.take(
            words, draft.connection().checksums(), endless ? 0 : sum(ssn, dsn, length, octets));
    return new Dss(reserved, flags, dataAck, stream.initial() + dsn, (int) ssn, length, checksum);
  }

  private int sum(long ssn, long dsn, int length, int octets) {
    byte[] payload = draft.from.octets(ssn, octets);
    return MptcpCrypto.checksum(
        stream.initial() + dsn, (int) ssn, length, InternetChecksum.sum(payload, 0, octets));
  }

  /** The data sequence number that a mapping of {@code ssn} has if nothing is wrong. */
  private long dsn(long ssn, boolean finAlone, boolean placed) {
    SubflowEnd from = draft.from;
    if (finAlone) {
      return stream.fin() >= 0 ? stream.fin() : stream.next();
    }
    long before = from.dsn(ssn);
    if (before >= 0) {
      return before;
    }
    return placed && ssn > from.unmapped() ? stream.next() + ssn - from.unmapped() : stream.next();
  }

  /** Data-Level Length; 0 for an infinite mapping. */
  private int length(long ssn, boolean fin, boolean infinite) {
    SubflowEnd from = draft.from;
    boolean given = words.has("dll");
    long computed = draft.length;
    if (infinite) {
      computed = 0;
    } else if (draft.length == 0 && !fin) {
      computed = from.ssn(from.next()) - ssn;
      if (computed <= 0 && !given) {
        throw words.head().problem("there is no payload to map: give dll=, the octets to come");
      }
    }
    computed += fin ? 1 : 0;
    return words.small("dll", (int) Math.max(computed, 0), 0xffff);
  }
}
