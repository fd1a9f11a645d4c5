package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.GivenKey;
import org.mptcpscope.core.trace.GivenKey.Where;

/** The words of {@code --key}. */
class GivenKeyOptionTest {
  private static GivenKey parse(String text) {
    return GivenKeyOption.parse(text, "--key " + text);
  }

  @Test
  void aKeyOfTheOnlyConnection() {
    GivenKey key = parse("initiator=0123456789ABCDEF");
    assertThat(key.where()).isEqualTo(new Where.Only());
    assertThat(key.side()).isEqualTo(Side.INITIATOR);
    assertThat(key.value()).isEqualTo(0x0123456789abcdefL);
    assertThat(key.isToken()).isFalse();
  }

  @Test
  void aKeyOfAConnectionByToken() {
    GivenKey key = parse("f00dcafe:listener=0xffffffffffffffff");
    assertThat(key.where()).isEqualTo(new Where.ByToken(0xf00dcafe));
    assertThat(key.value()).isEqualTo(-1);
  }

  @Test
  void aTokenOfAConnectionByItsEnds() {
    GivenKey key = parse("[2001:db8::1]:1234-10.0.0.2:80:listener=f00dcafe");
    assertThat(key.where())
        .isEqualTo(
            new Where.ByEnds(
                new InetSocketAddress("2001:db8::1", 1234), new InetSocketAddress("10.0.0.2", 80)));
    assertThat(key.isToken()).isTrue();
    assertThat(key.value()).isEqualTo(0xf00dcafeL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "initiator|not [CONNECTION:]SIDE=HEX",
        "A=0123456789abcdef|not [CONNECTION:]SIDE=HEX",
        "initiator=0123456789abcdeg|not [CONNECTION:]SIDE=HEX",
        "initiator=012345|a key has 16 hexadecimal digits, a token 8; these are 6",
        "initiator=|a key has 16 hexadecimal digits, a token 8; these are 0",
        "nonsense:initiator=0123456789abcdef|nonsense is no token of 8 digits",
        "1.2.3.4:5-6.7.8.9:initiator=0123456789abcdef|6.7.8.9 is no end",
        "1.2.3.4:5-6.7.8.9:99999:initiator=0123456789abcdef|6.7.8.9:99999 is no end",
        "1.2.3.4:5-6.7.8.999:9:initiator=0123456789abcdef|6.7.8.999 is no IP address",
        "1.2.3.4:5-[x]:9:initiator=0123456789abcdef|x is no IP address",
      })
  void wrongWordsAreAnsweredInOneLine(String text, String answer) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--key " + text + ": ")
        .hasMessageContaining(answer);
  }

  @Test
  void aFileHasOneKeyALine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# ours\n\n listener=0123456789abcdef \ninitiator=f00dcafe\n");
    assertThat(GivenKeyOption.all(List.of("initiator=f00dcaff"), file.toString()))
        .extracting(GivenKey::value)
        .containsExactly(0xf00dcaffL, 0x0123456789abcdefL, 0xf00dcafeL);
    Files.writeString(file, "listener=1\n");
    assertThatThrownBy(() -> GivenKeyOption.all(List.of(), file.toString()))
        .hasMessageContaining("keys, line 1: a key has 16");
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> GivenKeyOption.all(List.of(), missing))
        .hasMessageContaining("none: cannot be read as text");
  }
}
