package org.mptcpscope.dissector.capfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Native;

class MagicTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | empty
          a1b2                                      | too short
          47455420 2f204854 5450                    | begins with 47 45 54 20 2f 20 48 54
          a1b2c3d4 0002 0004                        | cut off after 8 of 24 octets
          1f8b0800                                  | gzip
          28b52ffd                                  | zstd
          fd377a58                                  | xz
          0a0d0d0a 1c000000 4d3c2b1a                | cut off after 12 of at least 28 octets
          0a0d0d0a 0000001c 00000000 0001 0000 ffffffffffffffff 0000001c | byte-order magic
          """)
  void saysWhyItIsNoCapture(String hex, String why) {
    assertThatThrownBy(() -> FrameCursor.open(Native.hex(hex)))
        .isInstanceOf(NotACaptureException.class)
        .hasMessageContaining(why);
  }

  @Test
  void theUpperHalfOfTheLinkTypeIsNotPartOfIt() throws NotACaptureException {
    FrameCursor cursor =
        FrameCursor.open(Native.hex("a1b2c3d4 0002 0004 00000000 00000000 80000000 54000001"));
    assertThat(cursor.linkType()).isEqualTo(1);
    assertThat(cursor.snaplen()).isZero();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.damage()).isNull();
    assertThat(cursor.format()).isEqualTo("pcap");
  }

  @Test
  void aFrameIsNeverShorterOnTheWireThanCaptured() throws NotACaptureException {
    FrameCursor cursor =
        FrameCursor.open(
            Native.hex(
                "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001",
                "ffffffff 000f423f 00000002 00000001 0102"));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.capturedLength()).isEqualTo(2);
    assertThat(cursor.wireLength()).isEqualTo(2);
    assertThat(cursor.timeNanos()).isEqualTo(4_294_967_295_999_999_000L);
  }
}
