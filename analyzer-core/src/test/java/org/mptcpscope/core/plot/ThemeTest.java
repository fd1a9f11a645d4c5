package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promises of the visual language, computed from the theme file. */
class ThemeTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHIC = 3.0;

  static List<Theme> themes() {
    return List.of(Theme.LIGHT, Theme.DARK);
  }

  @ParameterizedTest
  @MethodSource("themes")
  void textCanBeRead(Theme theme) {
    for (String role :
        List.of("ink", "muted", "accent", "error", "warningText", "unclear", "passed", "note")) {
      assertThat(Vision.contrast(theme.colour(role), theme.colour("ground")))
          .as(role)
          .isGreaterThanOrEqualTo(TEXT);
    }
    for (String ground : List.of("panel", "selectedRow", "evidenceRow")) {
      assertThat(Vision.contrast(theme.colour("ink"), theme.colour(ground)))
          .as(ground)
          .isGreaterThanOrEqualTo(7);
    }
    assertThat(Vision.contrast(theme.colour("muted"), theme.colour("panel")))
        .isGreaterThanOrEqualTo(TEXT);
    for (String severity : List.of("error", "warning")) {
      String words = severity.equals("warning") ? "warningText" : severity;
      assertThat(Vision.contrast(theme.colour(words), theme.colour(severity + "Ground")))
          .as(severity)
          .isGreaterThanOrEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @MethodSource("themes")
  void linesAndGlyphsCanBeSeen(Theme theme) {
    List<String> roles = new ArrayList<>(List.of("axis", "warning", "error", "note", "unclear"));
    for (int i = 0; i < Theme.SUBFLOW_COLOURS; i++) {
      roles.add("subflow" + i);
    }
    for (String role : roles) {
      assertThat(Vision.contrast(theme.colour(role), theme.colour("ground")))
          .as(role)
          .isGreaterThanOrEqualTo(GRAPHIC);
    }
  }

  @ParameterizedTest
  @MethodSource("themes")
  void digitsCanBeReadOnChips(Theme theme) {
    for (int i = 0; i < Theme.SUBFLOW_COLOURS; i++) {
      assertThat(Vision.contrast(theme.colour(Theme.digit(i)), theme.colour(Theme.subflow(i))))
          .as("digit " + i)
          .isGreaterThanOrEqualTo(TEXT);
    }
  }

  /** Smallest distances as desktop.md states them: first four and all eight. */
  static List<Arguments> distances() {
    return List.of(
        Arguments.of(Theme.LIGHT, Vision.NORMAL, 21.5, 11.3),
        Arguments.of(Theme.LIGHT, Vision.PROTAN, 12.6, 9.8),
        Arguments.of(Theme.LIGHT, Vision.DEUTAN, 15.5, 9.8),
        Arguments.of(Theme.LIGHT, Vision.TRITAN, 13.5, 8.4),
        Arguments.of(Theme.DARK, Vision.NORMAL, 19.6, 14.2),
        Arguments.of(Theme.DARK, Vision.PROTAN, 14.9, 12.2),
        Arguments.of(Theme.DARK, Vision.DEUTAN, 15.7, 10.6),
        Arguments.of(Theme.DARK, Vision.TRITAN, 20.1, 10.5));
  }

  @ParameterizedTest
  @MethodSource("distances")
  void subflowsCanBeToldApart(Theme theme, Vision eyes, double four, double eight) {
    assertThat(smallest(theme, eyes, 4)).isGreaterThanOrEqualTo(four - 0.1);
    assertThat(smallest(theme, eyes, 8)).isGreaterThanOrEqualTo(eight - 0.1);
  }

  private static double smallest(Theme theme, Vision eyes, int count) {
    double smallest = Double.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        smallest =
            Math.min(
                smallest,
                eyes.distance(theme.colour(Theme.subflow(i)), theme.colour(Theme.subflow(j))));
      }
    }
    return smallest;
  }

  @ParameterizedTest
  @MethodSource("themes")
  void twoSubflowsSurviveAGreyPrinter(Theme theme) {
    assertThat(
            Math.abs(
                Vision.lightness(theme.colour("subflow0"))
                    - Vision.lightness(theme.colour("subflow1"))))
        .isGreaterThanOrEqualTo(19.5);
  }

  @ParameterizedTest
  @MethodSource("themes")
  void everyColourOfAStyleIsARole(Theme theme) {
    for (String name : Theme.styleNames()) {
      Look look = theme.look(name);
      assertThatCode(
              () -> {
                assertThat(look.stroke()).isNotNull();
                assertThat(look.fill()).isNotNull();
                assertThat(look.hatch()).isNotNull();
                assertThat(look.halo()).isNotNull();
              })
          .as(name)
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> theme.colour("no such role"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("themes")
  void theNinthSubflowGetsTheFirstColour(Theme theme) {
    assertThat(theme.colour(Theme.subflow(8))).isEqualTo(theme.colour("subflow0"));
    assertThat(Theme.dash(0)).isEqualTo("solid");
    assertThat(Theme.dash(9)).isEqualTo("6,3");
  }
}
