package org.mptcpscope.samples.scenario;

/** A subflow to be, or a plain TCP connection: two endpoints, written left and right. */
public final class Path {
  private final String name;
  private final Connection connection;
  private final SubflowEnd left;
  private final SubflowEnd right;
  private SubflowEnd opener;

  private int interfaceId;
  private int vlan = -1;

  /**
   * Makes a path.
   *
   * @param incarnation how many paths of this name there were before: each has its own numbers
   */
  public Path(
      String name,
      int incarnation,
      Connection connection,
      Host.Endpoint left,
      Host.Endpoint right) {
    this.name = name;
    this.connection = connection;
    Side side = connection.side(left.host());
    this.left = new SubflowEnd(connection, name, incarnation, side, left);
    this.right = new SubflowEnd(connection, name, incarnation, side.peer(), right);
  }

  public String name() {
    return name;
  }

  public Connection connection() {
    return connection;
  }

  public SubflowEnd left() {
    return left;
  }

  public SubflowEnd right() {
    return right;
  }

  /** Interface of the capture that sees this path. */
  public int interfaceId() {
    return interfaceId;
  }

  public void capturedOn(int captureInterface) {
    interfaceId = captureInterface;
  }

  /** VLAN that the path's frames are tagged with, or -1. */
  public int vlan() {
    return vlan;
  }

  public void tag(int tag) {
    vlan = tag;
  }

  public SubflowEnd peer(SubflowEnd end) {
    return end == left ? right : left;
  }

  /** The end that sent the first SYN; the left one before that. */
  public SubflowEnd opener() {
    return opener == null ? left : opener;
  }

  public void opens(SubflowEnd end) {
    if (opener == null) {
      opener = end;
    }
  }
}
