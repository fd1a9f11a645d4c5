package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mptcpscope.core.capture.Captures.ETHERNET;
import static org.mptcpscope.core.capture.Captures.SECOND;
import static org.mptcpscope.core.capture.Captures.pcapng;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.capture.Captures.Read;
import org.mptcpscope.core.capture.Captures.Written;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.LinkType;

/** Frames chosen by libpcap from a capture that the native reader reads. */
class FilteredCaptureTest {
  /** IPv4, from 10.0.0.1, protocol in the tenth octet. */
  private static final String IP = "45000028000000004006000009000001 0a000002";

  private static final String TCP = IP.replace("09000001", "0a000001") + "00500051".repeat(5);
  private static final String UDP = TCP.replace("4006", "4011");
  private static final String ETHER = "020000000001 020000000002 0800";

  @BeforeEach
  void needsLibpcap() {
    ReferenceCaptures.needLibpcap();
  }

  private static CaptureSource capture() {
    byte[] file =
        pcapng(
            List.of(ETHERNET, LinkType.RAW),
            List.of(
                new Written(0, SECOND, Octets.ofHex(ETHER + TCP)),
                new Written(1, 2 * SECOND, Octets.ofHex(UDP)),
                new Written(0, 3 * SECOND, Octets.ofHex(ETHER + UDP)),
                new Written(1, 4 * SECOND, Octets.ofHex(TCP))));
    return CaptureSource.memory("a.pcapng", file);
  }

  private static Read read(String filter) throws CaptureException {
    return Captures.read(CaptureSource.filtered(capture(), filter));
  }

  @Test
  void framesOfAllLinkTypesPassUnderTheirOwnNumbers() throws CaptureException {
    Read read = read("tcp and host 10.0.0.1");
    assertThat(read.numbers()).containsExactly(1, 4);
    assertThat(read.messages())
        .containsExactly("--filter 'tcp and host 10.0.0.1' let 2 of 4 frames pass");
    assertThat(read("udp").numbers()).containsExactly(2, 3);
    assertThat(read("host 10.0.0.9").numbers()).isEmpty();
    assertThat(read("").warnings()).isEmpty();
  }

  @Test
  void theRestIsAsInTheWholeCapture() throws CaptureException {
    Read whole = read("");
    Read some = read("tcp");
    assertThat(some.frames()).containsExactly(whole.frames().get(0), whole.frames().get(3));
    assertThat(some.facts()).isEqualTo(whole.facts());
    try (FrameSource source = CaptureSource.filtered(capture(), "udp").open()) {
      assertThat(source.next()).isTrue();
      assertThat(source.startNanos()).isEqualTo(SECOND);
      long[] length = new long[1];
      assertThat(source.reread(source.position(), (_, _, captured, _, _) -> length[0] = captured))
          .isTrue();
      assertThat(length[0]).isEqualTo(40);
    }
  }

  @Test
  void whatIsNoFilterIsSaidInLibpcapsWords() {
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> read("tcp prt 80"))
        .withMessageStartingWith("--filter 'tcp prt 80': ")
        .withMessageContaining("syntax error")
        .satisfies(e -> assertThat(e.subject()).isEqualTo("a.pcapng"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp",
        "host 10.0.0.1 and tcp port 80",
        "not port 22",
        "net 10.0.0.0/8 or vlan and ip6",
        "portrange 5000-6000",
        "ether host 02:00:00:00:00:01"
      })
  void aFilterOfAddressesAndPortsKeepsConnectionsWhole(String filter) throws CaptureException {
    assertThat(CaptureFilter.isPartial(filter)).isFalse();
    try (FrameSource source = CaptureSource.filtered(capture(), filter).open()) {
      assertThat(source.mayLack(0, SECOND)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp[tcpflags] & tcp-syn != 0",
        "src host 10.0.0.1",
        "tcp DST port 80",
        "greater 100",
        "len<60",
        "inbound"
      })
  void withAnyOtherWhatIsMissingProvesNothing(String filter) throws CaptureException {
    assertThat(CaptureFilter.isPartial(filter)).isTrue();
    try (FrameSource source = CaptureSource.filtered(capture(), filter).open()) {
      assertThat(source.mayLack(0, SECOND)).isTrue();
    }
  }
}
