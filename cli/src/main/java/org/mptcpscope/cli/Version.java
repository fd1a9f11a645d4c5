package org.mptcpscope.cli;

import org.mptcpscope.rules.catalogue.RuleCatalogue;

/** The version, as {@code --version} prints it. */
final class Version {
  private Version() {}

  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** What files that are written say of the program that wrote them. */
  static String application() {
    return "mptcpscope " + number();
  }

  static String line() {
    return "mptcpscope "
        + number()
        + " (RFC 8684, RFC 6824; "
        + RuleCatalogue.all().size()
        + " rules; Java "
        + System.getProperty("java.version")
        + ")";
  }
}
