package org.mptcpscope.samples.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a script, and where. */
class ScriptErrorTest {
  private static final String HOSTS =
      "host A A0=10.0.0.1 A6=2001:db8::1\nhost B B0=10.0.0.2 B6=2001:db8::2\npath 0 A0 - B0\n";

  private static ScriptException error(String script) {
    return catchThrowableOfType(
        ScriptException.class, () -> PacketScript.parse("x.pkt", script).run());
  }

  /** The line is the fourth, behind {@link #HOSTS}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "nonsense                        | 1  | expected a time",
        "0.1                             | 4  | expected a path with its direction",
        "0.1 0                           | 5  | expected a path with its direction",
        "0.1 0>                          | 7  | expected TCP flags",
        "0.1 0> X                        | 8  | expected TCP flags",
        "0.1 9> S                        | 5  | there is no path 9",
        "0.1 0> .                        | 8  | has sent no SYN",
        "0.1 0> S mp_capabel             | 10 | expected an option",
        "0.1 0> S mp_capable mp_join     | 21 | a comma is missing before option 'mp_join'",
        "0.1 0> S mp_capable H K         | 23 | 'K' is not known here",
        "0.1 0> S mp_capable key=C       | 21 | expected a key",
        "0.1 0> S mp_capable key=0x1G    | 21 | expected a number",
        "0.1 0> S mp_capable win=5       | 21 | put it before the first option",
        "0.1 0> S mp_capable=4           | 10 | takes no value",
        "0.1 0> S mp_capable H H         | 23 | is given twice",
        "0.1 0> S mp_join id=300         | 18 | expected an Address ID",
        "0.1 0> S mp_join token=9.A      | 18 | expected a connection before the dot",
        "0.1 0> S. mp_join hmac=0x00     | 19 | expected an HMAC",
        "0.1 0> S dss dack dack32        | 19 | either dack or dack32",
        "0.1 0> S dss dsn                | 10 | there is no payload to map",
        "0.1 0> S add_addr               | 10 | needs an endpoint or an address",
        "0.1 0> S add_addr 10.9.9.9      | 19 | give the Address ID",
        "0.1 0> S remove_addr            | 10 | needs id=1",
        "0.1 0> S mp_tcprst reason=256   | 20 | expected reason from 0 to 255",
        "0.1 0> S mp_prio patch=9:00     | 18 | the option has only 3 octets",
        "0.1 0> S mp_experimental body=1 | 26 | expected pairs of hexadecimal digits",
        "0.1 0> S ts                     | 0  | ",
        "0.1 0> S nots ts                | 15 | timestamps are off",
        "0.1 0> S raw=1g                 | 10 | expected pairs of hexadecimal digits",
        "0.1 0> S sack                   | 10 | nothing arrived out of order",
        "0.1 0> S nop=30                 | 10 | the options of this segment take 52 octets",
        "0.1 0> S win=70000              | 10 | expected win from 0 to 65535",
        "0.1 0> S corrupt                | 10 | expected an octet of the payload",
        "0.1 0> S at=soon                | 10 | expected seconds",
        "0.1 0> S #! Rule                | 13 | expected the name of a rule",
        "0.1 0> S #!                     | 9  | needs the name of a rule",
        "0.1 0> S #! rule fault=C        | 18 | expected fault=A or B",
        "0.1 0> S #! rule frames=2       | 18 | expected a frame from 1 to 1",
        "0.1 0> S #! rule frames=that    | 18 | no captured frame 'that'",
        "0.1 0> S !unseen #! rule        | 21 | this line is not in the capture",
        "0.1 copy                        | 5  | no frame before to copy",
        "0.1 raw                         | 8  | expected the octets of an IP packet",
        "path 1 A0 - A6                  | 13 | expected an endpoint of the other host",
        "path 1 A0 - B6                  | 13 | of one IP version",
        "path 1 A0 B0                    | 11 | expected two endpoints",
        "path 1 A9 - B0                  | 8  | expected an address that a host line names",
        "path 1 A0 - B0 #! rule          | 19 | a truth (#!) stands behind a segment",
        "host B B0=10.0.0.3              | 8  | there is an address 'B0' already",
        "host B tll=5                    | 8  | expected an address",
        "link token-ring                 | 6  | expected ethernet or raw",
        "connection 1 A                  | 12 | a connection has two hosts",
        "vantage C                       | 9  | expected a host (A B)",
        "start yesterday                 | 7  | expected a time",
        "snaplen 5                       | 9  | expected octets from 14",
      })
  void namesLineColumnAndWhatWasExpected(String line, int column, String message) {
    ScriptException error = error(HOSTS + line);
    if (column == 0) {
      assertThat(error).isNull();
      return;
    }
    assertThat(error).as(line).isNotNull();
    assertThat(error.script()).isEqualTo("x.pkt");
    assertThat(error.line()).isEqualTo(4);
    assertThat(error.getMessage()).contains(message).startsWith("x.pkt:4:");
    assertThat(error.column()).as(error.getMessage()).isEqualTo(column);
  }

  @Test
  void timeDoesNotGoBack() {
    ScriptException error = error(HOSTS + "0.2 0> S\n0.1 0< S.\n");
    assertThat(error).hasMessageStartingWith("x.pkt:5:1: time goes back");
  }

  @Test
  void aConnectionIsSetUpBeforeItBegins() {
    assertThat(error(HOSTS + "0.2 0> S\nconnection 0 v0\n"))
        .hasMessageStartingWith("x.pkt:5:12: connection 0 has begun");
    assertThat(error(HOSTS + "connection 0 A B\n"))
        .hasMessageStartingWith("x.pkt:4:12: connection 0 has its hosts already");
    assertThat(error(HOSTS + "0.2 0> S\nconnection 0\n")).isNull();
  }

  @Test
  void hostsComeBeforePaths() {
    assertThat(error("host A A0=10.0.0.1\npath 0 A0 - A0\n"))
        .hasMessageStartingWith("x.pkt:2:6: two hosts must be set up");
  }
}
