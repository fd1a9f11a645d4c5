package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mptcpscope.core.model.Handshake;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** All copies of the SYN exchange of a subflow, by ISN of the opener. */
final class HandshakeState implements Handshake {
  private static final int MAX_COPIES = 16;
  private static final int MAX_ATTEMPTS = 16;

  /** Identifications that are farther apart are not counted up. */
  private static final int MAX_STEP = 64;

  /** Less than this tells nothing about a clock, in nanoseconds. */
  private static final long LEAST_SPAN = 100_000_000;

  /** An attempt that still grows. */
  static final class Growing {
    final int isn;
    final List<Copy> syns = new ArrayList<>(1);
    final List<Copy> synAcks = new ArrayList<>(1);
    int synCount;
    int synAckCount;
    Copy third;

    /** The capture kept not all options of a SYN/ACK: what it lacks may be there. */
    boolean answerCut;

    /** A segment of the opener that acknowledges the SYN/ACK, without payload, was seen. */
    boolean bareAckSeen;

    Growing(int isn) {
      this.isn = isn;
    }

    Attempt freeze() {
      return new Attempt(isn, List.copyOf(syns), List.copyOf(synAcks), third);
    }

    /** Whether any SYN had an option of this type. */
    boolean asked(Class<? extends MptcpOption> type) {
      return syns.stream().anyMatch(copy -> copy.option(type).isPresent());
    }

    /** Whether any SYN/ACK had an option of this type. */
    boolean answered(Class<? extends MptcpOption> type) {
      return synAcks.stream().anyMatch(copy -> copy.option(type).isPresent());
    }
  }

  private final SubflowState subflow;
  private final List<Growing> attempts = new ArrayList<>(1);
  private Growing current;
  int synPayload;
  int synAccepted;

  /** IPv4 identification of the latest SYN of the opener; 0 or less if it tells nothing. */
  int synIdentification = -1;

  /** Capture time and ordinal of the last SYN, and whether a deadline for its answer is set. */
  long synAt;

  int synOrdinal;
  boolean awaitsAnswer;

  boolean crossed;

  /** Every MP_CAPABLE of a SYN/ACK so far was a copy of the option of the SYN. */
  boolean reflectedOnly;

  /** The listener answered one SYN with several numbers and keys, as SYN cookies do. */
  boolean severalKeys;

  HandshakeState(SubflowState subflow) {
    this.subflow = subflow;
  }

  /** A copy of the SYN; returns its ordinal from 1. */
  int syn(Copy copy) {
    Growing attempt = grow(copy.isn());
    if (attempt.syns.size() < MAX_COPIES) {
      attempt.syns.add(copy);
    }
    if (current == null || current.synAcks.isEmpty()) {
      current = attempt;
    }
    return ++attempt.synCount;
  }

  /** A SYN/ACK to the SYN with this ISN; returns its ordinal from 1. */
  int synAck(int isn, Copy copy) {
    Growing attempt = grow(isn);
    if (attempt.synAcks.size() < MAX_COPIES) {
      attempt.synAcks.add(copy);
    }
    current = attempt;
    return ++attempt.synAckCount;
  }

  private Growing grow(int isn) {
    for (Growing attempt : attempts) {
      if (attempt.isn == isn) {
        return attempt;
      }
    }
    Growing attempt = new Growing(isn);
    if (attempts.size() == MAX_ATTEMPTS) {
      attempts.remove(attempts.getFirst() == current ? 1 : 0);
    }
    attempts.add(attempt);
    return attempt;
  }

  /** Nanoseconds per unit of this host's time stamps, from its SYN to now; 0 if unknown. */
  long tick(Side side) {
    if (current == null) {
      return 0;
    }
    List<Copy> copies = side == subflow.opener ? current.syns : current.synAcks;
    DirectionState direction = subflow.direction(side);
    if (copies.isEmpty() || copies.getFirst().tsVal() < 0) {
      return 0;
    }
    long elapsed = direction.lastTime - copies.getFirst().frame().time();
    int units = direction.newestTsVal - (int) copies.getFirst().tsVal();
    return elapsed < LEAST_SPAN || units <= 0 ? 0 : elapsed / units;
  }

  /**
   * How many packets the opener sent since its SYN, up to one with this IPv4 identification, if it
   * counts them: 1 proves that nothing lies between. 0 if it does not seem to count.
   */
  int identificationsSince(int identification) {
    if (synIdentification <= 0 || identification <= 0) {
      return 0;
    }
    int step = identification - synIdentification & 0xffff;
    return step <= MAX_STEP ? step : 0;
  }

  /** Whether SYN/ACKs to the SYN in force differ in their sequence number. */
  boolean answersDiffer() {
    return current != null
        && current.synAcks.stream().mapToInt(Copy::isn).distinct().limit(2).count() > 1;
  }

  /** Whether no segment of this end can be a part of it any more. */
  boolean isBehind(boolean byOpener) {
    return current == null || current.third != null || !byOpener;
  }

  /** The attempt in force, or null. */
  Growing growing() {
    return current;
  }

  @Override
  public Optional<Attempt> attempt(int isn) {
    return attempts.stream().filter(a -> a.isn == isn).findFirst().map(Growing::freeze);
  }

  @Override
  public Optional<Attempt> current() {
    return Optional.ofNullable(current).map(Growing::freeze);
  }

  @Override
  public Tfo tfo() {
    return new Tfo(synPayload, synAccepted);
  }

  @Override
  public boolean crossed() {
    return crossed;
  }

  @Override
  public OptionalInt nonce(Side side) {
    if (current == null) {
      return OptionalInt.empty();
    }
    List<Copy> copies = side == subflow.opener ? current.syns : current.synAcks;
    for (Copy copy : copies) {
      for (MptcpOption option : copy.options()) {
        if (option instanceof MpJoinSyn join) {
          return OptionalInt.of(join.nonce());
        }
        if (option instanceof MpJoinSynAck join) {
          return OptionalInt.of(join.nonce());
        }
      }
    }
    return OptionalInt.empty();
  }
}
