package org.mptcpscope.dissector.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.Native;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.Malformed;

class OptionCursorTest {
  private final OptionCursor cursor = new OptionCursor();

  @Test
  void walksOverPaddingToTheEnd() {
    walk("020405b4 0402 080a 00000001 00000002 01 030307 0101 1e0351 01");
    assertThat(cursor.flaw()).isNull();
    assertThat(cursor.cut()).isFalse();
    assertThat(cursor.endedByEol()).isFalse();
    assertThat(cursor.nops()).isEqualTo(4);
    assertThat(kinds("020405b4 0402 080a 00000001 00000002 01 030307 0101 1e0351 01"))
        .containsExactly(2, 4, 8, 3, 30);
  }

  @Test
  void whatFollowsTheEndIsNoOption() {
    assertThat(kinds("1e0351 00 1e0351 00")).containsExactly(30);
    assertThat(cursor.endedByEol()).isTrue();
    assertThat(cursor.flaw()).isNull();
    assertThat(cursor.cut()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0101 1e14 2000, 2, 20, 4, 30",
    "0101 1e00 2000, 2, 2, 0, 30",
    "0101 1e01 2000, 2, 2, 1, 30",
    "020405b4 010101 1e, 7, 2, 1, 30",
    "08ff0000, 0, 255, 4, 8"
  })
  void namesTheOptionThatBreaksTheArea(String hex, int offset, int needed, int present, int kind) {
    walk(hex);
    assertThat(cursor.flaw()).isEqualTo(new Flaw(Flaw.Kind.AREA, offset, needed, present));
    assertThat(cursor.kind()).isEqualTo(kind);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.cut()).isFalse();
  }

  @Test
  void theBrokenOptionIsKeptAsFarAsItGoes() {
    walk("0101 1e14 2001");
    assertThat(Malformed.of(cursor))
        .isEqualTo(new Malformed(30, 2, cursor.flaw(), Octets.ofHex("1e142001")));
    walk("0101 1e00 2001 0303");
    assertThat(Malformed.of(cursor).octets().hex()).isEqualTo("1e0020");
    walk("020405b4 010101 1e");
    assertThat(Malformed.of(cursor).subtype()).isEqualTo(-1);
  }

  /** A flaw is a fact of the wire: where the capture ends, nothing is said. */
  @Test
  void aCutAreaIsNoFlaw() {
    MemorySegment area = Native.hex("0101 080a 00000001 00000002");
    for (int captured = 0; captured < 12; captured++) {
      cursor.reset(area.asSlice(0, captured), 0, 12, captured);
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.flaw()).isNull();
      assertThat(cursor.cut()).as("%d captured", captured).isTrue();
    }
  }

  @Test
  void readsTheOptionsOfPlainTcp() {
    start("020405b4");
    assertThat(TcpOptions.mss(cursor)).isEqualTo(1460);
    assertThat(TcpOptions.windowScale(cursor)).isEqualTo(-1);
    start("03030e");
    assertThat(TcpOptions.windowScale(cursor)).isEqualTo(14);
    start("0402");
    assertThat(TcpOptions.sackPermitted(cursor)).isTrue();
    assertThat(TcpOptions.mss(cursor)).isEqualTo(-1);
    assertThat(TcpOptions.tsVal(cursor)).isEqualTo(-1);
    start("0403 00");
    assertThat(TcpOptions.sackPermitted(cursor)).isFalse();
    start("080a ffffffff 80000000");
    assertThat(TcpOptions.tsVal(cursor)).isEqualTo(0xffffffffL);
    assertThat(TcpOptions.tsEcr(cursor)).isEqualTo(0x80000000L);
    start("0512 fffffff0 00000001 00000002 00000003");
    assertThat(TcpOptions.sackBlocks(cursor)).isEqualTo(2);
    assertThat(TcpOptions.sackLeft(cursor, 0)).isEqualTo(0xfffffff0);
    assertThat(TcpOptions.sackRight(cursor, 0)).isEqualTo(1);
    assertThat(TcpOptions.sackLeft(cursor, 1)).isEqualTo(2);
    assertThat(TcpOptions.sackRight(cursor, 1)).isEqualTo(3);
    start("0504 0000");
    assertThat(TcpOptions.sackBlocks(cursor)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "2202, 0",
    "220a 0102030405060708, 8",
    "fe04 f989, 0",
    "fe0a f989 010203040506, 6",
    "fe04 f98a, -1",
    "fe03 f9, -1",
    "1e03 51, -1"
  })
  void readsFastOpenOfBothKinds(String hex, int cookie) {
    start(hex);
    assertThat(TcpOptions.fastOpenCookieLength(cursor)).isEqualTo(cookie);
  }

  private void start(String hex) {
    MemorySegment area = Native.hex("ffffff", hex);
    int length = (int) area.byteSize() - 3;
    cursor.reset(area, 3, length, length);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.offset()).isEqualTo(3);
    assertThat(cursor.areaOffset()).isZero();
    assertThat(cursor.left()).isEqualTo(length);
    assertThat(cursor.broken()).isFalse();
  }

  private void walk(String hex) {
    kinds(hex);
  }

  private List<Integer> kinds(String hex) {
    MemorySegment area = Native.hex("ffffff", hex, "ff");
    int length = (int) area.byteSize() - 4;
    cursor.reset(area, 3, length, length);
    List<Integer> kinds = new ArrayList<>();
    while (cursor.next()) {
      kinds.add(cursor.kind());
    }
    return kinds;
  }
}
