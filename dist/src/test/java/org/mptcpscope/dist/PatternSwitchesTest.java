package org.mptcpscope.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PatternSwitchesTest {
  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          "",
          "long enough",
          7,
          -7,
          8L,
          'c',
          new Pair("a", 1),
          new Pair(1, "a"),
          new Pair(null, 2),
          new Pair("a", null),
          new int[] {1},
          new String[] {"x"},
          List.of(1),
          Colour.RED,
          Colour.GREEN);

  public enum Colour {
    RED,
    GREEN
  }

  public record Pair(Object left, Object right) {}

  /** Switches of each form, in a class; it stands alone, so that it can be loaded twice. */
  static final class InClass implements Function<Object, String> {
    @Override
    public String apply(Object value) {
      return kind(value) + guarded(value) + nested(value) + ofColours(value);
    }

    private static String kind(Object value) {
      return switch (value) {
        case null -> "null";
        case String _ -> "string";
        case int[] array -> "int[" + array.length;
        case Object[] array -> "array" + array.length;
        case CharSequence _ -> "chars";
        case List<?> list -> "list" + list.size();
        default -> "other";
      };
    }

    /** A guard that fails goes on behind its label. */
    private static String guarded(Object value) {
      return switch (value) {
        case String text when text.isEmpty() -> "empty";
        case Integer number when number > 0 -> "positive";
        case String text when text.length() > 3 -> "long";
        case Number number when number.intValue() == 8 -> "eight";
        case Number _ -> "number";
        case null, default -> "none";
      };
    }

    private static String nested(Object value) {
      return switch (value) {
        case Pair(String left, Integer right) -> left + right;
        case Pair(Integer left, String right) -> left + right;
        case Pair(String left, Object right) -> left + "?" + right;
        case Pair(Object left, Object right) -> left + "??" + right;
        case null -> "-";
        default -> ".";
      };
    }

    /** Of constants, which stay as they are. */
    private static String ofColours(Object value) {
      return switch (value) {
        case Colour.RED -> "r";
        case Colour.GREEN -> "g";
        case String _ -> "s";
        case null, default -> "";
      };
    }
  }

  interface InInterface extends Function<Object, String> {
    @Override
    default String apply(Object value) {
      return switch (value) {
        case String text when !text.isEmpty() -> text;
        case Number number -> "" + number;
        case null -> "null";
        default -> value.getClass().getSimpleName();
      };
    }
  }

  static final class OfInterface implements InInterface {}

  @Test
  void saysTheSameInAClass() throws IOException, ReflectiveOperationException {
    assertThat(answers(spelled(InClass.class.getName())))
        .isEqualTo(answers(new InClass()))
        .contains("stringempty.s", "otherpositive.", "othernonea1", "nullnone-");
    assertThat(sitesLeft(InClass.class)).as("the switch over constants").isEqualTo(1);
  }

  @Test
  void saysTheSameInAnInterface() throws IOException, ReflectiveOperationException {
    assertThat(answers(spelled(OfInterface.class.getName()))).isEqualTo(answers(new OfInterface()));
    assertThat(sitesLeft(InInterface.class)).isZero();
  }

  @Test
  void leavesOtherClassesAlone() throws IOException {
    byte[] octets = octets(Pair.class);

    assertThat(PatternSwitches.spellOut(octets)).isSameAs(octets);
  }

  private static List<String> answers(Function<Object, String> function) {
    List<String> answers = new ArrayList<>();
    VALUES.forEach(value -> answers.add(function.apply(value)));
    return answers;
  }

  private static long sitesLeft(Class<?> type) throws IOException {
    byte[] spelled = PatternSwitches.spellOut(octets(type));
    assertThat(ClassFile.of().verify(spelled)).isEmpty();
    return ClassFile.of().parse(spelled).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(
            element ->
                element instanceof InvokeDynamicInstruction call
                    && call.bootstrapMethod().methodName().equals("typeSwitch"))
        .count();
  }

  /** An instance of the class of this name as it is after the change. */
  @SuppressWarnings("unchecked")
  private static Function<Object, String> spelled(String name) throws ReflectiveOperationException {
    ClassLoader changed =
        new ClassLoader(PatternSwitchesTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String wanted, boolean resolve)
              throws ClassNotFoundException {
            if (!wanted.startsWith(PatternSwitchesTest.class.getName() + "$In")
                && !wanted.equals(OfInterface.class.getName())) {
              return super.loadClass(wanted, resolve);
            }
            Class<?> known = findLoadedClass(wanted);
            if (known != null) {
              return known;
            }
            try {
              byte[] octets = PatternSwitches.spellOut(octets(Class.forName(wanted)));
              return defineClass(wanted, octets, 0, octets.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(wanted, e);
            }
          }
        };
    var constructor = changed.loadClass(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    Object made = constructor.newInstance();
    assertThat(made.getClass().getClassLoader()).isSameAs(changed);
    return (Function<Object, String>) made;
  }

  private static byte[] octets(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }
}
