package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.dissector.mptcp.DssView;

class DssInspectorTest {
  private static final String PLAIN = "1e142005 00000001 00000002 00000003 000a 0000";
  private static final String BARE = "1e122005 00000001 00000002 00000003 000a";
  private static final long GRACE = 100;

  private final DssInspector inspector = new DssInspector();
  private final DssView view = new DssView();

  private Set<Oddity> inspect(String octets, Checksums agreed, long now) {
    byte[] bytes = HexFormat.of().parseHex(octets.replace(" ", ""));
    boolean wellFormed = view.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    return inspector.inspect(view, wellFormed, 1, false, agreed, now, GRACE);
  }

  @Test
  void regularOnesAreSilent() {
    assertThat(inspect(PLAIN, Checksums.AGREED, 0)).isEmpty();
    assertThat(inspect(BARE, Checksums.NOT_AGREED, 0)).isEmpty();
    assertThat(inspect("1e082001 00000001", Checksums.AGREED, 0)).isEmpty();
  }

  @Test
  void namesEachOddity() {
    assertThat(inspect("1e042000", Checksums.AGREED, 0)).containsExactly(Oddity.EMPTY);
    assertThat(inspect("1e082101 00000001", Checksums.AGREED, 0)).containsExactly(Oddity.RESERVED);
    assertThat(inspect("1e092001 0000000100", Checksums.AGREED, 0)).containsExactly(Oddity.LENGTH);
    assertThat(inspect(BARE, Checksums.AGREED, 0)).containsExactly(Oddity.CHECKSUM_MISSING);
    assertThat(inspect(PLAIN, Checksums.NOT_AGREED, 0)).containsExactly(Oddity.CHECKSUM_UNAGREED);
    assertThat(inspector.inspect(view, true, 2, true, Checksums.UNKNOWN, 0, GRACE))
        .containsExactlyInAnyOrder(Oddity.REPEATED, Oddity.ON_SYN);
  }

  @Test
  void unknownAndDisputedAgreementsAreNotJudged() {
    assertThat(inspect(PLAIN, Checksums.UNKNOWN, 0)).isEmpty();
    assertThat(inspect(BARE, Checksums.DISPUTED, 0)).isEmpty();
  }

  @Test
  void infiniteMappingNeedsNoChecksumField() {
    assertThat(inspect("1e122005 00000001 00000002 00000003 0000", Checksums.AGREED, 0)).isEmpty();
  }

  @Test
  void anEpisodeIsToldOnceUntilItWasAbsentForTheGrace() {
    assertThat(inspect(BARE, Checksums.AGREED, 0)).isNotEmpty();
    assertThat(inspect(BARE, Checksums.AGREED, 10)).isEmpty();
    assertThat(inspect(PLAIN, Checksums.AGREED, 20)).isEmpty();
    assertThat(inspect(BARE, Checksums.AGREED, 119)).isEmpty();
    assertThat(inspect(PLAIN, Checksums.AGREED, 120)).isEmpty();
    assertThat(inspect(BARE, Checksums.AGREED, 220)).isNotEmpty();
  }
}
