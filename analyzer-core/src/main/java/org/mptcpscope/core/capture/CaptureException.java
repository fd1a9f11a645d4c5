package org.mptcpscope.core.capture;

import java.io.Serial;

/** A capture of which nothing can be read. */
public final class CaptureException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** The file is empty. */
  public static final String EMPTY = "empty";

  /** The octets are those of something else. */
  public static final String NOT_A_CAPTURE = "notACapture";

  /** There is no such file. */
  public static final String MISSING = "missing";

  /** The file may not be read, or reading it failed. */
  public static final String UNREADABLE = "unreadable";

  /** A directory holds no capture. */
  public static final String NO_CAPTURES = "noCaptures";

  /** Another reader was asked for, and it is not installed. */
  public static final String NO_LIBPCAP = "noLibpcap";

  /** A filter is not in the language of pcap-filter(7). */
  public static final String FILTER = "filter";

  private final String code;
  private final String subject;

  /**
   * Makes one.
   *
   * @param code stable name for programs
   * @param subject the file as it was named
   * @param message one sentence for people, without the subject
   */
  public CaptureException(String code, String subject, String message) {
    super(message);
    this.code = code;
    this.subject = subject;
  }

  /** A stable name of the case for programs. */
  public String code() {
    return code;
  }

  /** The file, directory or {@code -}, exactly as it was named. */
  public String subject() {
    return subject;
  }

  /** The same as a warning, for reports in which every named file has an entry. */
  public CaptureWarning asWarning() {
    return new CaptureWarning(code, getMessage(), 0);
  }
}
