package org.mptcpscope.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void takesNamesPrefixesAndGlobs() {
    assertThat(Names.matches("PRIO-LENGTH", "PRIO-LENGTH")).isTrue();
    assertThat(Names.matches("PRIO", "PRIO-LENGTH")).isTrue();
    assertThat(Names.matches("PRIO-", "PRIO-LENGTH")).isTrue();
    assertThat(Names.matches("PRI", "PRIO-LENGTH")).isFalse();
    assertThat(Names.matches("*-LENGTH", "PRIO-LENGTH")).isTrue();
    assertThat(Names.matches("PRIO-LENGT?", "PRIO-LENGTH")).isTrue();
    assertThat(Names.matches("PRIO.LENGTH", "PRIO-LENGTH")).isFalse();
    assertThat(Names.matches("reset-reason", "reset-reason-misplaced")).isTrue();
    assertThat(Names.matches("", "reset-reason-misplaced")).isFalse();
  }

  @Test
  void suggestsOneNameThatIsNear() {
    assertThatThrownBy(() -> Names.check(List.of("reset-reason-misplaecd")))
        .isInstanceOf(UnknownNameException.class)
        .hasMessage(
            "no rule or requirement 'reset-reason-misplaecd'; did you mean reset-reason-misplaced?");
    assertThatThrownBy(() -> Names.check(List.of("RST", "PRIO-LENGHT")))
        .hasMessage("no rule or requirement 'PRIO-LENGHT'; did you mean PRIO-LENGTH?");
    assertThatThrownBy(() -> Names.check(List.of("nothing-of-the-kind")))
        .hasMessage("no rule or requirement 'nothing-of-the-kind'");
    assertThat(Names.suggestion("reset-reason-mispl")).contains("reset-reason-misplaced");
  }
}
