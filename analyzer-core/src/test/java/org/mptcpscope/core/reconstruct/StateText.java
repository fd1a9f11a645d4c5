package org.mptcpscope.core.reconstruct;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that a connection is known by, as text: all fields of all objects below it, and of
 * tables what they hold, not how. Two passes that came to the same state have the same text.
 */
final class StateText {
  /** Deadlines, the segment in hand, and what the plain path keeps until it is settled. */
  private static final Set<Class<?>> LEFT_OUT =
      Set.of(Alarms.Bundle.class, Lane.class, SegmentState.class, DeclaredMapping.class);

  /** What is right only while a segment is worked on. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "fresh",
          "conflictFrom",
          "conflictTo",
          "conflictWith",
          "rebased",
          "free",
          "overflowed",
          "lane",
          "lastOrdinal",
          "stamp",
          "dirtyLanes",
          "isListed",
          "plainSum",
          "plainEnd",
          "plainReach",
          "lanes",
          "zone",
          "dropDue",
          "dropBound",
          "dropped");

  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  private final StringBuilder text = new StringBuilder();
  private final IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();

  private StateText() {}

  static String of(ConnectionState connection) {
    StateText state = new StateText();
    try {
      state.value("connection", connection);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return state.text.toString();
  }

  private void value(String name, Object value) throws IllegalAccessException {
    switch (value) {
      case null -> line(name, "null");
      case RangeSet set -> line(name, ranges(set));
      case RowRing ring -> line(name, rows(ring));
      case MappingRuns runs -> {
        line(name, runs(runs));
        fields(runs, Set.of("runs", "head", "size"));
      }
      case JudgedMappings judged -> line(name, judged(judged));
      case RecentSegments recent -> line(name, recent.all().toString());
      case EventSink _ -> {}
      case PassContext _ -> {}
      case Enum<?> it -> line(name, it.name());
      case Record it -> line(name, it.toString());
      case Map<?, ?> map -> {
        for (Map.Entry<?, ?> one : map.entrySet()) {
          value(name + "[" + one.getKey() + "]", one.getValue());
        }
      }
      case Collection<?> all -> {
        int n = 0;
        for (Object one : all instanceof Set<?> ? new TreeSet<>(strings(all)) : all) {
          value(name + "[" + n++ + "]", one);
        }
      }
      default -> object(name, value);
    }
  }

  private static List<String> strings(Collection<?> all) {
    return all.stream().map(String::valueOf).toList();
  }

  private void object(String name, Object value) throws IllegalAccessException {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      int length = Array.getLength(value);
      for (int i = 0; i < length; i++) {
        value(name + "[" + i + "]", Array.get(value, i));
      }
    } else if (!type.getName().startsWith("org.mptcpscope.core.")) {
      line(name, value.toString());
    } else if (!LEFT_OUT.contains(type)) {
      if (known.putIfAbsent(value, known.size()) != null) {
        line(name, "#" + known.get(value));
      } else {
        fields(value, Set.of());
      }
    }
  }

  private void fields(Object value, Set<String> but) throws IllegalAccessException {
    String of = value.getClass().getSimpleName() + '.';
    for (Field field : FIELDS.computeIfAbsent(value.getClass(), StateText::fieldsOf)) {
      if (!but.contains(field.getName())) {
        value(of + field.getName(), field.get(value));
      }
    }
  }

  private static List<Field> fieldsOf(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      boolean counts = !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
      if (counts && !OF_THE_MOMENT.contains(field.getName())) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }

  private void line(String name, String value) {
    // Where an object lies is nothing that it is known by.
    String known = value.indexOf('@') < 0 ? value : value.replaceAll("@[0-9a-f]+", "");
    text.append(name).append(" = ").append(known).append('\n');
  }

  private static String ranges(RangeSet set) {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      ranges.add(set.start(i) + "-" + set.end(i));
    }
    return ranges + " last " + (set.isEmpty() ? 0 : set.last()) + " total " + set.total();
  }

  private static String rows(RowRing ring) throws IllegalAccessException {
    int width = (int) read(ring, "width");
    List<String> rows = new ArrayList<>();
    for (int i = ring.first(); i != ring.behind(); i++) {
      StringBuilder row = new StringBuilder();
      for (int word = 0; word < width; word++) {
        row.append(ring.get(ring.row(i), word)).append(' ');
      }
      rows.add(row.toString());
    }
    return rows.toString();
  }

  private static String runs(MappingRuns runs) throws IllegalAccessException {
    long[] words = (long[]) read(runs, "runs");
    int head = (int) read(runs, "head");
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < runs.size() * 5; i++) {
      all.add(words[head * 5 + i]);
    }
    return all.toString();
  }

  private static String judged(JudgedMappings judged) throws IllegalAccessException {
    long[] ssns = (long[]) read(judged, "ssns");
    int[] lengths = (int[]) read(judged, "lengths");
    int[] checksums = (int[]) read(judged, "checksums");
    List<String> all = new ArrayList<>();
    for (int i = (int) read(judged, "first"); i != (int) read(judged, "behind"); i++) {
      int at = i & ssns.length - 1;
      all.add(ssns[at] + " " + lengths[at] + " " + checksums[at]);
    }
    return all + " highest " + read(judged, "highest");
  }

  private static Object read(Object from, String name) throws IllegalAccessException {
    try {
      Field field = from.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(from);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }
}
