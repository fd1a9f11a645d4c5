package org.mptcpscope.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement.Observable;
import org.mptcpscope.rules.catalogue.Requirement.Trait;

/** The catalogue is read field by field; the counts are those of its own summary. */
class RequirementsTest {
  @Test
  void hasAllStatements() {
    assertThat(Requirements.all()).hasSize(333);
    assertThat(Requirements.all().stream().filter(Requirement::isCheckable)).hasSize(276);
    assertThat(Requirements.all().stream().filter(one -> one.tier() == Tier.CORE)).hasSize(121);
    assertThat(Requirements.all().stream().filter(one -> one.keyword() == Keyword.MUST_NOT))
        .hasSize(12);
    assertThat(
            Requirements.all().stream()
                .filter(Requirement::isCheckable)
                .filter(one -> one.severity() == Severity.ERROR))
        .hasSize(100);
    assertThat(
            Requirements.all().stream()
                .filter(one -> one.needs().contains(Need.SENDER_SIDE_CAPTURE)))
        .hasSize(25);
  }

  @Test
  void eachThatATraceCanShowHasARule() {
    assertThat(Requirements.all().stream().filter(Requirement::isCheckable))
        .allSatisfy(one -> assertThat(RuleCatalogue.reporting(one.id())).as(one.id()).isNotEmpty());
  }

  @Test
  void readsOneFieldByField() {
    Requirement one = Requirements.get("ADD-ECHO-SENT");
    assertThat(one.spec()).isEqualTo("RFC8684");
    assertThat(one.section()).isEqualTo("3.4.1");
    assertThat(one.versions()).containsExactly(1);
    assertThat(one.observable()).isEqualTo(Observable.HEURISTIC);
    assertThat(one.tier()).isEqualTo(Tier.ADVISORY);
    assertThat(one.severity()).isEqualTo(Severity.NOTE);
    assertThat(one.needs())
        .isEqualTo(
            Set.of(
                Need.BOTH_DIRECTIONS, Need.ALL_SUBFLOWS, Need.TIMING, Need.RECEIVER_SIDE_CAPTURE));
    assertThat(one.exceptions()).isEqualTo(Set.of(Doubt.CAPTURE_GAP, Doubt.POLICY));
    assertThat(one.prefix()).isEqualTo("ADD");
    assertThat(one.is(Trait.REACTION)).isTrue();
    assertThat(one.is(Trait.CAUSAL)).isFalse();
    RequirementTexts texts = RequirementTexts.of("ADD-ECHO-SENT");
    assertThat(texts.detect()).isNotBlank();
    assertThat(texts.whyNot()).isEmpty();
    assertThat(RequirementTexts.of("DSS-KEEP-UNTIL-BOTH-ACKED").whyNot()).isNotBlank();
  }

  @Test
  void citesTheRfcOfTheConnection() {
    Requirement join = Requirements.get("JOIN-ACK-RESERVED-ZERO");
    assertThat(join.specFor(0)).isEqualTo("RFC6824");
    assertThat(join.sectionFor(0)).isEqualTo(join.section());
    Requirement fail = Requirements.get("FAIL-LENGTH");
    assertThat(fail.section()).isEqualTo("3.7");
    assertThat(fail.specFor(0)).isEqualTo("RFC6824");
    assertThat(fail.sectionFor(0)).isEqualTo("3.6");
    assertThat(fail.sectionFor(1)).isEqualTo("3.7");
    assertThat(fail.specFor(-1)).isEqualTo("RFC8684");
  }
}
