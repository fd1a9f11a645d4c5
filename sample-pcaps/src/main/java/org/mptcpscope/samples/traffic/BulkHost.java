package org.mptcpscope.samples.traffic;

import java.nio.ByteBuffer;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** One host of a connection: what MPTCP knows of it, and the Data ACKs it owes. */
final class BulkHost {
  final long key;
  final int token;
  final int hopLimit;

  /** The data sequence number of the next octet it sends. */
  long nextDsn;

  /** The next octet that its peer expects of it: the peer's Data ACK. */
  long expectedDsn;

  int ipId;

  BulkHost(int connection, String role, int hopLimit) {
    key = random(connection, role + " key");
    token = MptcpCrypto.token(1, key);
    nextDsn = MptcpCrypto.idsn(1, key) + 1;
    expectedDsn = nextDsn;
    this.hopLimit = hopLimit;
  }

  /** The same number for the same words: runs can be compared. */
  static long random(int connection, String word) {
    byte[] octets = ByteBuffer.allocate(4 + 2 * word.length()).putInt(connection).array();
    for (int i = 0; i < word.length(); i++) {
      ByteBuffer.wrap(octets).putChar(4 + 2 * i, word.charAt(i));
    }
    return MptcpCrypto.sha256(octets).i64(0);
  }
}
