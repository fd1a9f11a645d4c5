package org.mptcpscope.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How the process ends when somebody wants it to (Ctrl-C, SIGTERM): the command is told, ends its
 * work, and what it says becomes the exit code. The JVM alone would end at once, with a code of its
 * own.
 */
final class Ending {
  private static final CompletableFuture<Integer> CODE = new CompletableFuture<>();

  private Ending() {}

  /** Ends the process; everything was written. */
  static void exit(int code) {
    CODE.complete(code);
    // While the JVM is ending already, this waits for the hook, which ends it.
    System.exit(code);
  }

  /**
   * Calls {@code stop} when somebody wants the process to end.
   *
   * @param patienceSeconds after which the process ends though the command has not: it may wait for
   *     input that does not come
   * @return to be given to {@link #forget} when there is nothing left to stop
   */
  static Thread stopBy(Runnable stop, long patienceSeconds) {
    Thread hook = new Thread(() -> finish(stop, patienceSeconds));
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void finish(Runnable stop, long patienceSeconds) {
    stop.run();
    try {
      Runtime.getRuntime().halt(CODE.get(patienceSeconds, TimeUnit.SECONDS));
    } catch (Exception _) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }

  /** Takes back what {@link #stopBy} arranged; false if it has begun already. */
  static boolean forget(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return false;
    }
  }
}
