package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** What is used twice: ports, and tokens, of which there are only 2^32. */
class ReuseTest {
  /** Two keys with one token under SHA-256, found by search. */
  private static final String ONE = "0x5eed000000009b6d";

  private static final String OTHER = "0x5eed000000013046";

  private static final String CLOSE =
      """
      0.100  0>  .       dss dack fin
      0.110  0<  .       dss dack
      0.120  0<  .       dss dack fin
      0.130  0>  .       dss dack
      0.140  0>  F.      dss dack
      0.150  0<  F.      dss dack
      0.160  0>  .       dss dack
      """;

  private static final String FIRST =
      """
      0.000  0>  S        mp_capable
      0.010  0<  S.       mp_capable
      0.020  0>  .        mp_capable
      0.030  0>  P. 100   mp_capable
      0.040  0<  .        dss dack
      """;

  private static final String SECOND =
      """
      0.500  0>  S        mp_capable
      0.510  0<  S.       mp_capable
      0.520  0>  .        mp_capable
      0.530  0>  P. 300   mp_capable
      0.540  0<  .        dss dack
      """;

  @ParameterizedTest
  @ValueSource(strings = {"0x10000000", "0xf0000000", "0x80001234"})
  void portsOfAClosedConnectionBeginAnother(String isn) {
    String hosts = "# test\nhost A A0=10.0.0.1:40000 isn=%s\nhost B B0=10.0.1.1:443\n";
    ScriptedPass pass =
        ScriptedPass.of(
            hosts.formatted("0x80000000")
                + "path 0 A0 - B0\n"
                + FIRST
                + CLOSE
                + "host C C0=10.0.0.1:40000 isn="
                + isn
                + "\nconnection 1 C B\npath 0 C0 - B0\n"
                + SECOND);
    assertThat(pass.summaries).hasSize(2);
    assertThat(pass.summaries.getFirst().closedBy()).isEqualTo(ClosedBy.DATA_FIN);
    assertThat(pass.summaries.getFirst().dataBytes(Side.INITIATOR)).isEqualTo(100);
    assertThat(pass.summaries.getLast().dataBytes(Side.INITIATOR)).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x10000000", "0xf0000000"})
  void portsOfAnOpenConnectionBeginAnother(String isn) {
    ScriptedPass pass =
        ScriptedPass.of(
            "# test\nhost A A0=10.0.0.1:40000 isn=0x80000000\nhost B B0=10.0.1.1:443\n"
                + "path 0 A0 - B0\n"
                + FIRST
                + "host C C0=10.0.0.1:40000 isn="
                + isn
                + "\nconnection 1 C B\npath 0 C0 - B0\n"
                + SECOND);
    assertThat(pass.summaries).hasSize(2);
    assertThat(pass.summaries.getFirst().subflows().getFirst().closedBy()).isEqualTo("replaced");
    assertThat(pass.summaries.getLast().dataBytes(Side.INITIATOR)).isEqualTo(300);
  }

  @Test
  void theTwoKeysHaveOneToken() {
    assertThat(MptcpCrypto.token(1, Long.decode(ONE)))
        .isEqualTo(MptcpCrypto.token(1, Long.decode(OTHER)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theHmacTellsConnectionsWithOneTokenApart(int joining) {
    String script =
        """
        # test
        host A   A0=10.0.0.1:40000  A1=10.0.2.1:40001
        host B   B0=10.0.1.1:443
        connection 0 key.B=%s
        path 0   A0 - B0
        """
                .formatted(ONE)
            + FIRST
            + "connection 1 key.B=%s\npath 5 A0:41000 - B0\n".formatted(OTHER)
            + FIRST.replace("0>", "5>").replace("0<", "5<").replace("0.0", "0.1")
            + "connection %d\n".formatted(joining)
            + """
              path 7   A1 - B0
              0.300  7>  S        mp_join
              0.310  7<  S.       mp_join
              0.320  7>  .        mp_join
              0.330  7<  .        dss dack
              0.340  7>  P. 50    dss dack dsn
              0.350  7<  .        dss dack
              """;
    ScriptedPass pass = ScriptedPass.of(script);
    assertThat(pass.all(JoinRequested.class))
        .extracting(JoinRequested::tokenMatch)
        .containsExactly(TokenMatch.PEER);
    assertThat(pass.all(JoinAnswered.class)).allMatch(join -> join.hmac().isValid());
    assertThat(pass.all(JoinConfirmed.class)).allMatch(join -> join.hmac().isValid());
    assertThat(pass.summaries).hasSize(2);
    assertThat(pass.summaries.get(joining).subflows())
        .hasSize(2)
        .extracting(SubflowSummary::state)
        .contains(SubflowSummary.State.ESTABLISHED);
    assertThat(pass.summaries.get(1 - joining).subflows()).hasSize(1);
    assertThat(pass.summaries.get(joining).dataBytes(Side.INITIATOR)).isEqualTo(150);
  }
}
