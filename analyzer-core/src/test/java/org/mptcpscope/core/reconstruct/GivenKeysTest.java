package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.DataStream.Anchor;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.GivenKey;
import org.mptcpscope.core.trace.GivenKey.Where;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;
import org.mptcpscope.samples.script.PacketScript;

/** Keys from outside, on captures that lack the handshake (facts 5.1). */
class GivenKeysTest {
  private static final long A = 0x0123456789abcdefL;
  private static final long B = 0xfedcba9876543210L;

  private static final String HOSTS =
      """
      # test
      host A   A0=10.0.0.1:40000  A1=10.0.2.1:40001  key=0x0123456789abcdef
      host B   B0=10.0.1.1:443    key=0xfedcba9876543210
      path 0   A0 - B0
      path 1   A1 - B0
      """;

  private static final String UNSEEN =
      """
      0.000  0>  S        !unseen mp_capable
      0.010  0<  S.       !unseen mp_capable
      0.020  0>  .        !unseen mp_capable
      0.030  0>  P. 100   !unseen mp_capable
      """;

  private static final String DATA =
      """
      0.100  0>  P. 100   dss dack dsn
      0.120  0<  P. 200   dss dack dsn
      0.130  0>  .        dss dack
      """;

  private static final String JOIN =
      """
      0.200  1>  S        mp_join
      0.220  1<  S.       mp_join
      0.230  1>  .        mp_join
      0.250  1<  .        dss dack
      """;

  private static final Where ONLY = new Where.Only();
  private static final Where ENDS =
      new Where.ByEnds(
          new InetSocketAddress("10.0.1.1", 443), new InetSocketAddress("10.0.0.1", 40_000));

  private static GivenKey key(Where where, Side side, long value) {
    return new GivenKey(side.word(), where, side, value, false);
  }

  private static final List<GivenKey> BOTH =
      List.of(key(ONLY, Side.INITIATOR, A), key(ENDS, Side.LISTENER, B));

  @Test
  void aMidstreamConnectionIsJudgedWithThem() {
    Run run = new Run(HOSTS + UNSEEN + DATA + JOIN, BOTH);
    assertThat(run.summaries).hasSize(1);
    assertThat(run.summaries.getFirst().subflows()).hasSize(2);
    assertThat(run.summaries.getFirst().keysGiven()).containsExactly(Side.INITIATOR, Side.LISTENER);
    assertThat(run.first(JoinRequested.class).tokenMatch()).isEqualTo(TokenMatch.PEER);
    assertThat(run.first(JoinAnswered.class).hmac().isValid()).isTrue();
    assertThat(run.first(JoinConfirmed.class).hmac().isValid()).isTrue();
    assertThat(run.connection.dialect()).isEqualTo(Dialect.V1);
    assertThat(run.hasKeys).isTrue();
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void sequenceNumbersAreCountedFromTheKey() {
    Run run = new Run(HOSTS + UNSEEN + DATA, BOTH);
    var stream = run.connection.stream(Side.INITIATOR);
    assertThat(stream.anchor()).isEqualTo(Anchor.KEY);
    long idsn = run.connection.host(Side.INITIATOR).idsn().orElseThrow();
    assertThat(stream.lowest().orElseThrow() - idsn).isEqualTo(101);
    assertThat(stream.contiguousEnd().orElseThrow() - idsn).isEqualTo(201);
  }

  @Test
  void dataFarBehindTheStartFitsToo() {
    String far =
        DATA.replace("dss dack dsn", "dss dack dsn=5000000001")
            .replace("P. 200   dss dack dsn=5000000001", "P. 200   dss dack dsn");
    Run run = new Run(HOSTS + UNSEEN + far, BOTH);
    var stream = run.connection.stream(Side.INITIATOR);
    long idsn = run.connection.host(Side.INITIATOR).idsn().orElseThrow();
    assertThat(stream.anchor()).isEqualTo(Anchor.KEY);
    assertThat(stream.lowest().orElseThrow() - idsn).isEqualTo(5_000_000_001L);
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void theHashThatFitsTellsTheVersion() {
    Run run = new Run(HOSTS + "connection 0 v0\n" + UNSEEN + DATA + JOIN, BOTH);
    assertThat(run.connection.dialect()).isEqualTo(Dialect.V0);
    assertThat(run.first(JoinAnswered.class).hmac().isValid()).isTrue();
  }

  @Test
  void narrowNumbersAndAJoinTellTheVersionByTheToken() {
    String narrow = DATA.replace("dack dsn", "dack32 dsn32").replace("dss dack\n", "dss dack32\n");
    Run run =
        new Run(
            HOSTS + "connection 0 v0\n" + UNSEEN + narrow + JOIN.replace("dss dack", "dss dack32"),
            BOTH);
    assertThat(run.connection.dialect()).isEqualTo(Dialect.V0);
    assertThat(run.first(JoinConfirmed.class).hmac().isValid()).isTrue();
    assertThat(run.hasKeys).isTrue();
  }

  @Test
  void aTokenAloneTiesTheJoins() {
    int token = org.mptcpscope.dissector.mptcp.MptcpCrypto.token(1, B);
    GivenKey given = new GivenKey("t", ONLY, Side.LISTENER, token & 0xffff_ffffL, true);
    // Without Data ACKs nothing else ties them.
    String join = JOIN.replace("dss dack", "");
    assertThat(new Run(HOSTS + UNSEEN + DATA + join, List.of()).summaries).hasSize(2);
    Run run = new Run(HOSTS + UNSEEN + DATA + join, List.of(given));
    assertThat(run.summaries).hasSize(1);
    assertThat(run.summaries.getFirst().keysGiven()).containsExactly(Side.LISTENER);
    assertThat(run.hasKeys).isFalse();
  }

  @Test
  void aTokenNamesTheConnection() {
    int token = org.mptcpscope.dissector.mptcp.MptcpCrypto.token(1, B);
    GivenKey initiator = key(new Where.ByToken(token), Side.INITIATOR, A);
    Run run =
        new Run(HOSTS + UNSEEN + DATA + JOIN, List.of(key(ONLY, Side.LISTENER, B), initiator));
    assertThat(run.first(JoinConfirmed.class).hmac().isValid()).isTrue();
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void theKeyOfTheCaptureWins() {
    Run run = new Run(HOSTS + UNSEEN.replace("!unseen", ""), List.of(key(ONLY, Side.LISTENER, A)));
    assertThat(run.connection.host(Side.LISTENER).key()).hasValue(B);
    assertThat(run.summaries.getFirst().keysGiven()).isEmpty();
    assertThat(run.warnings)
        .containsExactly(
            "--key listener is not used: frame 2 shows the key fedcba9876543210, which counts");
  }

  @Test
  void theSameKeyInTheCaptureNeedsNoWord() {
    Run run = new Run(HOSTS + UNSEEN.replace("!unseen", ""), List.of(key(ONLY, Side.LISTENER, B)));
    assertThat(run.summaries.getFirst().keysGiven()).isEmpty();
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void aKeyThatNumbersContradictIsRefused() {
    Run run = new Run(HOSTS + UNSEEN + DATA, List.of(key(ONLY, Side.INITIATOR, B)));
    assertThat(run.connection.host(Side.INITIATOR).key()).isEmpty();
    assertThat(run.warnings).singleElement().asString().contains("is not used: frame 1 has");
    assertThat(run.summaries.getFirst().keysGiven()).isEmpty();
  }

  @Test
  void aKeyWhoseTokenNobodyAsksForIsRefused() {
    String narrow = DATA.replace("dack dsn", "dack32 dsn32").replace("dss dack\n", "dss dack32\n");
    String bound = JOIN + "0.260 1> P. 50  dss dack dsn\n0.300 0> P. 10 dss dack dsn\n";
    Run run =
        new Run(
            HOSTS + UNSEEN + narrow.replace("dack32 dsn32", "dack32 dsn") + bound,
            List.of(key(ONLY, Side.LISTENER, A)));
    assertThat(run.connection.host(Side.LISTENER).key()).isEmpty();
    assertThat(run.warnings).singleElement().asString().contains("--key listener is not used");
    assertThat(run.all(JoinAnswered.class)).noneMatch(answer -> answer.hmac().isInvalid());
  }

  @Test
  void aWrongKeyOfTheJoinerAccusesNobody() {
    // Nothing but the HMAC could tell: it does not, as the key may be wrong.
    String narrow =
        """
        0.100  0>  P. 100   dss dack32 dsn32
        0.130  0<  .        dss dack32
        """;
    Run run =
        new Run(
            HOSTS + UNSEEN + narrow + JOIN.replace("dss dack", "dss dack32"),
            List.of(key(ONLY, Side.LISTENER, B), key(ENDS, Side.INITIATOR, 99)));
    assertThat(run.hasKeys).isFalse();
  }

  @Test
  void aKeyForNoConnectionIsSaid() {
    Where other =
        new Where.ByEnds(
            new InetSocketAddress("10.0.1.1", 444), new InetSocketAddress("10.0.0.1", 40_000));
    Run run = new Run(HOSTS + UNSEEN + DATA, List.of(key(other, Side.LISTENER, B)));
    assertThat(run.codes).containsExactly(CaptureWarning.KEY_UNUSED);
    assertThat(run.warnings)
        .containsExactly("--key listener: no connection with a subflow between these ends");
  }

  @Test
  void withSeveralConnectionsOneMustBeNamed() {
    String second =
        """
        connection 1
        path 5   A1:50000 - B0
        1.000  5>  S    mp_capable
        1.010  5<  S.   mp_capable
        1.020  5>  .    mp_capable
        """;
    Run run = new Run(HOSTS + UNSEEN + DATA + second, List.of(key(ONLY, Side.LISTENER, B)));
    assertThat(run.codes).containsExactly(CaptureWarning.KEY_UNUSED);
    assertThat(run.warnings).singleElement().asString().contains("the capture has 2 connections");
  }

  @Test
  void aFastCloseShowsThatAGivenKeyIsRight() {
    Run run =
        new Run(
            HOSTS + UNSEEN + DATA + "0.300  0>  R.  mp_fastclose\n",
            List.of(key(ONLY, Side.LISTENER, B)));
    assertThat(run.first(FastClosed.class).key()).isEqualTo(FastClosed.Key.VALID);
  }

  /** A pass with given keys. */
  private static final class Run implements TraceObserver {
    final List<MptcpEvent> events = new ArrayList<>();
    final List<ConnectionSummary> summaries = new ArrayList<>();
    final List<String> warnings;
    final List<String> codes;
    Connection connection;
    boolean hasKeys;

    Run(String script, List<GivenKey> keys) {
      byte[] capture = PacketScript.parse("test", script).run().toPcapng();
      TraceOptions options =
          new TraceOptions(TraceOptions.DEFAULT.capturedAt(), (_, _, _) -> true, keys);
      try (FrameSource source = CaptureSource.memory("test", capture).open()) {
        TraceResult result = TraceAnalyzer.run(source, options, List.of(this));
        warnings = result.warnings().stream().map(CaptureWarning::message).toList();
        codes = result.warnings().stream().map(CaptureWarning::code).toList();
      } catch (CaptureException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onEvent(MptcpEvent event) {
      events.add(event);
      if (connection == null || event.connection().id() == 0) {
        connection = event.connection();
        Scope whole = new Scope(java.util.Set.of(), null, Long.MIN_VALUE, Long.MAX_VALUE);
        hasKeys = connection.quality().has(Need.KEYS, whole);
      }
    }

    @Override
    public void onSummary(Connection ended, ConnectionSummary summary) {
      summaries.add(summary);
    }

    <E extends MptcpEvent> List<E> all(Class<E> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends MptcpEvent> E first(Class<E> type) {
      return all(type).getFirst();
    }
  }
}
