package org.mptcpscope.dissector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
  /** The example of RFC 1071, section 3. */
  @Test
  void sumsTheExampleOfTheRfc() {
    int sum = InternetChecksum.sum(Native.hex("0001 f203 f4f5 f6f7"), 0, 8);
    assertThat(sum).isEqualTo(0xddf2);
    assertThat(InternetChecksum.complement(sum)).isEqualTo(0x220d);
  }

  @Test
  void anyCutAtAnyOffsetSumsUpToTheWhole() {
    byte[] octets = new byte[67];
    new Random(4).nextBytes(octets);
    for (int from = 0; from < 9; from++) {
      for (int cut = from; cut <= octets.length; cut++) {
        int first = InternetChecksum.sum(octets, from, cut - from);
        int second = InternetChecksum.sum(octets, cut, octets.length - cut);
        boolean odd = (cut - from) % 2 != 0;
        int sum = InternetChecksum.add(first, odd ? InternetChecksum.swap(second) : second);
        assertThat(sum).isEqualTo(wordByWord(octets, from));
      }
    }
  }

  @Test
  void foldsWithoutLoss() {
    assertThat(InternetChecksum.fold(0xffff)).isEqualTo(0xffff);
    assertThat(InternetChecksum.fold(0x10000)).isEqualTo(1);
    assertThat(InternetChecksum.fold(0x7fff_ffff_ffff_ffffL)).isEqualTo(0x7fff);
    assertThat(InternetChecksum.fold(0x1_ffff_ffffL)).isEqualTo(1);
    assertThat(InternetChecksum.sumOf(0xffff_ffff_ffff_ffffL)).isEqualTo(0xffff);
    assertThat(InternetChecksum.sumOf(0x0001_0002_0003_0004L)).isEqualTo(10);
    assertThat(InternetChecksum.add(0xffff, 0xffff)).isEqualTo(0xffff);
  }

  private static int wordByWord(byte[] octets, int from) {
    int sum = 0;
    for (int at = from; at < octets.length; at += 2) {
      int low = at + 1 < octets.length ? octets[at + 1] & 0xff : 0;
      sum += (octets[at] & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
  }
}
