package org.mptcpscope.core.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;

/**
 * Something that happened on the wire or became certain. Their number does not grow with the octets
 * of a healthy transfer. The core states facts; a rule judges them.
 *
 * <p>They stand in one file, long as it is, because the sealed set is read as one table: what there
 * is to hear, in the order of a connection's life.
 */
public sealed interface MptcpEvent {
  Connection connection();

  /** The frame with which the fact became certain. */
  FrameRef knownAt();

  /** Doubts that were true for this fact when it was stated; for the engine, not for rules. */
  Set<Doubt> doubts();

  /** An event that stems from one segment. */
  sealed interface SegmentEvent extends MptcpEvent {
    Carrier carrier();

    @Override
    default Connection connection() {
      return carrier().on().connection();
    }

    @Override
    default FrameRef knownAt() {
      return carrier().frame();
    }

    /** The host that sent the segment. */
    default Side by() {
      return carrier().by();
    }

    /** The subflow it was sent on. */
    default Subflow on() {
      return carrier().on();
    }
  }

  /** An event that is one MPTCP option; every option but a regular DSS is exactly one. */
  sealed interface OptionEvent extends SegmentEvent {
    /** Empty only where the event states that the option is absent. */
    Optional<? extends MptcpOption> optional();
  }

  // ---- handshake -------------------------------------------------------------------------------

  /** The first sign of a connection. */
  record ConnectionOpened(Carrier carrier, Origin origin, Dialect dialect, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * A SYN or SYN/ACK of a subflow.
   *
   * @param answer true for a SYN/ACK
   * @param copy ordinal among those of this ISN, from 1
   */
  record SynSent(
      Carrier carrier, int isn, boolean answer, Offers offers, int copy, Set<Doubt> doubts)
      implements SegmentEvent {

    /**
     * Ordinary TCP options.
     *
     * @param mss or -1
     * @param windowScale or -1
     * @param tfoKind 34, 254 or -1
     * @param tfoCookie octets of the cookie, -1 without the option
     * @param optionOctets length of the whole option area
     */
    public record Offers(
        int mss,
        int windowScale,
        boolean sackPermitted,
        boolean timestamps,
        int tfoKind,
        int tfoCookie,
        int optionOctets) {}
  }

  /**
   * An MP_CAPABLE that parses.
   *
   * @param reflected it has the octets of the SYN that it answers
   * @param copy ordinal among equal ones of this host, from 1
   */
  record CapableSent(
      Carrier carrier, MpCapable option, Form form, boolean reflected, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpCapable> optional() {
      return Optional.of(option);
    }

    /** Which step of the handshake it is, by the segment that carries it. */
    public enum Form {
      SYN,
      SYN_ACK,
      ACK,
      ACK_DATA
    }
  }

  /**
   * MP_JOIN on a SYN.
   *
   * @param tokenVariant the wrong computation that gives the token, or null
   */
  record JoinRequested(
      Carrier carrier,
      MpJoinSyn option,
      TokenMatch tokenMatch,
      Variant tokenVariant,
      InetSocketAddress source,
      InetSocketAddress target,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpJoinSyn> optional() {
      return Optional.of(option);
    }

    /** Whose token it is. */
    public enum TokenMatch {
      /** Of a live connection; the joiner is by definition the other host. */
      PEER,
      /** Of the joiner itself: sent to where so far only the other host was. */
      OWN,
      /** Of a connection that is over. */
      ENDED,
      /** Not right, but a known wrong computation on a live key. */
      VARIANT,
      UNKNOWN
    }
  }

  /**
   * The SYN/ACK to an MP_JOIN SYN, or any SYN/ACK with MP_JOIN.
   *
   * @param optional empty if absent, reflected or malformed
   * @param missing why it is empty, or null
   */
  record JoinAnswered(
      Carrier carrier,
      Optional<MpJoinSynAck> optional,
      Missing missing,
      HmacCheck hmac,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    /** Why there is no MP_JOIN. */
    public enum Missing {
      ABSENT,
      REFLECTED,
      MALFORMED
    }
  }

  /** MP_JOIN on a segment without SYN: the third packet of a join. */
  record JoinConfirmed(
      Carrier carrier, MpJoinAck option, HmacCheck hmac, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpJoinAck> optional() {
      return Optional.of(option);
    }
  }

  /**
   * The first segment of the opener, without SYN and RST, that acknowledges the SYN/ACK.
   *
   * @param explicit false if it has payload and no bare ACK was seen
   */
  record HandshakeCompleted(Carrier carrier, Outcome outcome, boolean explicit, Set<Doubt> doubts)
      implements SegmentEvent {
    /** What the handshake agreed on. */
    public enum Outcome {
      /** No SYN/ACK copy had the option. */
      REFUSED,
      /** The third packet lacks the option. */
      BARE,
      /** The echoed key is of no SYN/ACK, or the SYN/ACK acknowledges what was not sent. */
      TAMPERED,
      AGREED
    }
  }

  /** The initial subflow with its third, a joined one with its fourth packet. */
  record SubflowEstablished(Carrier carrier, Set<Doubt> doubts) implements SegmentEvent {}

  // ---- data ------------------------------------------------------------------------------------

  /**
   * First new payload of a host on a subflow, behind accepted SYN payload.
   *
   * @param mapping null unless mapped by MP_CAPABLE, DSS or earlier
   */
  record PayloadStarted(Carrier carrier, MappedBy mappedBy, Mapping mapping, Set<Doubt> doubts)
      implements SegmentEvent {
    /** What maps the first octet. */
    public enum MappedBy {
      CAPABLE,
      DSS,
      EARLIER,
      INFINITE,
      NONE
    }
  }

  /** First DATA_ACK of a host in the connection. */
  record DataAckStarted(Carrier carrier, long dataAck, boolean wide, Set<Doubt> doubts)
      implements SegmentEvent {}

  /** First proof on a subflow that data of this host arrived as MPTCP. */
  record PathConfirmed(Carrier carrier, long dataAck, Side sender, Set<Doubt> doubts)
      implements SegmentEvent {}

  /** First TCP ack of payload of this sender on a subflow without any DATA_ACK so far. */
  record AckedPlainly(Carrier carrier, Range ssns, Side sender, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * New payload that ends more than a segment behind a window; once per host and subflow, or per
   * host and connection. The window of the connection is the largest that was told on any subflow,
   * counted from the highest Data ACK; that of a subflow is the one told there, or the largest of
   * any subflow, counted from the acknowledgment of TCP.
   *
   * @param end first number behind the payload: an SSN, or a DSN for a connection
   * @param edge first number behind the window
   * @param window octets of the window, counted from what was acknowledged
   * @param plainly it lies within a larger window that only segments without a Data ACK told; never
   *     true for a subflow
   */
  record WindowExceeded(
      Carrier carrier,
      Level level,
      long end,
      long edge,
      long window,
      boolean plainly,
      Set<Doubt> doubts)
      implements SegmentEvent {
    /** Whose window. */
    public enum Level {
      SUBFLOW,
      CONNECTION
    }
  }

  /**
   * Data ACK plus window lies left of where it was on the same subflow at an earlier time of the
   * host's clock, by more than the grain; once per host and subflow, and not for a host that closes
   * or fell back.
   *
   * @param edge first DSN behind the window that this segment leaves
   * @param highest the same of {@code highestAt}, where it was largest
   * @param grain octets by which it may be smaller: a unit of the window scale, or a segment
   */
  record WindowEdgeRetreated(
      Carrier carrier, long edge, long highest, FrameRef highestAt, long grain, Set<Doubt> doubts)
      implements SegmentEvent {}

  /** A DSS with an oddity that its direction did not have in this episode. */
  record DssIrregular(
      Carrier carrier, Optional<MptcpOption> optional, Set<Oddity> oddities, Set<Doubt> doubts)
      implements OptionEvent {
    /** What is odd, as a pure function of octets, flags and the agreement on checksums. */
    public enum Oddity {
      EMPTY,
      LENGTH,
      RESERVED,
      /** DATA_FIN without a mapping, which would tell its number. */
      FIN_UNMAPPED,
      /** DATA_FIN with length 0, which stands for an infinite mapping. */
      FIN_ON_INFINITE,
      CHECKSUM_MISSING,
      CHECKSUM_UNAGREED,
      REPEATED,
      ON_SYN
    }
  }

  /** An SSN that was mapped already got another DSN minus SSN. */
  record MappingConflicted(
      Carrier carrier, Mapping older, Mapping newer, Range ssns, Set<Doubt> doubts)
      implements SegmentEvent {}

  /** A mapping that does not meet its own segment. */
  record MappingMisplaced(Carrier carrier, Mapping mapping, How how, Set<Doubt> doubts)
      implements SegmentEvent {
    /** In which way. */
    public enum How {
      BESIDE,
      NO_PAYLOAD,
      ABSOLUTE_SSN,
      ZERO_SSN
    }
  }

  /**
   * New payload without a DSS mapping and without MP_CAPABLE data part, while it was not confirmed
   * that MPTCP options pass: on this subflow, and on the initial one by no other either.
   *
   * @param covered whether a mapping seen before covers it
   */
  record PayloadBare(Carrier carrier, Range ssns, boolean covered, Set<Doubt> doubts)
      implements SegmentEvent {}

  /** Payload that no mapping covered, judged late. */
  record PayloadUnmapped(
      Carrier carrier, FrameRef knownAt, Range ssns, boolean optionless, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * The receiver goes on acknowledging in front of payload that no mapping covers, by its TCP
   * acknowledgments, for three round trips, though it was sent again and later octets arrived; once
   * per host and subflow.
   *
   * @param ssns of that payload, from the first octet that is not acknowledged
   * @param since the segment that first had it
   */
  record ProgressStalled(Carrier carrier, Range ssns, FrameRef since, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * Payload that is not what passed before under the same numbers. Octets of which one copy was
   * damaged, by its TCP checksum, are not compared.
   *
   * @param octets in that space, from the first that differs to the last that was compared
   * @param original the segment that had them first
   * @param originalOn its subflow
   */
  record PayloadDiffered(
      Carrier carrier,
      Space space,
      Range octets,
      FrameRef original,
      Subflow originalOn,
      Set<Doubt> doubts)
      implements SegmentEvent {
    /** Which numbers were the same. */
    public enum Space {
      /** Those of the subflow. */
      SSN,
      /** Those of the connection, under other ones of a subflow. */
      DSN
    }
  }

  /**
   * All octets of a mapping were seen, and their checksum is wrong.
   *
   * @param payload false for a DATA_FIN alone
   */
  record ChecksumFailed(
      Carrier carrier,
      FrameRef knownAt,
      Mapping mapping,
      int sent,
      int computed,
      Variant variant,
      boolean payload,
      Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * DATA_FIN: F with a mapping of length above 0.
   *
   * @param alone no payload is mapped with it
   */
  record DataFinSent(
      Carrier carrier, Dss option, long finalDsn, boolean alone, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<Dss> optional() {
      return Optional.of(option);
    }
  }

  /**
   * Data at or behind the number of its host's DATA_FIN; once per direction of a subflow, and not
   * for a host that fell back.
   *
   * @param dsns of the octets that were sent at or behind the DATA_FIN
   * @param finalDsn of the first DATA_FIN
   */
  record DataBehindFin(Carrier carrier, Range dsns, long finalDsn, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * A Data ACK of octets that had not passed before it. Stated when the connection ends, where it
   * can be told whether the capture lacks any.
   *
   * @param dsns of the octets that had not passed
   * @param filledAt the segment with which all of them had passed, or null if that never came
   * @param refuted true if no path outside the capture can have carried them: the host said less
   *     next, or they lie behind the DATA_FIN
   */
  record DataAckOverreached(
      Carrier carrier,
      FrameRef knownAt,
      How how,
      Range dsns,
      FrameRef filledAt,
      boolean refuted,
      Set<Doubt> doubts)
      implements SegmentEvent {
    /** Whether there was later data. */
    public enum How {
      BEYOND_SENT,
      OVER_HOLE
    }
  }

  /**
   * A Data ACK of 4 octets for payload whose DSNs were sent with 8 octets only, and none of 8 came
   * for the same on any subflow within a second or two round trips. Stated once per host, when the
   * connection ends.
   *
   * @param dsns of the payload
   */
  record DataAckNarrowed(Carrier carrier, FrameRef knownAt, Range dsns, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * A Data ACK lower than one that the host had sent before on the subflow, by its time stamps.
   *
   * @param highest the highest one
   * @param highestAt where it passed first
   */
  record DataAckRegressed(
      Carrier carrier, long dataAck, long highest, FrameRef highestAt, Set<Doubt> doubts)
      implements SegmentEvent {}

  /**
   * A DSN or Data ACK that no octet of the stream can have, once data of the stream was Data-ACKed;
   * not for hosts that fell back. The model goes on with the value that its low half stands for.
   *
   * @param dataAck a Data ACK, else the DSN of a mapping
   * @param wide sent with 8 octets
   * @param number as sent; of 4 octets the value that it stands for
   * @param expected with the same low half, nearest to the end of what was sent
   * @param firstDsn of the stream, by the key
   */
  record SequenceImplausible(
      Carrier carrier,
      boolean dataAck,
      How how,
      boolean wide,
      long number,
      long expected,
      long firstDsn,
      Set<Doubt> doubts)
      implements SegmentEvent {
    /** Why. */
    public enum How {
      /** Only the low half fits. */
      HIGH_HALF,
      /** It lies in front of all data. */
      IN_FRONT
    }
  }

  /** First DATA_ACK of a host's DATA_FIN. */
  record DataFinAcked(Carrier carrier, Side sender, Set<Doubt> doubts) implements SegmentEvent {}

  // ---- signals ---------------------------------------------------------------------------------

  /** ADD_ADDR without echo. */
  record AddressAdvertised(
      Carrier carrier,
      AddAddr option,
      InetAddress address,
      HmacCheck hmac,
      Novelty novelty,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<AddAddr> optional() {
      return Optional.of(option);
    }

    /** Against the last one with this Address ID. */
    public enum Novelty {
      NEW,
      SAME,
      OTHER_PORT,
      OTHER_ADDRESS
    }
  }

  /**
   * ADD_ADDR with the echo flag.
   *
   * @param original the frame of the ADD_ADDR that it echoes, or null
   */
  record AddressEchoed(
      Carrier carrier,
      AddAddr option,
      InetAddress address,
      Match match,
      FrameRef original,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<AddAddr> optional() {
      return Optional.of(option);
    }

    /** How far it equals what the peer advertised. */
    public enum Match {
      EXACT,
      WITHOUT_PORT,
      OTHER_PORT,
      ID_ONLY,
      NONE
    }
  }

  /** REMOVE_ADDR. */
  record AddressRemoved(
      Carrier carrier, RemoveAddr option, List<Subflow> affected, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<RemoveAddr> optional() {
      return Optional.of(option);
    }
  }

  /** MP_PRIO. */
  record PriorityChanged(
      Carrier carrier, MpPrio option, List<Subflow> affected, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpPrio> optional() {
      return Optional.of(option);
    }
  }

  // ---- fallback --------------------------------------------------------------------------------

  /** An infinite mapping: length 0 without DATA_FIN (RFC 8684, 3.7). */
  record InfiniteMappingSent(
      Carrier carrier, Dss option, Mapping mapping, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<Dss> optional() {
      return Optional.of(option);
    }
  }

  /** MP_FAIL. */
  record FailSent(
      Carrier carrier,
      MpFail option,
      boolean onReset,
      boolean reciprocal,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpFail> optional() {
      return Optional.of(option);
    }
  }

  /** A host is bound to plain TCP from here on; only certain ones are stated. */
  record FellBack(Carrier carrier, Fallback fallback, Set<Doubt> doubts) implements SegmentEvent {}

  // ---- closing ---------------------------------------------------------------------------------

  /** First TCP FIN of a host on a subflow. */
  record FinSent(Carrier carrier, long lastSsn, Set<Doubt> doubts) implements SegmentEvent {}

  /**
   * A RST.
   *
   * @param reason its MP_TCPRST, if it has one
   * @param answers frame of the SYN, SYN/ACK or third packet that it answers directly, or null
   * @param phase of the subflow before it
   * @param ended false if it is not acceptable
   */
  record SubflowReset(
      Carrier carrier,
      Optional<MpTcprst> reason,
      FrameRef answers,
      Subflow.Phase phase,
      boolean ended,
      Set<Doubt> doubts)
      implements SegmentEvent {}

  /** MP_TCPRST, on whatever segment. */
  record ResetExplained(Carrier carrier, MpTcprst option, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpTcprst> optional() {
      return Optional.of(option);
    }
  }

  /**
   * MP_FASTCLOSE.
   *
   * @param copy ordinal among equal ones of this host
   * @param timerCopy ordinal among copies without a segment of the peer in between, 100 ms apart
   */
  record FastClosed(
      Carrier carrier,
      MpFastclose option,
      Form form,
      Key key,
      int copy,
      int timerCopy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MpFastclose> optional() {
      return Optional.of(option);
    }

    /** Which segment carries it. */
    public enum Form {
      ACK,
      RST,
      OTHER
    }

    /** What the key is. */
    public enum Key {
      VALID,
      /** The receiver's key is unknown, but its token was asked for and fits. */
      TOKEN_FITS,
      OWN,
      ZERO,
      REVERSED,
      WRONG,
      /** The sender could not know the key yet. */
      TOO_EARLY,
      UNKNOWN;

      /** True if the receiver must obey. */
      public boolean isValid() {
        return this == VALID || this == TOKEN_FITS;
      }

      /** True if it is provably not the receiver's key. */
      public boolean isInvalid() {
        return this == OWN || this == ZERO || this == REVERSED || this == WRONG;
      }
    }
  }

  /** A subflow is over. */
  record SubflowEnded(
      Subflow subflow, Carrier lastCarrier, How how, FrameRef knownAt, Set<Doubt> doubts)
      implements MptcpEvent {
    @Override
    public Connection connection() {
      return subflow.connection();
    }

    /** In which way. */
    public enum How {
      FIN,
      RESET,
      UNANSWERED,
      REPLACED,
      IDLE,
      CAPTURE_END
    }
  }

  /** A connection is over, and what comes late was still judged. */
  record ConnectionEnded(Connection connection, ClosedBy how, FrameRef knownAt, Set<Doubt> doubts)
      implements MptcpEvent {}

  // ---- damage ----------------------------------------------------------------------------------

  /**
   * An MPTCP option that does not parse, all options in front of it being sound. It changes no
   * state but counts as present.
   */
  record OptionMalformed(
      Carrier carrier, Malformed option, boolean reflected, int copy, Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<Malformed> optional() {
      return Optional.of(option);
    }
  }

  /**
   * A subtype without meaning, 0xf, or a foreign kind that is answered in kind.
   *
   * @param octets the whole option
   * @param answers on a SYN/ACK of a foreign kind the frame of the SYN in the same kind, or null
   */
  record OptionUnknown(
      Carrier carrier,
      MptcpOption option,
      Octets octets,
      FrameRef answers,
      int copy,
      Set<Doubt> doubts)
      implements OptionEvent {
    @Override
    public Optional<MptcpOption> optional() {
      return Optional.of(option);
    }
  }

  /** The peer acknowledged octets of this sender that the capture lacks. */
  record GapSeen(
      Subflow subflow, Side sender, Range ssns, FrameRef from, FrameRef knownAt, Set<Doubt> doubts)
      implements MptcpEvent {
    @Override
    public Connection connection() {
      return subflow.connection();
    }
  }
}
