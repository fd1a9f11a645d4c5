package org.mptcpscope.rules.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why a join is expected to be refused.
 *
 * @param reason of MP_TCPRST (RFC 8684, 3.6), 0 to 255; -1: a RST without that option; -2: any RST
 */
record Refusal(int reason) {
  private static final int NO_OPTION = -1;
  private static final int ANY = -2;
  private static final Pattern CODE = Pattern.compile("0x([0-9a-fA-F]{1,2})|([0-9]{1,3})");
  private static final Pattern TOLD = Pattern.compile("MP_TCPRST 0x([0-9a-f]{2})");

  /** The refusal of this word; nothing if it is none. */
  static Optional<Refusal> of(String word) {
    switch (word) {
      case "any" -> {
        return Optional.of(new Refusal(ANY));
      }
      case "rst" -> {
        return Optional.of(new Refusal(NO_OPTION));
      }
      default -> {}
    }
    Matcher code = CODE.matcher(word);
    if (!code.matches()) {
      return Optional.empty();
    }
    int reason =
        code.group(1) != null
            ? Integer.parseInt(code.group(1), 16)
            : Integer.parseInt(code.group(2));
    return reason > 255 ? Optional.empty() : Optional.of(new Refusal(reason));
  }

  static String words(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::word).collect(Collectors.joining(", "));
  }

  private String word() {
    return switch (reason) {
      case ANY -> "any";
      case NO_OPTION -> "rst";
      default -> String.format(Locale.ROOT, "0x%02x", reason);
    };
  }

  /** Whether there is one refusal for each expected one, and no other. */
  static boolean match(List<Refusal> expected, List<String> told) {
    if (expected.size() != told.size()) {
      return false;
    }
    List<String> left = new ArrayList<>(told);
    // Those that mean one thing choose first.
    List<Refusal> sorted = new ArrayList<>(expected);
    sorted.sort(Comparator.comparingInt(Refusal::reason).reversed());
    for (Refusal one : sorted) {
      Optional<String> fits = left.stream().filter(one::is).findFirst();
      if (fits.isEmpty()) {
        return false;
      }
      left.remove(fits.get());
    }
    return true;
  }

  private boolean is(String told) {
    Matcher code = TOLD.matcher(told);
    boolean has = code.find();
    return switch (reason) {
      case ANY -> true;
      case NO_OPTION -> !has;
      default -> has && Integer.parseInt(code.group(1), 16) == reason;
    };
  }
}
