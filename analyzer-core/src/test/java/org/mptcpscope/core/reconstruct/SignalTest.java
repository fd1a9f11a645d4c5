package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.HANDSHAKE;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed.Match;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FastClosed.Form;
import org.mptcpscope.core.event.MptcpEvent.FastClosed.Key;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.event.MptcpEvent.OptionUnknown;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.MptcpEvent.ResetExplained;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Flaw;

/** Addresses, priorities, fast close, and options that are none (RFC 8684, 3.3.8 to 3.6). */
class SignalTest {
  private static final String DATA =
      """
      0.030 0> P. 100  mp_capable v1 H data
      0.040 0< .       dss dack
      """;

  private static final String JOIN =
      """
      0.050 1>  S        mp_join id=1
      0.060 1<  S.       mp_join id=0
      0.070 1>  .        mp_join
      0.080 1<  .        dss dack
      """;

  private static ScriptedPass run(String lines) {
    return ScriptedPass.of(HANDSHAKE + DATA + JOIN + lines);
  }

  @Test
  void advertisedAddressesAreKept() {
    ScriptedPass pass =
        run(
            """
            0.100 0< .  add_addr 10.0.9.9 id=5 port=8080
            0.110 0> .  add_addr 10.0.9.9 id=5 port=8080 echo
            0.120 0< .  add_addr 10.0.9.9 id=5 port=8081
            0.130 0< .  add_addr 10.0.9.8 id=5
            """);
    assertThat(pass.all(AddressAdvertised.class))
        .extracting(AddressAdvertised::novelty)
        .containsExactly(Novelty.NEW, Novelty.OTHER_PORT, Novelty.OTHER_ADDRESS);
    assertThat(pass.all(AddressAdvertised.class)).allMatch(e -> e.hmac().isValid());
    AddressEchoed echo = pass.all(AddressEchoed.class).getFirst();
    assertThat(echo.match()).isEqualTo(Match.EXACT);
    assertThat(echo.original().number()).isEqualTo(10);
    AddressBook book = pass.connection.host(Side.LISTENER).addresses();
    // An ID keeps its first address until it is removed.
    assertThat(book.addressOf(5).orElseThrow().getHostAddress()).isEqualTo("10.0.9.9");
    assertThat(book.portsOf(book.addressOf(5).orElseThrow())).containsExactlyInAnyOrder(8080, 8081);
    assertThat(book.sourcesOf(new InetSocketAddress("10.0.9.9", 8080)))
        .extracting(AddressBook.Source::kind)
        .containsExactly(AddressBook.Source.Kind.ADVERTISED);
    assertThat(book.echoOf(5).orElseThrow().number()).isEqualTo(11);
  }

  @Test
  void echoesAreComparedWithWhatWasAdvertised() {
    ScriptedPass pass =
        run(
            """
            0.100 0< .  add_addr 10.0.9.9 id=5 port=8080
            0.110 0> .  add_addr 10.0.9.9 id=5 echo
            0.120 0> .  add_addr 10.0.9.9 id=5 port=1 echo
            0.130 0> .  add_addr 10.0.9.7 id=5 port=8080 echo
            0.140 0> .  add_addr 10.0.9.9 id=6 port=8080 echo
            """);
    assertThat(pass.all(AddressEchoed.class))
        .extracting(AddressEchoed::match)
        .containsExactly(Match.WITHOUT_PORT, Match.OTHER_PORT, Match.ID_ONLY, Match.NONE);
  }

  @Test
  void wrongHmacsOfAddressesAreExplained() {
    assertThat(variant("hmac=head")).isEqualTo(Variant.DIGEST_HEAD);
    assertThat(variant("hmac=tail20")).isEqualTo(Variant.TRUNCATED_TAIL);
    assertThat(variant("hmac=port0")).isEqualTo(Variant.PORT_ZERO);
    assertThat(variant("hmac=noport")).isEqualTo(Variant.PORT_OMITTED);
    assertThat(variant("hmac=swapped")).isEqualTo(Variant.KEYS_SWAPPED);
    assertThat(variant("hmac=bad")).isNull();
  }

  /** What a wrong HMAC is right for is not searched for ever, and then it is said. */
  @Test
  void searchesForTheRightAddressAreBounded() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      script.append(
          "+0.001 0> .  add_addr id=%d 10.9.%d.1 hmac=bad\n".formatted(i % 250 + 2, i % 200));
    }
    List<HmacCheck.Result> results =
        run(script.toString()).all(AddressAdvertised.class).stream()
            .map(e -> e.hmac().result())
            .toList();
    assertThat(results).hasSize(400);
    assertThat(results.subList(0, 256)).containsOnly(HmacCheck.Result.INVALID);
    assertThat(results.subList(270, 400)).contains(HmacCheck.Result.UNEXPLAINED);
    assertThat(results.subList(270, 400)).doesNotContain(HmacCheck.Result.VALID);
  }

  /** Of options that are all different only so many are stated; what is not said is doubted. */
  @Test
  void differentOptionsAreBounded() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      script.append("+0.001 0> .  add_addr id=%d 10.9.%d.1\n".formatted(i % 250 + 2, i % 241));
    }
    assertThat(run(script.toString()).all(AddressAdvertised.class)).hasSizeLessThan(1100);
  }

  private static Variant variant(String word) {
    ScriptedPass pass = run("0.100 0< .  add_addr 10.0.9.9 id=5 port=8080 " + word + "\n");
    AddressAdvertised advertised = pass.all(AddressAdvertised.class).getFirst();
    assertThat(advertised.hmac().isInvalid()).isTrue();
    return advertised.hmac().variant();
  }

  @Test
  void aRemovedAddressAffectsItsSubflows() {
    ScriptedPass pass = run("0.100 0> .  remove_addr id=1,9\n");
    AddressRemoved removed = pass.all(AddressRemoved.class).getFirst();
    assertThat(removed.affected()).extracting(Subflow::id).containsExactly(1);
    AddressBook book = pass.connection.host(Side.INITIATOR).addresses();
    assertThat(book.removedAt(1).orElseThrow().number()).isEqualTo(10);
    assertThat(book.idsOf(book.addressOf(1).orElseThrow())).isEmpty();
    assertThat(book.knows(9)).isFalse();
  }

  @Test
  void aPriorityCountsForItsOwnSubflowInVersionOne() {
    ScriptedPass pass =
        run(
            """
            0.100 1> .  mp_prio backup
            0.110 0> .  mp_prio backup id=1
            """);
    assertThat(pass.all(PriorityChanged.class).getFirst().affected())
        .extracting(Subflow::id)
        .containsExactly(1);
    assertThat(pass.all(PriorityChanged.class).getLast().affected()).isEmpty();
    Subflow second = pass.connection.subflows().getLast();
    assertThat(second.backup(Side.INITIATOR).source()).isEqualTo(Subflow.Backup.Source.PRIO);
    assertThat(pass.connection.subflows().getFirst().backup(Side.INITIATOR).wanted()).isFalse();
    assertThat(pass.connection.seen(Subject.PRIO, Side.INITIATOR)).isEqualTo(2);
  }

  @Test
  void fastCloseKeysAreJudged() {
    ScriptedPass pass =
        run(
            """
            0.100 0> .  mp_fastclose key=A
            0.110 0> .  mp_fastclose key=zero
            0.120 0> .  mp_fastclose key=swapped
            0.130 0> .  mp_fastclose key=bad
            0.140 0> .  mp_fastclose
            0.340 0> .  mp_fastclose
            0.400 0> R. mp_fastclose
            """);
    assertThat(pass.all(FastClosed.class))
        .extracting(FastClosed::key)
        .containsExactly(
            Key.OWN, Key.ZERO, Key.REVERSED, Key.WRONG, Key.VALID, Key.VALID, Key.VALID);
    assertThat(pass.all(FastClosed.class).getLast().form()).isEqualTo(Form.RST);
    assertThat(pass.all(FastClosed.class).get(5).copy()).isEqualTo(2);
    assertThat(pass.summaries.getFirst().closedAt().number()).isEqualTo(14);
  }

  @Test
  void aKeyIsLearntFromAFastCloseThatATokenConfirms() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE.replace("mp_capable", "!unseen mp_capable")
                + DATA.replace("0>", "0> !unseen")
                    .replace("0> !unseen P. 100 ", "0> P. 100 !unseen")
                + JOIN
                + "0.100 1> .  mp_fastclose\n");
    FastClosed close = pass.all(FastClosed.class).getFirst();
    assertThat(close.key()).isEqualTo(Key.TOKEN_FITS);
    assertThat(close.connection().host(close.by().peer()).key()).isPresent();
  }

  @Test
  void wrongLengthsAndUnknownSubtypesAreTold() {
    ScriptedPass pass =
        run(
            """
            0.100 0> .  mp_prio size=5
            0.110 0> .  mp_unknown subtype=9
            0.120 0> .  mp_tcprst reason=1
            """);
    OptionMalformed malformed = pass.all(OptionMalformed.class).getFirst();
    assertThat(malformed.option().flaw().kind()).isEqualTo(Flaw.Kind.LENGTH);
    assertThat(pass.all(OptionUnknown.class)).hasSize(1);
    assertThat(pass.all(ResetExplained.class).getFirst().carrier().isRst()).isFalse();
  }

  @Test
  void repetitionsAreStatedUpToACap() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append("+0.010 0< .  add_addr 10.0.9.9 id=5\n");
    }
    ScriptedPass pass = run(lines.toString());
    assertThat(pass.all(AddressAdvertised.class)).hasSize(16);
    assertThat(pass.connection.seen(Subject.ADD_ADDR, Side.LISTENER)).isEqualTo(40);
  }

  @Test
  void aSegmentDamagedOnTheWireSaysNothing() {
    ScriptedPass pass = run("0.100 0> .  csum=bad mp_prio backup\n0.110 0> .  mp_prio nobackup\n");
    assertThat(pass.all(PriorityChanged.class)).hasSize(1);
  }

  @Test
  void checksumsLeftToTheNetworkCardProveNoDamage() {
    ScriptedPass pass =
        ScriptedPass.of(
            (HANDSHAKE + DATA).replace("A1=10.0.2.1:40001", "A1=10.0.2.1:40001 offload")
                + "0.100 0> .  csum=bad mp_prio backup\n");
    assertThat(pass.all(PriorityChanged.class)).hasSize(1);
  }
}
