package org.mptcpscope.gui;

import java.nio.file.Files;
import java.nio.file.Path;

/** Captures of the project's own sample folder. */
public final class Samples {
  private static final Path FOLDER = root().resolve("sample-pcaps/captures");

  /** Two subflows, healthy. */
  public static final Path TWO_SUBFLOWS = FOLDER.resolve("linux/subflow_2/client.pcapng.gz");

  /** A fast close with a wrong key in frame 12. */
  public static final Path WRONG_KEY =
      FOLDER.resolve("scripted-peer/own-fastclose_rst_wrong_key.pcap");

  private Samples() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("dev"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
