package org.mptcpscope.rules.api;

/** Hears of findings while a capture is judged; the report at the end is what counts. */
public interface FindingListener {

  /**
   * A finding, told once.
   *
   * @param open true if its connection goes on: what follows may still take it back
   */
  void found(Finding finding, boolean open);

  /**
   * A finding that was told while its connection was open does not stand at the end: what followed
   * explains it, folds it into another one, or shows that the capture cannot prove it.
   */
  void withdrawn(Finding finding);
}
