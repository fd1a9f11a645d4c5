package org.mptcpscope.samples.script;

import java.util.Arrays;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.SubflowEnd;

/** MP_CAPABLE: its form follows the segment unless words say otherwise. */
final class CapableOption {
  private final Draft draft;
  private final Words words;
  private int version = -1;
  private int flags = MpCapable.H;

  CapableOption(Draft draft, Words words) {
    this.draft = draft;
    this.words = words;
  }

  byte[] make() {
    Connection connection = draft.connection();
    versionAndFlags();
    if (draft.isSyn() && (version == 0 || version == 1)) {
      connection.tryVersion(version);
    }
    version = version < 0 ? connection.version() : version;
    if (draft.has('S') && (flags & MpCapable.A) != 0) {
      connection.useChecksums(true);
    }
    long[] keys = keys(connection);
    int data = data();
    if (data >= 0) {
      if (keys.length != 2) {
        throw words.head().problem("the form with data has two keys: key,key");
      }
      return withData(keys, data);
    }
    return MptcpOptions.octets(
        switch (keys.length) {
          case 0 -> MpCapable.keyless(version, flags);
          case 1 -> MpCapable.withKey(version, flags, keys[0]);
          default -> MpCapable.withKeys(version, flags, keys[0], keys[1]);
        });
  }

  private void versionAndFlags() {
    for (int v = 0; v < 16; v++) {
      if (words.flag("v" + v)) {
        version = v;
      }
    }
    Token letters = words.matching("[A-H](,[A-H])*|-");
    if (letters != null) {
      flags = 0;
      for (int i = 0; i < letters.text().length(); i++) {
        char letter = letters.text().charAt(i);
        if (letter >= 'A') {
          flags |= 0x80 >> (letter - 'A');
        }
      }
    }
    flags = words.small("flags", flags, 255);
  }

  /** The keys of the option: sender's, then receiver's. */
  private long[] keys(Connection connection) {
    long[] both = {
      connection.key(draft.from.side()), connection.key(draft.to.side()),
    };
    if (words.flag("nokey")) {
      return new long[0];
    }
    if (words.flag("key,key")) {
      return both;
    }
    if (words.flagged("key")) {
      return Arrays.copyOf(both, 1);
    }
    Token given = words.valued("key");
    if (given != null) {
      String[] each = given.value().split(",", -1);
      if (each.length > 2) {
        throw given.expected("one key or two");
      }
      long[] keys = new long[each.length];
      for (int i = 0; i < keys.length; i++) {
        var side = i == 0 ? draft.from.side() : draft.to.side();
        keys[i] =
            each[i].equals("key")
                ? connection.key(side)
                : KeyWord.key(given, each[i], connection, side);
      }
      return keys;
    }
    if (draft.isSyn()) {
      return version == 0 ? Arrays.copyOf(both, 1) : new long[0];
    }
    return draft.isSynAck() ? Arrays.copyOf(both, 1) : both;
  }

  /** Data-Level Length, or -1 for the forms without. */
  private int data() {
    boolean none = words.flag("nodata");
    int length = draft.length;
    if (words.flagged("data")) {
      return length;
    }
    if (words.has("data")) {
      return words.small("data", length, 0xffff);
    }
    return none || draft.has('S') || length == 0 || version == 0 ? -1 : length;
  }

  private byte[] withData(long[] keys, int length) {
    SubflowEnd from = draft.from;
    draft.map(new SubflowEnd.Mapping(1, 1, length), -1);
    byte[] octets = from.octets(1, length);
    int computed =
        MptcpCrypto.checksum(
            from.stream().initial() + 1, 1, length, InternetChecksum.sum(octets, 0, octets.length));
    int checksum = ChecksumWord.take(words, draft.connection().checksums(), computed);
    return MptcpOptions.octets(
        MpCapable.withData(version, flags, keys[0], keys[1], length, checksum));
  }
}
