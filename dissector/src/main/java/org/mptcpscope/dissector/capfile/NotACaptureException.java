package org.mptcpscope.dissector.capfile;

import java.io.IOException;

/** The octets are no capture that can be read; the message says why, in one line for people. */
public final class NotACaptureException extends IOException {
  private static final long serialVersionUID = 1;

  NotACaptureException(String message) {
    super(message);
  }
}
